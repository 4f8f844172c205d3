"""The two classes of a set that has no neutral class."""

from __future__ import annotations

import torch

from .labelled_sets import NEUTRAL

# Takes a class out of a comparison, in fp32 and in bf16.
EXCLUDED = -1e4


def exclude_neutral(logits: torch.Tensor, polarity_only: torch.Tensor) -> torch.Tensor:
    """The logits (texts × 3), with the neutral class out of the comparison where `polarity_only` (texts) is true."""
    excluded = torch.zeros_like(logits)
    excluded[:, NEUTRAL] = polarity_only * EXCLUDED
    return logits + excluded
