"""The examples of the distillation as tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .distillation_examples import DistillationExample
from .distillation_rows import DistillationRow


@dataclass(frozen=True)
class DistillationTexts:
    """What a student reads, and what it learns to answer."""

    texts: list[str]
    targets: torch.Tensor
    """Logits, texts × 3."""
    labels: torch.Tensor
    """By people; NO_CLASS without one."""
    polarity_only: torch.Tensor
    """Whether the label is one of two because its set has no neutral class."""


def join_examples(
    examples: list[DistillationExample], rows: list[DistillationRow], targets: np.ndarray
) -> DistillationTexts:
    """The examples with the targets (rows × 3) and labels of their rows."""
    places = [example.row for example in examples]
    return DistillationTexts(
        [example.text for example in examples],
        torch.from_numpy(targets[places]).float(),
        torch.tensor([rows[place].label for place in places]),
        torch.tensor([rows[place].polarity_only for place in places]),
    )
