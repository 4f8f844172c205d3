"""The bounds of the project for the answers of a model, and figures beside their bound.

A figure is compared as it is reported: with four decimals.
"""

from __future__ import annotations

from typing import Any

from .share import make_share

# Largest share of polarity labels that a recipe of `evaluation_noise.py` may change.
MOST_FLIPS = {
    "handle": 0.02,
    "url": 0.02,
    "html": 0.02,
    "trailing punctuation": 0.02,
    "upper case": 0.02,
    "hashtag": 0.04,
    "typo": 0.05,
}
LEAST_EMOJI_RIGHT = 0.8
# Of identity sets: the polarity labels that differ from the label of the majority of their set.
MOST_IDENTITY_LABELS_OFF = 0.05
# Of identity sets: the mean distance of the probability of POSITIVE from the mean of its set.
MOST_IDENTITY_CHANGE = 0.05
MOST_SURE_NEUTRAL = 0.08
MOST_CALIBRATION_ERROR = 0.03


def compare_with_most(value: float, bound: float) -> dict[str, Any]:
    """The figure beside its bound. It may be as large as the bound."""
    rounded = round(value, 4)
    return {"value": rounded, "bound": bound, "isMet": rounded <= bound}


def compare_share_with_most(count: int, total: int, bound: float) -> dict[str, Any]:
    """The share beside its bound. It may be as large as the bound. total: 1 or more."""
    share = make_share(count, total)
    return {**share, "bound": bound, "isMet": share["share"] <= bound}


def compare_share_with_least(count: int, total: int, bound: float) -> dict[str, Any]:
    """The share beside its bound. It may be as small as the bound. total: 1 or more."""
    share = make_share(count, total)
    return {**share, "bound": bound, "isMet": share["share"] >= bound}
