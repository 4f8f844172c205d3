"""Fine-tunes the student on pairs of texts under simulated quantization, and averages both in weight space."""

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
from .fine_tuning_recipe import FineTuningRecipe, FineTuningRound
from .fine_tuning_statements import make_statement_pairs
from .graph import build_graph
from .labelled_sets import LabelledText
from .quantization.plan import Plan
from .quantization.recipe import QuantizationRecipe
from .quantization.statistics import make_plan
from .reference import to_reference
from .sentiment_files import encode_calibration_texts, load_student, load_tokenizer
from .sentiment_quantization_aware import PairedTexts, train_sentiment_under_quantization
from .sentiment_student import STUDENT_FILE
from .two_exit_student import TwoExitStudent
from .weight_average import average_weights

# The training simulates rounding to the nearest. The exponent was chosen for it on dev splits (`tried.md`). GPTQ alone
# reads second moments.
TRAINING_QUANTIZATION = QuantizationRecipe(smoothing_exponent=0.9, split_channels=16)


@dataclass(frozen=True)
class RoundPairs:
    """What one round reads."""

    pairs: list[FineTuningPair]
    """Statements among them."""
    statements: int
    """Number of pairs of statements."""


def make_round_pairs(
    rows: list[DistillationRow], targets: np.ndarray, evaluation: EvaluationTexts, recipe: FineTuningRecipe
) -> list[RoundPairs]:
    """The pairs of each round. targets: logarithms of probabilities, rows × 3."""
    return [_make_round(rows, targets, evaluation, each) for each in recipe.rounds]


def _make_round(
    rows: list[DistillationRow], targets: np.ndarray, evaluation: EvaluationTexts, recipe: FineTuningRound
) -> RoundPairs:
    statements = make_statement_pairs(evaluation, recipe.statements) if recipe.statements else []
    pairs = make_pairs(rows, targets, evaluation, recipe.pairs)
    return RoundPairs([*pairs, *statements], len(statements))


def fine_tune(
    out: Path,
    student: TwoExitStudent,
    *,
    tokenizer_file: Path,
    rounds: list[RoundPairs],
    calibration_texts: list[str],
    dev_sets: dict[str, list[LabelledText]],
    recipe: FineTuningRecipe,
) -> TwoExitStudent:
    """The average of the student and its fine-tuned self, which `out`/student.pt keeps. Nothing is trained twice.

    rounds: of `make_round_pairs`. Each round has a folder in `out`, and all of them round by the plan of the student.
    """
    file = out / STUDENT_FILE
    if not file.exists():
        plan = _make_training_plan(student, tokenizer_file, calibration_texts)
        tuned = student
        for number, (read, each) in enumerate(zip(rounds, recipe.rounds, strict=True), start=1):
            folder = out / f"round-{number}"
            train_sentiment_under_quantization(
                folder,
                tuned,
                plan,
                tokenizer=Tokenizer.from_file(str(tokenizer_file)),
                examples=_to_paired_texts(read.pairs),
                dev_sets=dev_sets,
                recipe=each.training,
            )
            tuned = load_student(folder / STUDENT_FILE, student.config, student.early_layers)
        averaged = average_weights(student.state_dict(), tuned.state_dict(), recipe.share)
        partial = out / f"{STUDENT_FILE}.partial"
        torch.save({name: value.half() for name, value in averaged.items()}, partial)
        partial.rename(file)
    return load_student(file, student.config, student.early_layers)


def _make_training_plan(student: TwoExitStudent, tokenizer_file: Path, calibration_texts: list[str]) -> Plan:
    model = student.to_distilbert(early=False)
    encodings = encode_calibration_texts(to_reference(model, load_tokenizer(tokenizer_file)), calibration_texts)
    return make_plan(build_graph(written_encoder(model)), encodings, TRAINING_QUANTIZATION)


def _to_paired_texts(pairs: list[FineTuningPair]) -> PairedTexts:
    return PairedTexts(
        [each.text for each in pairs],
        [each.variant for each in pairs],
        torch.from_numpy(np.stack([each.target for each in pairs])).float(),
        torch.tensor([each.flattening for each in pairs]),
    )
