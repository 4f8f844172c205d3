"""What the teacher learns from: texts with labels of people in three classes."""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

from .labelled_dev_sets import is_dev
from .labelled_sets import NEGATIVE, POSITIVE, read_labelled, to_plain_text
from .sst2 import HELD_OUT_SENTENCES, SPLIT_SEED, read_tsv, split_by_sentence
from .text_sets import LEARNT_HALF, LOGIT_A_RATING_POINT, OTHER_TEXT, half, rated_texts

# Rows whose label a model that learnt from the other half finds less probable than this are left out (`agreement.py`).
LEAST_PROBABILITY = {"goemotions": 0.1, "xed": 0.2, "newsmtsc": 0.05, "clinc150": 0.1}
# Of 10,135 neutral requests, which are much alike.
MAX_CLINC_ROWS = 4000
REPEATS = {"dynasent_r1_labelled": 4, "dynasent_r2_labelled": 4, "cad_orig": 2, "cad_new": 2}
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


def read_targets(data: Path, sst2: Path, work: Path, probabilities: Path) -> list[TeacherTarget]:
    """data: the folder with `train`. work: packages are kept below it. probabilities: of `agreement.py`, by row."""
    labelled = [each for file in sorted((data / "train").glob("*.tsv")) for each in read_labelled(file)]
    shares = json.loads(probabilities.read_text())
    kept = [
        each
        for each, share in zip(labelled, shares, strict=True)
        if share >= LEAST_PROBABILITY.get(each.source, 0.0) and not is_dev(each)
    ]
    requests = [each for each in kept if each.source == "clinc150"]
    kept = [each for each in kept if each.source != "clinc150"] + random.Random(0).sample(requests, MAX_CLINC_ROWS)
    targets = [
        TeacherTarget(to_plain_text(each.text), to_shares(each.label), each.source.startswith("cad"))
        for each in kept
        for _ in range(REPEATS.get(each.source, 1))
    ]
    training, _ = split_by_sentence(read_tsv(sst2 / "train.tsv"), HELD_OUT_SENTENCES, SPLIT_SEED)
    targets += [TeacherTarget(each.text, to_shares(POSITIVE if each.label else NEGATIVE), True) for each in training]
    return [each for each in [*targets, *_read_rated(work)] if each.text]


def _read_rated(work: Path) -> list[TeacherTarget]:
    rated = rated_texts(work)
    targets = []
    for name in OTHER_TEXT:
        for each in rated[name]:
            if half(each.text) == LEARNT_HALF:
                positive = 1 / (1 + math.exp(-LOGIT_A_RATING_POINT * each.rating))
                targets.append(TeacherTarget(to_plain_text(each.text), (1 - positive, 0.0, positive), True))
    return targets


def to_shares(label: int) -> Shares:
    """Probability 1 for one of the three classes."""
    return (float(label == 0), float(label == 1), float(label == 2))
