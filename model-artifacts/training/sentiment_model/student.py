"""Trains a student by knowledge distillation (Hinton et al. 2015): the teacher's soft labels, and labels of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import (
    AutoTokenizer,
    DistilBertForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from .batches import Batch, compute_logits, encode
from .figures import compute_figures
from .fit import Schedule, fit
from .initial_weights import initial_model, keep_layers, source_folder
from .sst2 import Example
from .training_folder import Figures, claim, keep

# Label that cross_entropy ignores.
NO_LABEL = -100


@dataclass(frozen=True)
class DistillationExample:
    """A text and what a student learns to answer."""

    text: str
    teacher: tuple[float, float]
    """The teacher's logits."""
    label: int = NO_LABEL
    """By people: 0 = NEGATIVE, 1 = POSITIVE."""


@dataclass(frozen=True)
class StudentRecipe:
    """Of one student's training."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    """Of the start, counted from 0, that the student keeps."""
    activation: str = "relu"
    dropout: float = 0.0
    """Soft labels and a teacher's many texts leave little to overfit; drawing random numbers is a tenth of a step."""
    temperature: float = 2.0
    label_weight: float = 0.1
    hidden_weight: float = 0.0
    """Of the mean squared difference between its layers' outputs and those of the layers kept, in the start."""
    schedule: Schedule = field(
        default_factory=lambda: Schedule(epochs=3, batch_size=128, learning_rate=3e-4, layer_decay=0.95)
    )


def train_student(
    out: Path,
    *,
    examples: list[DistillationExample],
    held_out: list[Example],
    recipe: StudentRecipe,
    start: Path | None = None,
) -> Figures:
    """Trains into `out`/model and returns its held-out figures. Continues where an earlier call stopped.

    start: a trained student to begin from, with layers to drop; None: the pretrained encoder.
    """
    start_name = start.parent.name if start else None
    ended = claim(out, {**asdict(recipe), "start": start_name, "distillation_texts": len(examples)})
    if ended:
        return ended
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    whole = (
        DistilBertForSequenceClassification.from_pretrained(start, attn_implementation="eager")
        if start
        else initial_model(recipe.schedule.seed, recipe.dropout, recipe.activation)
    )
    guide = whole.eval().requires_grad_(False) if recipe.hidden_weight else None
    model = keep_layers(whole, recipe.layers)
    teacher = torch.tensor([example.teacher for example in examples])
    labels = torch.tensor([example.label for example in examples])

    def compute_loss(model: DistilBertForSequenceClassification, batch: Batch) -> torch.Tensor:
        inputs = {"input_ids": batch.input_ids, "attention_mask": batch.mask, "output_hidden_states": guide is not None}
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = model(**inputs)
        loss = distillation_loss(answer.logits.float(), teacher[batch.indices], labels[batch.indices], recipe)
        if guide is None:
            return loss
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            wanted = guide(**inputs).hidden_states
        difference = _compute_hidden_difference(answer.hidden_states, wanted, recipe.layers, batch.mask)
        return loss + recipe.hidden_weight * difference

    encodings = encode(tokenizer, [example.text for example in examples])
    model, figures = fit(
        out,
        model,
        encodings,
        padding=tokenizer.pad_token_id,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=make_evaluation(tokenizer, held_out),
        get_depth=make_depth_function(len(recipe.layers)),
    )
    return keep(out, model, tokenizer, figures)


def distillation_loss(
    logits: torch.Tensor, teacher: torch.Tensor, labels: torch.Tensor, recipe: StudentRecipe
) -> torch.Tensor:
    """KL divergence at the temperature, times its square (the gradients' size stays), and the labels' cross-entropy."""
    softened = F.log_softmax(logits / recipe.temperature, dim=-1)
    wanted = F.log_softmax(teacher / recipe.temperature, dim=-1)
    soft = F.kl_div(softened, wanted, reduction="batchmean", log_target=True) * recipe.temperature**2
    known = labels != NO_LABEL
    hard = F.cross_entropy(logits, labels, ignore_index=NO_LABEL, reduction="sum") / max(1, int(known.sum()))
    return (1 - recipe.label_weight) * soft + recipe.label_weight * hard


def make_evaluation(
    tokenizer: PreTrainedTokenizerBase, held_out: list[Example]
) -> Callable[[PreTrainedModel], Figures]:
    """A function from a model to its held-out accuracy and loss."""
    encodings = encode(tokenizer, [example.text for example in held_out])
    return lambda model: compute_figures(compute_logits(model, encodings, tokenizer.pad_token_id), held_out)


def make_depth_function(layers: int) -> Callable[[str], int]:
    """A function from a DistilBERT parameter's name to its distance from the head."""

    def get_depth(name: str) -> int:
        if name.startswith("distilbert.embeddings"):
            return layers + 1
        return layers - int(name.split(".")[3]) if name.startswith("distilbert.transformer.layer.") else 0

    return get_depth


def _compute_hidden_difference(
    given: Sequence[torch.Tensor], wanted: Sequence[torch.Tensor], layers: tuple[int, ...], mask: torch.Tensor
) -> torch.Tensor:
    """hidden_states[0] is the embeddings' output, [n + 1] the one of layer n."""
    pairs = [(given[0], wanted[0]), *((given[index + 1], wanted[layer + 1]) for index, layer in enumerate(layers))]
    tokens = mask.bool()
    return torch.stack([F.mse_loss(one[tokens].float(), other[tokens].float()) for one, other in pairs]).mean()
