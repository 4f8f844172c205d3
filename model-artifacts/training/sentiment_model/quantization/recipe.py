"""The choices of a quantization, and the largest codes."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_WEIGHT_CODE = 64
LARGEST_ACTIVATION_CODE = 255
LARGEST_EMBEDDING_CODE = 127


@dataclass(frozen=True)
class QuantizationRecipe:
    """How a plan is made: smoothing, ranges, outlier channels, second moments."""

    smoothing_exponent: float = 0.7
    """Share of the activation's range that moves into the weight; 0 is no smoothing."""
    least_share: float = 0.05
    """Of the largest channel: a channel is smoothed as if it reached that far. One that is silent in the texts (ReLU
    has such) would be divided by next to nothing, and take the whole range when it speaks."""
    range_percentile: float = 99.0
    smoothing_texts: int = 600
    range_texts: int = 600
    split_channels: int = 0
    """Number of channels that outlier channel splitting adds to each product behind ReLU. A multiple of 16 fills the
    blocks of the kernels."""
    second_moments: bool = False
    """Whether to record second moments over the range texts. With them GPTQ quantizes the weights; without them the
    weights are rounded to the nearest."""
