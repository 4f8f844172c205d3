"""Quantization-aware training of the student in three classes, both classifiers at once.

Every product takes the same operands as the integer product (`quantization/simulation.py`). The targets are those of
the distillation, with three changes: the polarity of texts that may be neutral is drawn towards even, both the text and
a noisy copy of it are read, and their answers are drawn together.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch.nn.utils import parametrize

from .encoder import written_encoder
from .graph import build_graph
from .labelled_sets import NEGATIVE, POSITIVE, LabelledText
from .neutral_polarity import compute_neutral_share, flatten_polarity
from .quantization.plan import Plan
from .quantization.plan_by_weight import index_by_weight
from .quantization.simulation import round_embedding, simulate_product
from .sentiment_student import keep_student, make_exit_evaluation, tokenize_for_student
from .tokenized_texts import TokenBatch, choose_device
from .training_folder import Figures, claim
from .training_loop import TrainingSchedule, run_training
from .two_exit_student import TwoExitStudent

POLAR = [NEGATIVE, POSITIVE]


@dataclass(frozen=True)
class SentimentQuantizationAwareRecipe:
    """Of quantization-aware training in three classes."""

    temperature: float = 2.0
    early_weight: float = 0.5
    """Of the early classifier's loss."""
    polarity_weight: float = 0.5
    """Of the loss of the two polarities alone."""
    consistency_weight: float = 0.5
    """Of the divergence of a noisy copy's answer from the answer to its text."""
    neutral_temperature: float = 1.9
    """At which the student's own logits say how likely a text is neutral."""
    least_kept_share: float = 0.25
    """Of the polarity's logit. With less, rounding would decide the likelier polarity of neutral texts."""
    schedule: TrainingSchedule = field(
        default_factory=lambda: TrainingSchedule(
            epochs=1, batch_size=64, learning_rate=5e-5, layer_decay=1.0, weight_decay=0.0, average_decay=0.995
        )
    )


@dataclass(frozen=True)
class PairedTexts:
    """Texts, a noisy copy or another variant of each, and what the student learns to answer to both."""

    texts: list[str]
    noisy: list[str]
    targets: torch.Tensor
    """Logits, texts × 3."""
    flattening: torch.Tensor
    """For each text the exponent of `compute_kept_share`; 0 leaves the polarity of the targets as it is."""


def train_sentiment_under_quantization(
    out: Path,
    student: TwoExitStudent,
    plan: Plan,
    *,
    tokenizer: Tokenizer,
    examples: PairedTexts,
    dev_sets: dict[str, list[LabelledText]],
    recipe: SentimentQuantizationAwareRecipe,
) -> Figures:
    """Trains into `out`/student.pt, whose weights are the values of codes of the plan. Returns its figures in int8.

    plan: of the whole student's graph, without second moments. Continues where an earlier call stopped.
    """
    ended = claim(out, {**asdict(recipe), "texts": len(examples.texts)})
    if ended:
        return ended
    device = choose_device()
    model = simulate_quantization(student, plan).to(device)
    texts = tokenize_for_student(tokenizer, examples.texts, device)
    noisy = tokenize_for_student(tokenizer, examples.noisy, device)
    targets, flattening = examples.targets.to(device), examples.flattening.to(device)

    def compute_loss(model: TwoExitStudent, batch: TokenBatch) -> torch.Tensor:
        copies = noisy.collate(batch.indices.tolist())
        with torch.autocast(device.type, dtype=torch.bfloat16), parametrize.cached():
            answers = model(batch.input_ids, batch.mask), model(copies.input_ids, copies.mask)
        early, last = (
            compute_paired_loss(
                clean.float(),
                copied.float(),
                targets=targets[batch.indices],
                flattening=flattening[batch.indices],
                recipe=recipe,
            )
            for clean, copied in zip(*answers, strict=True)
        )
        return last + recipe.early_weight * early

    measure_exits = make_exit_evaluation(tokenizer, dev_sets, device)

    def evaluate(model: TwoExitStudent) -> Figures:
        with parametrize.cached():
            return measure_exits(model)

    model, figures = run_training(
        out,
        model,
        texts,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=evaluate,
        get_depth=lambda _: 0,
    )
    return keep_student(out, to_rounded_student(model), figures)


def compute_paired_loss(
    clean: torch.Tensor,
    noisy: torch.Tensor,
    *,
    targets: torch.Tensor,
    flattening: torch.Tensor,
    recipe: SentimentQuantizationAwareRecipe,
) -> torch.Tensor:
    """Of the logits (texts × 3) for texts and for their noisy copies, against targets with a flattened polarity."""
    kept_share = compute_kept_share(clean, flattening, recipe)
    wanted = flatten_polarity(targets, kept_share)
    loss = torch.zeros((), device=clean.device)
    for logits in (clean, noisy):
        loss = loss + _diverge(logits, wanted, recipe.temperature) / 2
        loss = loss + recipe.polarity_weight * _diverge(logits[:, POLAR], wanted[:, POLAR], recipe.temperature) / 2
    return loss + recipe.consistency_weight * _diverge(noisy, clean.detach(), recipe.temperature)


def compute_kept_share(
    logits: torch.Tensor, flattening: torch.Tensor, recipe: SentimentQuantizationAwareRecipe
) -> torch.Tensor:
    """Share of the polarity's logit that the target keeps, for each text: (1 - neutral share) ** flattening.

    logits: the student's own, so that it can learn the relation on texts that it has not seen too.
    """
    neutral_share = compute_neutral_share(logits.detach(), recipe.neutral_temperature)
    return ((1 - neutral_share) ** flattening).clamp_min(recipe.least_kept_share)


def _diverge(logits: torch.Tensor, wanted: torch.Tensor, temperature: float) -> torch.Tensor:
    """KL divergence at the temperature, times its square: the size of the gradients stays."""
    softened = F.log_softmax(logits / temperature, dim=-1)
    target = F.log_softmax(wanted / temperature, dim=-1)
    return F.kl_div(softened, target, reduction="batchmean", log_target=True) * temperature**2


def simulate_quantization(student: TwoExitStudent, plan: Plan) -> TwoExitStudent:
    """A copy that computes with rounded weights and activations. Its embedding table is rounded for good."""
    model: TwoExitStudent = copy.deepcopy(student).requires_grad_(True)
    round_embedding(model.distilbert.embeddings.word_embeddings)
    activations = index_by_weight(plan, build_graph(written_encoder(student.to_distilbert(early=False))))
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
            simulate_product(linear, activations[f"{index}.{name}.weight"])
    return model


def to_rounded_student(model: TwoExitStudent) -> TwoExitStudent:
    """The values of the trained weights' codes, in a student that rounds nothing itself.

    Rounding them by the same plan gives the same codes. So the int8 file holds the very weights of this student, and
    only its activations differ.
    """
    plain = TwoExitStudent(model.config, model.early_layers)
    rounded = {
        f"{name}.weight": module.weight.detach()
        for name, module in model.named_modules()
        if parametrize.is_parametrized(module, "weight")
    }
    weights = {name: value for name, value in model.state_dict().items() if ".parametrizations." not in name}
    plain.load_state_dict({**weights, **rounded})
    ready: TwoExitStudent = plain.eval()
    return ready
