"""Reads the sentences of the evaluation slices: texts of one kind each, written for this project."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeGuard, get_args

Label = Literal["negative", "neutral", "positive", "mixed"]
SLICES = Path(__file__).resolve().parent.parent / "slices"


@dataclass(frozen=True)
class SliceSentence:
    """A sentence with its label."""

    text: str
    label: Label
    """`mixed` has both polarities at once, so no model label is right or wrong."""


def read_slices(folder: Path = SLICES) -> dict[str, list[SliceSentence]]:
    """Reads every `<kind>.tsv` (`label<TAB>sentence`, a header line, no quoting) and returns the sentences by kind.

    Raises ValueError for another header, a label that is none of `Label`, and a row that has not two fields.
    """
    return {path.stem: _read_slice(path) for path in sorted(folder.glob("*.tsv"))}


def _read_slice(path: Path) -> list[SliceSentence]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    if header != ["label", "sentence"]:
        raise ValueError(f"{path}: expected the header 'label<TAB>sentence', found {header}")
    sentences = []
    for line, row in enumerate(rows, start=2):
        if len(row) != 2 or not _is_label(row[0]):
            raise ValueError(f"{path}:{line}: expected a label of {', '.join(get_args(Label))} and a sentence")
        sentences.append(SliceSentence(text=row[1], label=row[0]))
    return sentences


def _is_label(text: str) -> TypeGuard[Label]:
    return text in get_args(Label)
