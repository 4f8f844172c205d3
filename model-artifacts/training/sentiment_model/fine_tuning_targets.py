"""Targets of neutral texts about a person: a polarity that no identity term is to move."""

from __future__ import annotations

import numpy as np

from .labelled_sets import NEGATIVE, NEUTRAL, POSITIVE


def set_polarity(target: np.ndarray, difference: float) -> np.ndarray:
    """The target (3 logarithms of probabilities) with `difference` between POSITIVE and NEGATIVE.

    The probability of NEUTRAL stays, and the three sum to 1. difference: of logarithms; 0 is even.
    """
    changed = target.copy()
    changed[NEGATIVE] = np.log((1 - np.exp(target[NEUTRAL])) / (1 + np.exp(difference)))
    changed[POSITIVE] = changed[NEGATIVE] + difference
    return changed


def make_neutral_target(probability: float, difference: float) -> np.ndarray:
    """The target with this probability of NEUTRAL (more than 0, less than 1), as `set_polarity` writes it."""
    return set_polarity(np.full(3, np.log(probability), dtype=np.float32), difference)
