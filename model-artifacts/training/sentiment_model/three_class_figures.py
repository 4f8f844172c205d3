"""Figures of a model in three classes on a labelled set."""

from __future__ import annotations

import torch

from .labelled_sets import NEGATIVE, NEUTRAL, POSITIVE
from .training_folder import Figures

SURE = 0.9


def measure_three_classes(logits: torch.Tensor, labels: torch.Tensor, temperature: float = 1.0) -> Figures:
    """Polarity accuracy of the polar rows; with neutral rows also macro recall, and the share of them that look sure.

    logits: texts × 3. temperature: of the polarity. A neutral row looks sure when its polarity has a score past 0.9 and
    its label is not NEUTRAL.
    """
    polar = labels != NEUTRAL
    pair = logits[:, [NEGATIVE, POSITIVE]]
    figures: Figures = {}
    if polar.any():
        right = (pair.argmax(-1) * POSITIVE == labels)[polar]
        figures["polarity"] = round(right.float().mean().item(), 4)
    if (~polar).any():
        answer = logits.argmax(-1)
        present = [label for label in range(3) if (labels == label).any()]
        recalls = [(answer == label)[labels == label].float().mean().item() for label in present]
        figures["macro_recall"] = round(sum(recalls) / len(recalls), 4)
        sure = ((pair / temperature).softmax(-1).max(-1).values > SURE) & (answer != NEUTRAL)
        figures["sure_neutral"] = round(sure[~polar].float().mean().item(), 4)
    return figures
