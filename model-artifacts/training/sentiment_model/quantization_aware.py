"""Quantization-aware training of a student, so that int8 gives the answers of fp32.

Every product takes the same operands as the integer product: u8 inputs with the scales of the plan, and 7-bit weights
with a scale for each output channel. The gradient passes the rounding unchanged (straight-through estimator, Bengio et
al. 2013). The targets are the student's own logits before this training. Training rounds weights to the nearest code.
A plan with second moments quantizes them by GPTQ afterwards (`quantization/gptq.py`), so this training gains little
(`tried.md`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch.nn.utils import parametrize
from transformers import DistilBertForSequenceClassification, PreTrainedTokenizerBase

from .batches import Batch, compute_logits, encode
from .encoder import written_encoder
from .fit import Schedule, fit
from .graph import build_graph
from .quantization.plan import Activation, Plan
from .quantization.products import products_by_input
from .quantization.recipe import LARGEST_ACTIVATION_CODE, LARGEST_EMBEDDING_CODE, LARGEST_WEIGHT_CODE
from .sst2 import Example
from .student import make_depth_function, make_evaluation
from .training_folder import Figures, claim, keep

TARGETS_BATCH = 128


@dataclass(frozen=True)
class QuantizationAwareRecipe:
    """Of quantization-aware training."""

    texts: int = 24_000
    """Drawn from those of the student."""
    schedule: Schedule = field(
        default_factory=lambda: Schedule(
            epochs=1, batch_size=64, learning_rate=2e-5, layer_decay=1.0, weight_decay=0.0, average_decay=0.99
        )
    )


def train_under_quantization(
    out: Path,
    student: DistilBertForSequenceClassification,
    plan: Plan,
    *,
    texts: list[str],
    held_out: list[Example],
    tokenizer: PreTrainedTokenizerBase,
    recipe: QuantizationAwareRecipe,
) -> Figures:
    """Trains into `out`/model: float weights, to be quantized by the same plan. Returns its held-out figures."""
    ended = claim(out, {**asdict(recipe), "texts": len(texts)})
    if ended:
        return ended
    encodings = encode(tokenizer, texts)
    targets = compute_logits(
        student,
        encodings,
        tokenizer.pad_token_id,
        batch_size=TARGETS_BATCH,
        half=True,
        title="student: its own answers",
    )
    model = under_quantization(student, plan)

    def compute_loss(model: DistilBertForSequenceClassification, batch: Batch) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits.float()
        wanted = targets[batch.indices]
        return F.mse_loss(logits[:, 1] - logits[:, 0], wanted[:, 1] - wanted[:, 0])

    model, figures = fit(
        out,
        model,
        encodings,
        padding=tokenizer.pad_token_id,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=make_evaluation(tokenizer, held_out),
        get_depth=make_depth_function(student.config.n_layers),
    )
    return keep(out, as_float(model), tokenizer, figures)


def under_quantization(student: DistilBertForSequenceClassification, plan: Plan) -> DistilBertForSequenceClassification:
    """A copy that computes with rounded weights and activations. Its embedding table is rounded for good."""
    model = copy.deepcopy(student).requires_grad_(True)
    words = model.distilbert.embeddings.word_embeddings
    with torch.no_grad():
        step = words.weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / LARGEST_EMBEDDING_CODE
        words.weight.copy_((words.weight / step).round().clamp(-LARGEST_EMBEDDING_CODE, LARGEST_EMBEDDING_CODE) * step)
    words.requires_grad_(False)
    readers = products_by_input(build_graph(written_encoder(student)))
    activations = {node.input[1]: plan[name] for name, nodes in readers.items() for node in nodes}
    layers: Iterable[Any] = model.distilbert.transformer.layer
    for index, layer in enumerate(layers):
        products = {
            "query": layer.attention.q_lin,
            "key": layer.attention.k_lin,
            "value": layer.attention.v_lin,
            "out": layer.attention.out_lin,
            "lin1": layer.ffn.lin1,
            "lin2": layer.ffn.lin2,
        }
        for name, linear in products.items():
            activation = activations[f"{index}.{name}.weight"]
            linear.register_forward_pre_hook(_RoundedInput(activation))
            _round_weight(linear, activation)
    return model


class _RoundedInput:
    """A hook before a product: its input as the u8 codes say it."""

    def __init__(self, activation: Activation) -> None:
        self.divisor = torch.from_numpy(activation.divisor).float()
        self.step, self.zero_point = activation.step, activation.zero_point

    def __call__(self, _module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        divided = inputs[0].float() / self.divisor
        rounded = torch.fake_quantize_per_tensor_affine(
            divided, self.step, self.zero_point, quant_min=0, quant_max=LARGEST_ACTIVATION_CODE
        )
        return (rounded * self.divisor,)


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


def _round_weight(linear: torch.nn.Linear, activation: Activation) -> None:
    parametrize.register_parametrization(linear, "weight", _RoundedWeight(torch.from_numpy(activation.smoothing)))


def as_float(model: DistilBertForSequenceClassification) -> DistilBertForSequenceClassification:
    """The trained weights in a model without hooks."""
    names = {name: name.replace(".parametrizations.weight.original", ".weight") for name in model.state_dict()}
    plain = DistilBertForSequenceClassification(model.config)
    plain.load_state_dict({names[name]: value for name, value in model.state_dict().items()})
    ready: DistilBertForSequenceClassification = plain.eval()
    return ready
