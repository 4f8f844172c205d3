"""The figures that every training reports of its model."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .sst2 import Example


def compute_figures(logits: torch.Tensor, examples: list[Example]) -> dict[str, float]:
    """Accuracy, and cross-entropy in nats, of logits (texts × labels)."""
    labels = torch.tensor([example.label for example in examples])
    return {
        "accuracy": round((logits.argmax(-1) == labels).float().mean().item(), 5),
        "loss": round(F.cross_entropy(logits, labels).item(), 5),
    }
