"""How far scores are from accuracy, without PyTorch."""

from __future__ import annotations

import numpy as np

BINS = 15


def compute_calibration_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error (Naeini et al. 2015) over 15 bins of equal width.

    scores: probabilities of the answers, 0 to 1 (one text or more). right: whether each answer is right.
    """
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [
        inside.sum() * abs(scores[inside].mean() - right[inside].mean())
        for place in range(BINS)
        if (inside := places == place).any()
    ]
    return float(sum(gaps) / len(scores))
