"""Trains the student in three classes by knowledge distillation (Hinton et al. 2015) from the mean of the teachers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel, AutoTokenizer, DistilBertConfig

from .distillation_texts import DistillationTexts
from .initial_weights import map_bert_weights
from .labelled_sets import LABELS, NO_CLASS, LabelledText
from .layer_depth import make_depth_function
from .polarity import exclude_neutral
from .three_class_figures import measure_three_classes
from .tokenized_texts import TokenBatch, TokenizedTexts, choose_device
from .training_folder import RESULT_FILE, Figures, claim
from .training_loop import TrainingSchedule, run_training
from .two_exit_student import TwoExitStudent

MAX_STUDENT_TOKENS = 512
LOGITS_BATCH = 512
STUDENT_FILE = "student.pt"


@dataclass(frozen=True)
class SentimentStudentRecipe:
    """Of one student's training."""

    layers: int = 6
    early_layers: int = 3
    temperature: float = 2.0
    label_weight: float = 0.1
    early_weight: float = 0.5
    """Of the early classifier's loss."""
    schedule: TrainingSchedule = field(
        default_factory=lambda: TrainingSchedule(
            epochs=5,
            batch_size=512,
            max_batch_tokens=32_768,
            learning_rate=6e-4,
            layer_decay=0.95,
            average_decay=0.999,
            evaluations=2,
        )
    )


def train_sentiment_student(
    out: Path,
    *,
    source: Path,
    tokenizer_file: Path,
    emoji_names: list[str],
    examples: DistillationTexts,
    dev_sets: dict[str, list[LabelledText]],
    recipe: SentimentStudentRecipe,
) -> Figures:
    """Trains into `out`/student.pt and returns its figures on the dev sets. Continues where an earlier call stopped.

    source: transformers folder of all-MiniLM-L6-v2. tokenizer_file: the student's, whose rows past the source's
    vocabulary are emoji, with `emoji_names` in their order.
    """
    ended = claim(out, {**asdict(recipe), "texts": len(examples.texts)})
    if ended:
        return ended
    device = choose_device()
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    model = make_initial_student(source, emoji_names, recipe).to(device)
    texts = tokenize_for_student(tokenizer, examples.texts, device)
    targets = examples.targets.to(device)
    labels = examples.labels.to(device)
    polarity_only = examples.polarity_only.to(device)

    def compute_loss(model: TwoExitStudent, batch: TokenBatch) -> torch.Tensor:
        with torch.autocast(device.type, dtype=torch.bfloat16):
            early, last = model(batch.input_ids, batch.mask)
        rows = batch.indices
        losses = [
            distillation_loss(
                logits.float(),
                targets=targets[rows],
                labels=labels[rows],
                polarity_only=polarity_only[rows],
                recipe=recipe,
            )
            for logits in (last, early)
        ]
        return losses[0] + recipe.early_weight * losses[1]

    evaluate = make_exit_evaluation(tokenizer, dev_sets, device)
    model, figures = run_training(
        out,
        model,
        texts,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=evaluate,
        get_depth=make_depth_function(recipe.layers),
    )
    return keep_student(out, model, figures)


def make_exit_evaluation(
    tokenizer: Tokenizer, dev_sets: dict[str, list[LabelledText]], device: torch.device
) -> Callable[[TwoExitStudent], Figures]:
    """Returns a function that measures both classifiers of a student on each set; the sets are tokenized once."""
    tokenized = {
        name: tokenize_for_student(tokenizer, [row.text for row in rows], device) for name, rows in dev_sets.items()
    }
    labels = {name: torch.tensor([row.label for row in rows]) for name, rows in dev_sets.items()}

    def evaluate(model: TwoExitStudent) -> Figures:
        figures: Figures = {}
        for name, each in tokenized.items():
            early, last = compute_student_logits(model, each)
            figures[name] = measure_three_classes(last, labels[name])
            figures[f"{name} (early)"] = measure_three_classes(early, labels[name])
        return figures

    return evaluate


