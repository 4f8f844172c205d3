"""The average of a model and its fine-tuned self in weight space."""

from __future__ import annotations

import torch

Weights = dict[str, torch.Tensor]


def average_weights(one: Weights, other: Weights, other_share: float) -> Weights:
    """`other_share` (0 to 1) of the other's weights and the rest of the one's, by name, in 32 bits.

    It keeps what the one knows and takes over most of what the other learnt from it (Wortsman et al. 2022, "Robust
    fine-tuning of zero-shot models"). Raises ValueError when the names differ.
    """
    if one.keys() != other.keys():
        raise ValueError(f"weights of one model alone: {sorted(one.keys() ^ other.keys())}")
    return {name: (1 - other_share) * one[name].float() + other_share * other[name].float() for name in one}
