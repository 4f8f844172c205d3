"""Fine-tunes the student on pairs of texts under simulated quantization."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .distillation_rows import DistillationRow
from .encoder import written_encoder
from .evaluation_texts import EvaluationTexts
from .fine_tuning_pairs import FineTuningPair, make_pairs
from .fine_tuning_recipe import FineTuningRecipe
from .fine_tuning_statements import make_statement_pairs
from .graph import build_graph
from .labelled_sets import LabelledText
from .quantization.plan import Activation
from .quantization.plan_by_weight import index_by_weight
from .quantization.recipe import QuantizationRecipe
from .quantization.statistics import make_plan
from .reference import to_reference
from .sentiment_files import encode_calibration_texts, load_student, load_tokenizer
from .sentiment_quantization_aware import PairedTexts, train_sentiment_under_quantization
from .sentiment_student import STUDENT_FILE
from .two_exit_student import TwoExitStudent

# The training simulates rounding to the nearest. The exponent was chosen for it on dev splits (`tried.md`). GPTQ alone
# reads second moments.
TRAINING_QUANTIZATION = QuantizationRecipe(smoothing_exponent=0.9, split_channels=16)


@dataclass(frozen=True)
class FineTuningTexts:
    """What the training reads."""

    pairs: list[FineTuningPair]
    """Statements among them."""
    statements: int
    """Number of pairs of statements."""


@dataclass(frozen=True)
class FineTunedStudent:
    """A student whose weights are the values of their codes."""

    student: TwoExitStudent
    activations: dict[str, Activation]
    """How the training rounded, by weight. The integer graph has to round in the same way."""


def make_fine_tuning_texts(
    rows: list[DistillationRow], targets: np.ndarray, evaluation: EvaluationTexts, recipe: FineTuningRecipe
) -> FineTuningTexts:
    """targets: logarithms of probabilities, rows × 3."""
    statements = make_statement_pairs(evaluation, recipe.statements)
    return FineTuningTexts([*make_pairs(rows, targets, evaluation, recipe.pairs), *statements], len(statements))


def fine_tune(
    out: Path,
    student: TwoExitStudent,
    *,
    tokenizer_file: Path,
    texts: FineTuningTexts,
    calibration_texts: list[str],
    dev_sets: dict[str, list[LabelledText]],
    recipe: FineTuningRecipe,
) -> FineTunedStudent:
    """The fine-tuned student, which `out`/student.pt keeps. Nothing is trained twice.

    calibration_texts: those of the plan, by which the training rounds.
    """
    model = student.to_distilbert(early=False)
    fp32 = build_graph(written_encoder(model))
    encodings = encode_calibration_texts(to_reference(model, load_tokenizer(tokenizer_file)), calibration_texts)
    plan = make_plan(fp32, encodings, TRAINING_QUANTIZATION)
    train_sentiment_under_quantization(
        out,
        student,
        plan,
        tokenizer=Tokenizer.from_file(str(tokenizer_file)),
        examples=_to_paired_texts(texts.pairs),
        dev_sets=dev_sets,
        recipe=recipe.training,
    )
    tuned = load_student(out / STUDENT_FILE, student.config, student.early_layers)
    return FineTunedStudent(tuned, index_by_weight(plan, fp32))


def _to_paired_texts(pairs: list[FineTuningPair]) -> PairedTexts:
    return PairedTexts(
        [each.text for each in pairs],
        [each.variant for each in pairs],
        torch.from_numpy(np.stack([each.target for each in pairs])).float(),
        torch.tensor([each.flattening for each in pairs]),
    )
