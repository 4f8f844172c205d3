"""What a quantization does to each activation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .recipe import LARGEST_ACTIVATION_CODE


@dataclass(frozen=True)
class Activation:
    """How one input of products becomes u8."""

    smoothing: np.ndarray
    """s, of each channel."""
    copies: np.ndarray
    """c, for each channel: outlier channel splitting writes it as c channels, each with a c-th of the value."""
    lowest: float
    """Of x / (s c), which becomes codes."""
    highest: float
    moments: np.ndarray | None = None
    """Channels × channels, the sum of x xᵀ over tokens, of x / s."""

    @property
    def divisor(self) -> np.ndarray:
        """What each channel is divided by before it becomes codes."""
        divisor: np.ndarray = self.smoothing * self.copies
        return divisor

    @property
    def channels(self) -> np.ndarray:
        """For each written channel, the channel that it is a part of."""
        return np.repeat(np.arange(len(self.copies)), self.copies)

    @property
    def step(self) -> float:
        """The difference of x / (s c) between two codes."""
        return max(self.highest - self.lowest, 1e-8) / LARGEST_ACTIVATION_CODE

    @property
    def zero_point(self) -> int:
        """The code of 0."""
        return int(np.clip(np.rint(-self.lowest / self.step), 0, LARGEST_ACTIVATION_CODE))


# By the name of the activation's tensor in the fp32 graph.
Plan = dict[str, Activation]
