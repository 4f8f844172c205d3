"""The teachers in three classes: all-mpnet-base-v2 fine-tuned with several seeds. Their mean is what students learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from .labelled_sets import LABELS, LabelledText, to_plain_text
from .layer_depth import make_depth_function
from .polarity import exclude_neutral
from .probabilities import softmax
from .sentiment_targets import TeacherTarget
from .three_class_figures import measure_three_classes
from .tokenized_texts import TokenBatch, TokenizedTexts, choose_device
from .training_folder import Figures, claim, keep
from .training_loop import TrainingSchedule, run_training

MAX_TEACHER_TOKENS = 384
LOGITS_BATCH = 512


@dataclass(frozen=True)
class SentimentTeacherRecipe:
    """Of one teacher's training."""

    schedule: TrainingSchedule = field(default_factory=TrainingSchedule)
    dropout: float = 0.1


def train_sentiment_teacher(
    out: Path,
    *,
    source: Path,
    targets: list[TeacherTarget],
    dev_sets: dict[str, list[LabelledText]],
    recipe: SentimentTeacherRecipe,
) -> Figures:
    """Trains into `out`/model and returns its figures on the dev sets. Continues where an earlier call stopped.

    source: transformers folder of the pretrained encoder.
    """
    ended = claim(out, {**asdict(recipe), "texts": len(targets)})
    if ended:
        return ended
    device = choose_device()
    tokenizer = AutoTokenizer.from_pretrained(source)
    torch.manual_seed(recipe.schedule.seed)
    model = AutoModelForSequenceClassification.from_pretrained(
        source,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={name: index for index, name in enumerate(LABELS)},
        hidden_dropout_prob=recipe.dropout,
        attention_probs_dropout_prob=recipe.dropout,
        dtype=torch.float32,
    ).to(device)
    shares = torch.tensor([each.shares for each in targets], device=device)
    polarity_only = torch.tensor([each.polarity_only for each in targets], device=device)
    texts = tokenize_for_teacher(tokenizer, [each.text for each in targets], device)
    evaluate = _make_evaluation(tokenizer, dev_sets, device)

    def compute_loss(model: PreTrainedModel, batch: TokenBatch) -> torch.Tensor:
        with torch.autocast(device.type, dtype=torch.bfloat16):
            logits = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits
        compared = exclude_neutral(logits.float(), polarity_only[batch.indices])
        return -(shares[batch.indices] * F.log_softmax(compared, dim=-1)).sum(-1).mean()

    model, figures = run_training(
        out,
        model,
        texts,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=evaluate,
        get_depth=make_depth_function(model.config.num_hidden_layers),
    )
    return keep(out, model, tokenizer, figures)


def compute_teacher_probabilities(out: Path, texts: list[str]) -> np.ndarray:
    """Probabilities (texts × 3, float32) by the teacher that was trained into `out`. A second call reads its file.

    Exits when the file holds another number of texts.
    """
    file = out / "logits.npy"
    if not file.exists():
        device = choose_device()
        tokenizer = AutoTokenizer.from_pretrained(out / "model")
        model = AutoModelForSequenceClassification.from_pretrained(out / "model", dtype=torch.float32).to(device)
        computed = compute_teacher_logits(model, tokenize_for_teacher(tokenizer, texts, device))
        partial = out / "partial.npy"
        np.save(partial, computed.half().numpy())
        partial.rename(file)
    logits = np.load(file).astype(np.float32)
    if len(logits) != len(texts):
        raise SystemExit(f"{file} holds {len(logits)} texts, not {len(texts)}; give another folder")
    return softmax(logits)


def tokenize_for_teacher(
    tokenizer: PreTrainedTokenizerBase, texts: list[str], device: torch.device, max_tokens: int = MAX_TEACHER_TOKENS
) -> TokenizedTexts:
    """Token ids, cut at `max_tokens`."""
    ids = tokenizer(texts, truncation=True, max_length=max_tokens)["input_ids"]
    return TokenizedTexts(ids, tokenizer.pad_token_id, device)


@torch.no_grad()
def compute_teacher_logits(model: PreTrainedModel, texts: TokenizedTexts) -> torch.Tensor:
    """Logits without dropout, texts × labels, computed in bf16, on the CPU."""
    model.eval()
    logits = torch.empty(len(texts), model.config.num_labels)
    with torch.autocast(texts.device.type, dtype=torch.bfloat16):
        for indices in texts.make_sorted_batches(LOGITS_BATCH):
            batch = texts.collate(indices)
            logits[indices] = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits.float().cpu()
    return logits


def _make_evaluation(
    tokenizer: PreTrainedTokenizerBase, sets: dict[str, list[LabelledText]], device: torch.device
) -> Callable[[PreTrainedModel], Figures]:
    tokenized = {
        name: tokenize_for_teacher(tokenizer, [to_plain_text(each.text) for each in rows], device)
        for name, rows in sets.items()
    }
    labels = {name: torch.tensor([each.label for each in rows]) for name, rows in sets.items()}
    return lambda model: {
        name: measure_three_classes(compute_teacher_logits(model, texts), labels[name])
        for name, texts in tokenized.items()
    }
