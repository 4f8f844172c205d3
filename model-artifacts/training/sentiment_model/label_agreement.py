"""Finds labels that a model which did not learn from them finds improbable (cross-validation in two folds)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from .labelled_sets import LABELS, LabelledText, to_plain_text
from .layer_depth import make_depth_function
from .sentiment_teacher import compute_teacher_logits, tokenize_for_teacher
from .tokenized_texts import TokenBatch, TokenizedTexts, choose_device
from .training_folder import Figures, claim, keep
from .training_loop import TrainingSchedule, run_training

FOLDS = 2
MAX_TOKENS = 128
EVALUATED_TEXTS = 2000


@dataclass(frozen=True)
class LabelAgreementRecipe:
    """Of the training of each fold."""

    schedule: TrainingSchedule = field(default_factory=lambda: TrainingSchedule(epochs=2, learning_rate=2e-4))


def get_fold(text: str) -> int:
    """0 or 1, by the text alone."""
    return hashlib.sha256(text.encode()).digest()[1] % FOLDS


def compute_label_probabilities(
    out: Path, rows: list[LabelledText], *, source: Path, recipe: LabelAgreementRecipe
) -> list[float]:
    """For each row the probability of its label, by a model that learnt from the other fold. A second call reads them.

    source: transformers folder of the pretrained encoder.
    """
    file = out / "probabilities.json"
    claim(out, {**asdict(recipe), "texts": len(rows)})
    if file.exists():
        kept: list[float] = json.loads(file.read_text())
        return kept
    probabilities = [0.0] * len(rows)
    for fold in range(FOLDS):
        learnt = [row for row in rows if get_fold(row.text) != fold]
        asked = [place for place, row in enumerate(rows) if get_fold(row.text) == fold]
        folder = out / f"fold-{fold}"
        _train_fold(folder, learnt, [rows[place] for place in asked], source=source, recipe=recipe)
        device = choose_device()
        tokenizer = AutoTokenizer.from_pretrained(folder / "model")
        model = AutoModelForSequenceClassification.from_pretrained(folder / "model", dtype=torch.float32).to(device)
        logits = compute_teacher_logits(model, _tokenize(tokenizer, [rows[place] for place in asked], device))
        for place, shares in zip(asked, logits.softmax(-1).tolist(), strict=True):
            probabilities[place] = shares[rows[place].label]
    file.write_text(json.dumps(probabilities))
    return probabilities


def _train_fold(
    out: Path, learnt: list[LabelledText], asked: list[LabelledText], *, source: Path, recipe: LabelAgreementRecipe
) -> None:
    if claim(out, {**asdict(recipe), "texts": len(learnt)}):
        return
    device = choose_device()
    tokenizer = AutoTokenizer.from_pretrained(source)
    torch.manual_seed(recipe.schedule.seed)
    model = AutoModelForSequenceClassification.from_pretrained(source, num_labels=len(LABELS), dtype=torch.float32).to(
        device
    )
    labels = torch.tensor([row.label for row in learnt], device=device)

    def compute_loss(model: PreTrainedModel, batch: TokenBatch) -> torch.Tensor:
        with torch.autocast(device.type, dtype=torch.bfloat16):
            logits = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits
        return F.cross_entropy(logits.float(), labels[batch.indices])

    model, figures = run_training(
        out,
        model,
        _tokenize(tokenizer, learnt, device),
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=_make_evaluation(tokenizer, asked[:EVALUATED_TEXTS], device),
        get_depth=make_depth_function(model.config.num_hidden_layers),
    )
    keep(out, model, tokenizer, figures)


def _make_evaluation(
    tokenizer: PreTrainedTokenizerBase, asked: list[LabelledText], device: torch.device
) -> Callable[[PreTrainedModel], Figures]:
    texts = _tokenize(tokenizer, asked, device)
    labels = torch.tensor([row.label for row in asked])
    return lambda model: {"accuracy": (compute_teacher_logits(model, texts).argmax(-1) == labels).float().mean().item()}


def _tokenize(tokenizer: PreTrainedTokenizerBase, rows: list[LabelledText], device: torch.device) -> TokenizedTexts:
    return tokenize_for_teacher(tokenizer, [to_plain_text(row.text) for row in rows], device, MAX_TOKENS)
