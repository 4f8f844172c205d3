"""The bounds of the project for the answers of a model, and figures beside their bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

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


class Check(NamedTuple):
    """A figure of a report that has a bound."""

    path: str
    """Keys from the report's root to the figure, with ` / ` between them."""
    value: float
    bound: float
    is_met: bool


def compare_with_most(value: float, bound: float) -> dict[str, Any]:
    """The figure beside its bound. It may be as large as the bound."""
    return {"value": round(value, 4), "bound": bound, "isMet": value <= bound}


def compare_share_with_most(count: int, total: int, bound: float) -> dict[str, Any]:
    """The share beside its bound. It may be as large as the bound. total: 1 or more."""
    return {**make_share(count, total), "bound": bound, "isMet": count / total <= bound}


def compare_share_with_least(count: int, total: int, bound: float) -> dict[str, Any]:
    """The share beside its bound. It may be as small as the bound. total: 1 or more."""
    return {**make_share(count, total), "bound": bound, "isMet": count / total >= bound}


def list_checks(report: dict[str, Any], path: str = "") -> Iterator[Check]:
    """Yields each figure of a report that has a bound, in the report's order."""
    for key, figures in report.items():
        if not isinstance(figures, dict):
            continue
        inner = f"{path} / {key}" if path else key
        if "bound" in figures:
            value = figures["share"] if "share" in figures else figures["value"]
            yield Check(inner, value, figures["bound"], figures["isMet"])
        yield from list_checks(figures, inner)
