"""What the teachers of the first generation learn from: texts with labels and ratings of people."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path

from .labelled_dev_sets import is_dev
from .labelled_sets import NEGATIVE, POSITIVE, LabelledText, read_labelled, take_evenly, to_plain_text
from .sst2 import Example
from .text_sets import RatedText

# Rows whose label a model that learnt from the other half finds less probable than this are left out
# (`label_agreement.py`).
LEAST_PROBABILITY = {"goemotions": 0.1, "xed": 0.2, "newsmtsc": 0.05, "clinc150": 0.1}
# Of 10,135 neutral requests, which are much alike.
MAX_CLINC_ROWS = 4000
REPEATS = {"dynasent_r1_labelled": 4, "dynasent_r2_labelled": 4, "cad_orig": 2, "cad_new": 2}
# A mean rating of 1 (of 4) gives a logit difference of 2: a probability of 0.88. A mean rating of 0 gives 0.5.
LOGIT_A_RATING_POINT = 2.0
TEST_FILES = (
    "dynasent_r1_test",
    "dynasent_r2_test",
    "goemotions_test",
    "cad_new_test",
    "cad_orig_test",
    "newsmtsc_rw_test",
    "newsmtsc_mt_test",
    "sentfin_test",
    "xed_test",
    "clinc150_test",
)

Shares = tuple[float, float, float]


@dataclass(frozen=True)
class TeacherTarget:
    """A text and what the teacher learns to answer."""

    text: str
    """As `to_plain_text` writes it."""
    shares: Shares
    """Wanted probabilities of NEGATIVE, NEUTRAL and POSITIVE."""
    polarity_only: bool
    """Whether only the two polar classes are compared, because the set has no neutral class."""


def read_training_rows(data: Path, limit: int | None = None) -> list[LabelledText]:
    """The rows of all training sets that have one of the three labels. limit: rows of each set.

    data: the folder with `train`. Rows that `is_dev` keeps apart are left out.
    """
    files = sorted((data / "train").glob("*.tsv"))
    return [
        each for file in files for each in take_evenly([row for row in read_labelled(file) if not is_dev(row)], limit)
    ]


def drop_improbable(rows: list[LabelledText], probabilities: list[float]) -> list[LabelledText]:
    """The rows whose label is probable enough for their set. probabilities: of the labels, in the order of the rows."""
    return [
        row
        for row, probability in zip(rows, probabilities, strict=True)
        if probability >= LEAST_PROBABILITY.get(row.source, 0.0)
    ]


def make_first_targets(
    rows: list[LabelledText], films: list[Example], rated: dict[str, list[RatedText]]
) -> list[TeacherTarget]:
    """rows: of the sets in three classes. films: SST-2's, in two. rated: texts with ratings of people, by set."""
    requests = [row for row in rows if row.source == "clinc150"]
    drawn = random.Random(0).sample(requests, min(len(requests), MAX_CLINC_ROWS))
    targets = [
        TeacherTarget(to_plain_text(row.text), to_shares(row.label), row.source.startswith("cad"))
        for row in [*(row for row in rows if row.source != "clinc150"), *drawn]
        for _ in range(REPEATS.get(row.source, 1))
    ]
    targets += [TeacherTarget(film.text, to_shares(POSITIVE if film.label else NEGATIVE), True) for film in films]
    targets += [
        TeacherTarget(to_plain_text(text.text), _rating_to_shares(text.rating), True)
        for texts in rated.values()
        for text in texts
    ]
    return [target for target in targets if target.text]


def to_shares(label: int) -> Shares:
    """Probability 1 for one of the three classes."""
    return (float(label == 0), float(label == 1), float(label == 2))


def _rating_to_shares(rating: float) -> Shares:
    positive = 1 / (1 + math.exp(-LOGIT_A_RATING_POINT * rating))
    return (1 - positive, 0.0, positive)
