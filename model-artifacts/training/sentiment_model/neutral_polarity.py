"""Draws the polarity of texts that may be neutral towards even, and leaves their label as it is."""

from __future__ import annotations

import torch

from .labelled_sets import NEGATIVE, NEUTRAL, POSITIVE


def compute_neutral_share(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    """Probability of NEUTRAL against the likelier polarity alone, at the temperature (logits: texts × 3).

    The less likely polarity has no part in it, so it stays the same when that one is raised.
    """
    likelier = torch.maximum(logits[:, NEGATIVE], logits[:, POSITIVE])
    return torch.sigmoid((logits[:, NEUTRAL] - likelier) / temperature)


def flatten_polarity(logits: torch.Tensor, kept_share: torch.Tensor) -> torch.Tensor:
    """The logits (texts × 3) with `kept_share` (texts, 0 to 1) of the difference between the two polarities.

    Raises the less likely polarity. So the likeliest of three labels stays the same, and the likelier polarity too.
    """
    pair = logits[:, [NEGATIVE, POSITIVE]]
    likelier = pair.amax(-1, keepdim=True)
    flattened = logits.clone()
    flattened[:, [NEGATIVE, POSITIVE]] = likelier - (likelier - pair) * kept_share.unsqueeze(-1)
    return flattened
