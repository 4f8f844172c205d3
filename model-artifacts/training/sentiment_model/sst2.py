"""Reads GLUE SST-2 and holds out a part of its training set by sentence."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

# Number of drawn sentences. A drawn sentence inside a longer training text is not scored (see `split_by_sentence`).
HELD_OUT_SENTENCES = 1000
SPLIT_SEED = 0


@dataclass(frozen=True)
class Example:
    """A text with its label."""

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


def split_by_sentence(examples: list[Example], drawn_sentences: int, seed: int) -> tuple[list[Example], list[Example]]:
    """Splits SST-2's training set into (train, held out) so that no text of one part holds a text of the other.

    The training set holds every phrase of every parse tree, so a random split would leave a held-out sentence's
    phrases, or a longer text around it, among the training texts and flatter the result. Sentences are drawn;
    every training text of three words or more inside a drawn sentence leaves the training part; and a drawn
    sentence that some text of the training part holds whole is not scored. The held-out part has no fragments,
    like the validation set, and fewer sentences than were drawn.
    """
    sentences = [
        example for example in examples if len(example.text.split()) >= 8 and example.text.endswith((".", "!", "?"))
    ]
    drawn = random.Random(seed).sample(sentences, drawn_sentences)
    joined_drawn = _joined(drawn)
    train = [
        example for example in examples if f" {example.text} " not in joined_drawn or len(example.text.split()) <= 2
    ]
    joined_train = _joined(train)
    return train, [example for example in drawn if f" {example.text} " not in joined_train]


def _joined(examples: list[Example]) -> str:
    return "\n".join(f" {example.text} " for example in examples)
