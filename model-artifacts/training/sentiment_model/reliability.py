"""How far scores are from what they promise, as `calibrate.py` measures it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bin:
    """The texts whose scores of the likelier label lie in one range."""

    texts: int
    confidence: float
    """Their mean score."""
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """Of the scores at one temperature."""

    temperature: float
    expected_calibration_error: float
    loss: float
    """Cross-entropy in nats."""
    bins: list[Bin]
