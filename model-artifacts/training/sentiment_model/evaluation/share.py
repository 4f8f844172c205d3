"""A share of texts with its confidence interval."""

from __future__ import annotations

from typing import TypedDict

from ..wilson import wilson_interval


class Share(TypedDict):
    """How many of how many texts."""

    count: int
    total: int
    share: float
    """0 to 1."""
    interval: list[float]
    """Wilson's score interval at 95 %: lowest and highest share."""


def make_share(count: int, total: int) -> Share:
    """total: 1 or more."""
    lowest, highest = wilson_interval(count, total)
    # Rounding errors of the interval's formula reach past both ends.
    return Share(
        count=count,
        total=total,
        share=round(count / total, 4),
        interval=[round(max(0.0, lowest), 4), round(min(1.0, highest), 4)],
    )
