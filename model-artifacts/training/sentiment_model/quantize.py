"""int8 with fixed scales: no text's answer depends on what it is batched with.

1. Smooth (Xiao et al. 2022): before each product, divide the input's channels by s and multiply the weight's rows by
   s, with s_j = max|x_j|^0.7 / max|W_j|^0.3, geometric mean 1. Exact in fp32; it moves the few large channels of
   layer norms' outputs into the weights, which have a scale an output channel.
2. Weights: symmetric, a scale an output channel, 7 bits: 8-bit weights saturate the 16-bit sums of processors that
   have AVX2 without VNNI.
3. Activations: u8 with a constant scale and zero point, from the 99th percentile of each text's minimum and maximum.
   Dynamic scales would be taken over the whole batch and make a text's score depend on its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from transformers import DistilBertForSequenceClassification, PreTrainedTokenizerBase

from .graph import LinearInt8, qkv_weight

LARGEST_WEIGHT_CODE = 64


@dataclass(frozen=True)
class QuantizationRecipe:
    smoothing_exponent: float = 0.7
    """Share of the activation's range that moves into the weight; 0 is no smoothing."""
    range_percentile: float = 99.0
    smoothing_texts: int = 200
    range_texts: int = 600


def quantize(
    model: DistilBertForSequenceClassification,
    tokenizer: PreTrainedTokenizerBase,
    texts: list[str],
    recipe: QuantizationRecipe = QuantizationRecipe(),
) -> dict[str, LinearInt8]:
    """Quantizes every matrix product of the encoder, by name. `texts` are training sentences."""
    weights = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    inputs = _record_inputs(model, tokenizer, texts[: recipe.range_texts])
    quantized = {}
    for layer in range(model.config.n_layers):
        prefix = f"distilbert.transformer.layer.{layer}"
        matrices = {
            "qkv": qkv_weight(weights, prefix)[0],
            "out": weights[f"{prefix}.attention.out_lin.weight"].T,
            "lin1": weights[f"{prefix}.ffn.lin1.weight"].T,
            "lin2": weights[f"{prefix}.ffn.lin2.weight"].T,
        }
        for name, matrix in matrices.items():
            quantized[f"{layer}.{name}"] = _quantize_linear(matrix, inputs[f"{layer}.{name}"], recipe)
    return quantized


def _quantize_linear(weight: np.ndarray, inputs: list[np.ndarray], recipe: QuantizationRecipe) -> LinearInt8:
    smoothing = _smoothing(weight, inputs[: recipe.smoothing_texts], recipe.smoothing_exponent)
    lowest = min(0.0, -np.percentile([-(x / smoothing).min() for x in inputs], recipe.range_percentile))
    highest = max(0.0, np.percentile([(x / smoothing).max() for x in inputs], recipe.range_percentile))
    scale = (highest - lowest) / 255
    smoothed = weight * smoothing[:, None]
    weight_scale = np.abs(smoothed).max(axis=0) / LARGEST_WEIGHT_CODE
    return LinearInt8(
        smoothing=smoothing,
        input_scale=scale,
        input_zero_point=int(np.clip(np.rint(-lowest / scale), 0, 255)),
        weight=np.clip(np.rint(smoothed / weight_scale), -LARGEST_WEIGHT_CODE, LARGEST_WEIGHT_CODE).astype(np.int8),
        weight_scale=weight_scale.astype(np.float32),
    )


def _smoothing(weight: np.ndarray, inputs: list[np.ndarray], exponent: float) -> np.ndarray:
    input_range = np.max([np.abs(x).max(axis=0) for x in inputs], axis=0)
    weight_range = np.abs(weight).max(axis=1)
    smoothing = np.maximum(input_range, 1e-5) ** exponent / np.maximum(weight_range, 1e-5) ** (1 - exponent)
    return (smoothing / np.exp(np.mean(np.log(smoothing)))).astype(np.float32)


@torch.no_grad()
def _record_inputs(model, tokenizer, texts: list[str]) -> dict[str, list[np.ndarray]]:
    """The input of every matrix product, a (tokens × channels) array a text."""
    recorded: dict[str, list[np.ndarray]] = {}
    handles = []
    for layer, block in enumerate(model.distilbert.transformer.layer):
        products = {
            "qkv": block.attention.q_lin,
            "out": block.attention.out_lin,
            "lin1": block.ffn.lin1,
            "lin2": block.ffn.lin2,
        }
        for name, product in products.items():
            into = recorded.setdefault(f"{layer}.{name}", [])
            handles.append(product.register_forward_pre_hook(lambda _, args, into=into: into.append(args[0][0].numpy())))
    for text in texts:
        batch = tokenizer(text, truncation=True, max_length=512, return_tensors="pt")
        model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    for handle in handles:
        handle.remove()
    return recorded
