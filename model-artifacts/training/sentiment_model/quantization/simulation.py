"""Computes in PyTorch what the integer products of a plan compute, so that a training sees their rounding.

The gradient passes the rounding unchanged (straight-through estimator, Bengio et al. 2013).
"""

from __future__ import annotations

import torch
from torch.nn.utils import parametrize

from .plan import Activation
from .recipe import LARGEST_ACTIVATION_CODE, LARGEST_EMBEDDING_CODE, LARGEST_WEIGHT_CODE


def simulate_product(linear: torch.nn.Linear, activation: Activation) -> None:
    """Makes `linear` round its input and its weight as the integer product with this activation does."""
    linear.register_forward_pre_hook(_RoundedInput(activation))
    smoothing = torch.from_numpy(activation.smoothing).float()
    parametrize.register_parametrization(linear, "weight", _RoundedWeight(smoothing))


@torch.no_grad()
def round_embedding(table: torch.nn.Embedding) -> None:
    """Replaces the table by the values of its 8-bit codes and ends its training."""
    step = table.weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / LARGEST_EMBEDDING_CODE
    codes = (table.weight / step).round().clamp(-LARGEST_EMBEDDING_CODE, LARGEST_EMBEDDING_CODE)
    table.weight.copy_(codes * step)
    table.requires_grad_(False)


class _RoundedInput:
    """A hook before a product: its input as the u8 codes say it."""

    def __init__(self, activation: Activation) -> None:
        self.divisor = torch.from_numpy(activation.divisor).float()
        self.step, self.zero_point = activation.step, activation.zero_point

    def __call__(self, _module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        divisor = self.divisor.to(inputs[0].device)
        divided = inputs[0].float() / divisor
        rounded = torch.fake_quantize_per_tensor_affine(
            divided, self.step, self.zero_point, quant_min=0, quant_max=LARGEST_ACTIVATION_CODE
        )
        return (rounded * divisor,)


class _RoundedWeight(torch.nn.Module):
    """Outputs × inputs, in 7 bits with a scale an output."""

    smoothing: torch.Tensor

    def __init__(self, smoothing: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("smoothing", smoothing, persistent=False)

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        smoothed = weight * self.smoothing
        scale = smoothed.detach().abs().amax(1).clamp_min(1e-8) / LARGEST_WEIGHT_CODE
        zeros = torch.zeros_like(scale, dtype=torch.int32)
        rounded = torch.fake_quantize_per_channel_affine(
            smoothed, scale, zeros, axis=0, quant_min=-LARGEST_WEIGHT_CODE, quant_max=LARGEST_WEIGHT_CODE
        )
        return rounded / self.smoothing