def keep_student(out: Path, student: TwoExitStudent, figures: Figures) -> Figures:
    """Writes the weights in half precision and the figures into `out`. Returns the figures."""
    torch.save({name: value.half().cpu() for name, value in student.state_dict().items()}, out / STUDENT_FILE)
    (out / RESULT_FILE).write_text(json.dumps(figures, indent=2))
    return figures


def distillation_loss(
    logits: torch.Tensor,
    *,
    targets: torch.Tensor,
    labels: torch.Tensor,
    polarity_only: torch.Tensor,
    recipe: SentimentStudentRecipe,
) -> torch.Tensor:
    """KL divergence at the temperature, times its square (the gradients' size stays), and the labels' cross-entropy."""
    softened = F.log_softmax(logits / recipe.temperature, dim=-1)
    wanted = F.log_softmax(targets / recipe.temperature, dim=-1)
    soft = F.kl_div(softened, wanted, reduction="batchmean", log_target=True) * recipe.temperature**2
    hard = F.cross_entropy(exclude_neutral(logits, polarity_only), labels, ignore_index=NO_CLASS, reduction="sum")
    known = (labels != NO_CLASS).sum().clamp_min(1)
    return (1 - recipe.label_weight) * soft + recipe.label_weight * hard / known


def make_initial_student(source: Path, emoji_names: list[str], recipe: SentimentStudentRecipe) -> TwoExitStudent:
    """The pretrained encoder with untrained classifiers. An emoji's embedding is the mean of its name's words."""
    torch.manual_seed(recipe.schedule.seed)
    bert = AutoModel.from_pretrained(source, dtype=torch.float32).eval()
    student = TwoExitStudent(make_student_config(source, len(emoji_names), recipe), recipe.early_layers)
    weights = map_bert_weights(bert.state_dict(), recipe.layers)
    words = weights["embeddings.word_embeddings.weight"]
    names = AutoTokenizer.from_pretrained(source)
    rows = [words[names(name, add_special_tokens=False)["input_ids"]].mean(0) for name in emoji_names]
    weights["embeddings.word_embeddings.weight"] = torch.cat([words, torch.stack(rows)]) if rows else words
    student.distilbert.load_state_dict(weights)
    return student


def make_student_config(source: Path, emoji_count: int, recipe: SentimentStudentRecipe) -> DistilBertConfig:
    """The configuration of a student that begins from the BERT encoder `source`, with ReLU in the place of GELU."""
    bert = AutoConfig.from_pretrained(source)
    return DistilBertConfig(
        vocab_size=bert.vocab_size + emoji_count,
        max_position_embeddings=bert.max_position_embeddings,
        n_layers=recipe.layers,
        n_heads=bert.num_attention_heads,
        dim=bert.hidden_size,
        hidden_dim=bert.intermediate_size,
        activation="relu",
        dropout=0.0,
        attention_dropout=0.0,
        seq_classif_dropout=0.0,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)},
        attn_implementation="eager",
    )


def tokenize_for_student(tokenizer: Tokenizer, texts: list[str], device: torch.device) -> TokenizedTexts:
    """Token ids, cut at MAX_STUDENT_TOKENS."""
    tokenizer.enable_truncation(MAX_STUDENT_TOKENS)
    tokenizer.no_padding()
    padding = tokenizer.token_to_id("[PAD]")
    ids: list[list[int]] = []
    for start in range(0, len(texts), 10_000):
        ids += [each.ids for each in tokenizer.encode_batch(texts[start : start + 10_000])]
    return TokenizedTexts(ids, padding, device)


@torch.no_grad()
def compute_student_logits(model: TwoExitStudent, texts: TokenizedTexts) -> tuple[torch.Tensor, torch.Tensor]:
    """Early and last logits (texts × 3), on the CPU."""
    model.eval()
    early = torch.empty(len(texts), len(LABELS))
    last = torch.empty(len(texts), len(LABELS))
    with torch.autocast(texts.device.type, dtype=torch.bfloat16):
        for indices in texts.make_sorted_batches(LOGITS_BATCH):
            batch = texts.collate(indices)
            one, other = model(batch.input_ids, batch.mask)
            early[indices], last[indices] = one.float().cpu(), other.float().cpu()
    return early, last
