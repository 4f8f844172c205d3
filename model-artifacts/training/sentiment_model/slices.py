"""Measures a model on evaluation slices: texts of one kind that are not film reviews.

A slice holds sentences of this project (`slices.tsv`) or a set of other people.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .folder import open_session, run
from .reference import softmax
from .sst2 import Example

OWN_SENTENCES = Path(__file__).resolve().parent.parent / "slices.tsv"
SURE = 0.9


@dataclass(frozen=True)
class Slice:
    name: str
    is_own: bool
    """Written for this project."""
    texts: int
    correct: int | None
    """None for a slice without right labels: mixed, neutral and factual text."""
    sure: int
    """Texts whose likelier label has a score past SURE."""
    mean_score: float
    """Of the likelier label."""


def measure_slices(model: Path, tokenizer, temperature: float, elsewhere: dict[str, list[Example]]) -> list[Slice]:
    """Measures the slices of own sentences first, then the sets of other people. Each run takes one text."""
    session = open_session(model)
    kinds: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    with OWN_SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kinds[row["slice"]].append((row["sentence"], int(row["label"]) if row["label"] else None))
    others = {name: [(example.text, example.label) for example in examples] for name, examples in elsewhere.items()}
    return [
        _measured(name, is_own, rows, session, tokenizer, temperature)
        for is_own, slices in ((True, kinds), (False, others))
        for name, rows in slices.items()
    ]


def _measured(
    name: str, is_own: bool, rows: list[tuple[str, int | None]], session, tokenizer, temperature: float
) -> Slice:
    encodings = tokenizer([text for text, _ in rows], truncation=True, max_length=512)["input_ids"]
    logits = np.concatenate([run(session, [ids], tokenizer.pad_token_id) for ids in encodings])
    scores = softmax(logits / temperature)
    labels = [label for _, label in rows]
    correct = None if None in labels else int((scores.argmax(1) == np.array(labels)).sum())
    return Slice(name, is_own, len(rows), correct, int((scores.max(1) > SURE).sum()), float(scores.max(1).mean()))
