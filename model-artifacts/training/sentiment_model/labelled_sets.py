"""Reads text with labels of people in three classes, and the held-out splits of the same sets."""

from __future__ import annotations

import csv
import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .text_sets import SENTENCE_END

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
# Of a row that is labelled mixed, or not at all. The value that cross_entropy ignores.
NO_CLASS = -100
LABELS = ("NEGATIVE", "NEUTRAL", "POSITIVE")
LABEL_INDEX = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}
URL = re.compile(r"\b(?:https?://|www\.)\S{1,500}", re.IGNORECASE)
HANDLE = re.compile(r"(?<!\w)@\w{1,50}")
HASHTAG = re.compile(r"(?<!\w)#(?=\w)")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
Item = TypeVar("Item")


@dataclass(frozen=True)
class LabelledText:
    """A text of a set."""

    text: str
    label: int
    """NEGATIVE, NEUTRAL, POSITIVE or NO_CLASS."""
    source: str
    """Name of the set."""


def to_plain_text(text: str) -> str:
    """The words of a text: without tags, URLs, handles and the signs of hashtags."""
    text = TAG.sub(" ", html.unescape(unicodedata.normalize("NFKC", text)))
    return re.sub(r"\s+", " ", HASHTAG.sub("", HANDLE.sub(" ", URL.sub(" ", text)))).strip()


def read_rows(file: Path) -> list[LabelledText]:
    """All rows of a `label<TAB>text` file. A label that is none of the three is NO_CLASS."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows)
        if header != ["label", "text"]:
            raise ValueError(f"{file}: expected the header 'label<TAB>text', found {header}")
        return [LabelledText(text, LABEL_INDEX.get(label, NO_CLASS), file.stem) for label, text in rows]


def read_labelled(file: Path) -> list[LabelledText]:
    """The rows of such a file that have one of the three labels."""
    return [each for each in read_rows(file) if each.label != NO_CLASS]


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, by their end marks."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def take_evenly(items: list[Item], limit: int | None) -> list[Item]:
    """At most `limit` of the items (1 or more), evenly spaced and in their order; all of them without a limit."""
    if limit is None or len(items) <= limit:
        return items
    return [items[place * len(items) // limit] for place in range(limit)]
