"""Reads GLUE SST-2 and holds out a part of its training set by sentence."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Example:
    text: str
    label: int
    """0 = NEGATIVE, 1 = POSITIVE."""


def read_tsv(path: Path) -> list[Example]:
    """Reads a `sentence<TAB>label` file with a header line and no quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows)
        if header != ["sentence", "label"]:
            raise ValueError(f"{path}: expected the header 'sentence<TAB>label', found {header}")
        return [Example(text.strip(), int(label)) for text, label in rows]


def split_by_sentence(
    examples: list[Example], held_out_sentences: int, seed: int
) -> tuple[list[Example], list[Example]]:
    """Splits SST-2's training set into (train, held out) so that no phrase crosses.

    The training set holds every phrase of every parse tree. A random split would leave phrases of a held-out
    sentence among the training texts and flatter the result, so whole sentences are drawn, and every training
    text that occurs inside a drawn sentence leaves the training part. The held-out part is the drawn sentences
    alone: like the validation set, it has no fragments.
    """
    sentences = [example for example in examples if len(example.text.split()) >= 8 and example.text.endswith((".", "!", "?"))]
    drawn = random.Random(seed).sample(sentences, held_out_sentences)
    joined = "\n".join(f" {example.text} " for example in drawn)
    train = [example for example in examples if f" {example.text} " not in joined or len(example.text.split()) <= 2]
    return train, drawn
