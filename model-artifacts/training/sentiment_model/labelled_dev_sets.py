"""The dev splits of the labelled sets: texts to choose by, which no training reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .labelled_sets import NEGATIVE, POSITIVE, LabelledText, read_labelled
from .sst2 import HELD_OUT_SENTENCES, SPLIT_SEED, read_tsv, split_by_sentence

# Sets without a dev split: the share of their rows, in 256ths, that is kept apart to choose by.
DEV_SHARE_OF_TRAIN = {"sentfin": 14, "xed": 8}
DEV_FILES = (
    "dynasent_r1_dev",
    "dynasent_r2_dev",
    "goemotions_dev",
    "cad_new_dev",
    "cad_orig_dev",
    "newsmtsc_rw_dev",
    "newsmtsc_mt_dev",
    "clinc150_dev",
)


def is_dev(text: LabelledText) -> bool:
    """Whether a row of a set without a dev split is kept apart."""
    share = DEV_SHARE_OF_TRAIN.get(text.source, 0)
    return hashlib.sha256(text.text.encode()).digest()[2] < share


def read_dev_sets(data: Path, sst2: Path) -> dict[str, list[LabelledText]]:
    """Returns the texts to choose by, by set.

    data: the folder with `train` and `heldout`. sst2: the folder with `train.tsv`.
    """
    sets = {name: read_labelled(data / "heldout" / f"{name}.tsv") for name in DEV_FILES}
    for name in DEV_SHARE_OF_TRAIN:
        sets[f"{name}_dev"] = [each for each in read_labelled(data / "train" / f"{name}.tsv") if is_dev(each)]
    _, held_out = split_by_sentence(read_tsv(sst2 / "train.tsv"), HELD_OUT_SENTENCES, SPLIT_SEED)
    sets["sst2_dev"] = [LabelledText(each.text, POSITIVE if each.label else NEGATIVE, "sst2") for each in held_out]
    return sets
