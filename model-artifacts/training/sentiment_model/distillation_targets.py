"""What a student learns to answer: the weighted mean of the teachers' probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distillation_rows import DistillationRow
from .labelled_sets import LABELS

LEAST_PROBABILITY = 1e-4


@dataclass(frozen=True)
class TargetsRecipe:
    """How targets are mixed."""

    first_generation_share: float = 0.4
    """Of the mean of the first teachers; the rest is the second generation's."""
    label_probability: float = 0.94
    """Of the label that is known by construction; the two other classes share the rest."""


def compute_targets(
    rows: list[DistillationRow], first: np.ndarray, second: np.ndarray, recipe: TargetsRecipe
) -> np.ndarray:
    """Logarithms of probabilities (rows × 3, float32).

    first, second: probabilities of the mean of the first teachers and of the second generation's, reads × 3. A row's
    target is the mean over its reads, in logarithms, mixed with its label by its `label_share`.
    """
    share = recipe.first_generation_share
    mean = share * first.astype(np.float64) + (1 - share) * second.astype(np.float64)
    logarithms = np.log(np.clip(mean, LEAST_PROBABILITY, 1))
    other = (1 - recipe.label_probability) / (len(LABELS) - 1)
    known = np.log(np.where(np.eye(len(LABELS)) == 1, recipe.label_probability, other))
    targets = np.empty((len(rows), len(LABELS)), dtype=np.float32)
    for place, row in enumerate(rows):
        target = logarithms[list(row.reads)].mean(0)
        if row.label_share:
            target = (1 - row.label_share) * target + row.label_share * known[row.label]
        targets[place] = target - np.log(np.exp(target).sum())
    return targets
