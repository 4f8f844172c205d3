"""Makes one candidate: a student, its quantization-aware training, and its files in several precisions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import onnx
from transformers import (
    AutoTokenizer,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from .baselines import write_dynamic_int8, write_weight_only_int8
from .batches import encode
from .distillation_set import Texts
from .encoder import written_encoder
from .export import checked_graph
from .golden_texts import GOLDEN_TEXTS
from .graph import build_graph
from .initial_weights import source_folder
from .quantization.integer_graph import quantize
from .quantization.plan import Plan
from .quantization.recipe import QuantizationRecipe
from .quantization.statistics import make_plan
from .quantization_aware import QuantizationAwareRecipe, train_under_quantization
from .reference import MAX_TOKENS, Reference
from .student import DistillationExample, StudentRecipe, train_student
from .text_sets import OTHER_TEXT
from .training_folder import Figures

CALIBRATION_TEXTS = 600
LEAST_CALIBRATION_WORDS = 8
FP32 = "fp32"
DYNAMIC = "int8, scales by batch"
WEIGHT_ONLY = "8-bit weights only"
AFTERWARDS = "int8, fixed scales, rounded afterwards"
SERVED = "int8, fixed scales, trained under rounding"


@dataclass(frozen=True)
class Candidate:
    """How one model is made."""

    name: str
    version: str
    recipe: StudentRecipe
    start: Candidate | None = None
    """Whose student this one begins from."""
    rounding: QuantizationRecipe = QuantizationRecipe(split_channels=16, second_moments=True)
    quantization: QuantizationAwareRecipe = QuantizationAwareRecipe()


@dataclass(frozen=True)
class Trained:
    """A candidate that is made."""

    reference: Reference
    """In fp32, with the weights that the served file quantizes."""
    files: dict[str, Path]
    """By precision; FP32 first, of the same weights."""
    figures: dict[str, Figures]
    """Held-out accuracy and loss after each step of the training."""


def train_candidate(
    candidate: Candidate, work: Path, texts: Texts, distillation_set: list[DistillationExample]
) -> Trained:
    """Continues where an earlier call stopped; what is trained is not trained again."""
    folder = work / candidate.name
    start = student_model(candidate.start, work) if candidate.start else None
    student_figures = train_student(
        folder / "student",
        examples=distillation_set,
        held_out=texts.held_out,
        recipe=candidate.recipe,
        start=start,
    )
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    student = _load(student_model(candidate, work))
    encodings = _choose_calibration_encodings(texts, tokenizer)
    plan = make_plan(build_graph(written_encoder(student)), encodings, candidate.rounding)
    distillation_texts = [example.text for example in distillation_set]
    words = random.Random(0).sample(distillation_texts, min(len(distillation_set), candidate.quantization.texts))
    rounding_figures = train_under_quantization(
        folder / "quantized",
        student,
        plan,
        texts=words,
        held_out=texts.held_out,
        tokenizer=tokenizer,
        recipe=candidate.quantization,
    )
    model = _load(folder / "quantized" / "model")
    reference = to_reference(model, tokenizer)
    figures = {"student": student_figures, "under rounding": rounding_figures}
    return Trained(reference, _write_files(folder / "files", student, reference, plan), figures)


def student_model(candidate: Candidate, work: Path) -> Path:
    """Returns the transformers folder of its student, in fp32 and before quantization-aware training."""
    return work / candidate.name / "student" / "model"


def _write_files(
    folder: Path, student: DistilBertForSequenceClassification, reference: Reference, plan: Plan
) -> dict[str, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    graph = checked_graph(reference, None, GOLDEN_TEXTS)
    fp32 = folder / "fp32.onnx"
    onnx.save(graph, fp32)
    served = folder / "int8.onnx"
    onnx.save(quantize(graph, plan), served)
    afterwards = folder / "int8-afterwards.onnx"
    onnx.save(quantize(build_graph(written_encoder(student)), plan), afterwards)
    return {
        FP32: fp32,
        DYNAMIC: write_dynamic_int8(fp32, folder / "int8-dynamic.onnx"),
        WEIGHT_ONLY: write_weight_only_int8(fp32, folder / "int8-weights.onnx"),
        AFTERWARDS: afterwards,
        SERVED: served,
    }


def to_reference(model: DistilBertForSequenceClassification, tokenizer: PreTrainedTokenizerFast) -> Reference:
    """Returns the model to compare files of these weights with, and the configuration that the service needs."""
    config = model.config
    return Reference(
        {
            "architectures": ["DistilBertForSequenceClassification"],
            "model_type": config.model_type,
            "n_layers": config.n_layers,
            "n_heads": config.n_heads,
            "dim": config.dim,
            "hidden_dim": config.hidden_dim,
            "activation": config.activation,
            "vocab_size": config.vocab_size,
            "max_position_embeddings": config.max_position_embeddings,
            "pad_token_id": config.pad_token_id,
            "id2label": {str(index): label for index, label in (config.id2label or {}).items()},
            "label2id": config.label2id,
        },
        tokenizer,
        model,
        MAX_TOKENS,
    )


def _choose_calibration_encodings(texts: Texts, tokenizer: PreTrainedTokenizerBase) -> list[list[int]]:
    """Whole sentences of the training part, and as many that are not about films."""
    own = [example.text for example in texts.training if len(example.text.split()) >= LEAST_CALIBRATION_WORDS]
    others = [each.text for name in OTHER_TEXT for each in texts.rated[name]]
    choose = random.Random(0)
    chosen = choose.sample(own, CALIBRATION_TEXTS // 2) + choose.sample(others, CALIBRATION_TEXTS // 2)
    choose.shuffle(chosen)
    return encode(tokenizer, chosen)


def _load(folder: Path) -> DistilBertForSequenceClassification:
    model = DistilBertForSequenceClassification.from_pretrained(folder, attn_implementation="eager")
    ready: DistilBertForSequenceClassification = model.eval()
    return ready
