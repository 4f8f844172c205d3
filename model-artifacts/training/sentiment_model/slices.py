"""Measures a model on evaluation slices: texts of one kind that are not film reviews.

A slice holds sentences of this project (`slices/`) or a set of other people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .probabilities import softmax
from .session import open_session, run_alone
from .slice_sentences import SliceSentence, read_slices
from .sst2 import Example

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

SURE = 0.9
# A text and its label; None for one without a right label.
Row = tuple[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What was measured on texts of one kind."""

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


def measure_slices(
    model: Path, tokenizer: PreTrainedTokenizerBase, temperature: float, elsewhere: dict[str, list[Example]]
) -> list[Slice]:
    """Measures the slices of own sentences first, then the sets of other people. Each run takes one text."""
    session = open_session(model)

    def score(texts: list[str]) -> np.ndarray:
        encodings = tokenizer(texts, truncation=True, max_length=512)["input_ids"]
        return softmax(run_alone(session, encodings, tokenizer.pad_token_id) / temperature)

    kinds = {kind: read_polarity(sentences) for kind, sentences in read_slices().items()}
    others: dict[str, list[Row]] = {
        name: [(example.text, example.label) for example in examples] for name, examples in elsewhere.items()
    }
    return [
        _measure_slice(name, rows, score, is_own=is_own)
        for is_own, slices in ((True, kinds), (False, others))
        for name, rows in slices.items()
    ]


def read_polarity(sentences: list[SliceSentence]) -> list[Row]:
    """Returns what a model of two labels is measured on: 0 = NEGATIVE, 1 = POSITIVE.

    Neutral sentences beside others are left out. A slice of neutral or mixed sentences alone has no right labels.
    """
    polarity = {"negative": 0, "positive": 1}
    rows: list[Row] = [(each.text, polarity[each.label]) for each in sentences if each.label in polarity]
    return rows or [(each.text, None) for each in sentences]


def _measure_slice(name: str, rows: list[Row], score: Callable[[list[str]], np.ndarray], *, is_own: bool) -> Slice:
    scores = score([text for text, _ in rows])
    labels = [label for _, label in rows]
    return Slice(
        name=name,
        is_own=is_own,
        texts=len(rows),
        correct=None if None in labels else int((scores.argmax(1) == np.array(labels)).sum()),
        sure=int((scores.max(1) > SURE).sum()),
        mean_score=float(scores.max(1).mean()),
    )
