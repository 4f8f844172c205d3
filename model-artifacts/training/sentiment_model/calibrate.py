"""Makes scores honest: one temperature that the logits are divided by (Guo et al. 2017). No label changes."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .reliability import Bin, Reliability

SEARCH_STEPS = 60
LARGEST_FACTOR = 10.0
BINS = 15


def fit_temperature(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The temperature with the least cross-entropy (logits: texts × labels)."""
    low, high = 0.0, LARGEST_FACTOR
    # The cross-entropy is convex in the factor 1 / temperature: a ternary search finds its minimum.
    for _ in range(SEARCH_STEPS):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if F.cross_entropy(left * logits, labels) < F.cross_entropy(right * logits, labels):
            high = right
        else:
            low = left
    return round(2 / (low + high), 4)


def measure_reliability(logits: torch.Tensor, labels: torch.Tensor, temperature: float) -> Reliability:
    """Expected calibration error (Naeini et al. 2015): bins of equal width over the score of the likelier label."""
    scores, answers = F.softmax(logits / temperature, dim=-1).max(-1)
    right = (answers == labels).float()
    places = (scores * BINS).long().clamp(max=BINS - 1)
    bins = []
    for place in range(BINS):
        inside = places == place
        count = int(inside.sum())
        if count:
            bins.append(Bin(count, scores[inside].mean().item(), right[inside].mean().item()))
    error = sum(each.texts * abs(each.confidence - each.accuracy) for each in bins) / len(labels)
    return Reliability(temperature, error, F.cross_entropy(logits / temperature, labels).item(), bins)
