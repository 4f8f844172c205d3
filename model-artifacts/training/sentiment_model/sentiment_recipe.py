"""The recipe of the models in three classes: the numbers of every stage of `make`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .augment import AugmentRecipe
from .built_targets import BuiltTargetsRecipe
from .distillation_examples import ExamplesRecipe
from .distillation_targets import TargetsRecipe
from .fine_tuning_recipe import FineTuningRecipe, limit_fine_tuning
from .label_agreement import LabelAgreementRecipe
from .row_building import RowsRecipe
from .self_training import SelfTrainingRecipe
from .sentiment_student import SentimentStudentRecipe
from .sentiment_teacher import SentimentTeacherRecipe
from .training_loop import TrainingSchedule

# By seed.
FIRST_LEARNING_RATES = {1: 4e-5, 2: 5e-5, 3: 3e-5}


def _make_teacher_recipe(seed: int, learning_rate: float, evaluations: int) -> SentimentTeacherRecipe:
    return SentimentTeacherRecipe(
        TrainingSchedule(seed=seed, epochs=2, batch_size=64, learning_rate=learning_rate, evaluations=evaluations)
    )


@dataclass(frozen=True, kw_only=True)
class SentimentRecipe:
    """Of everything from the data to the model folders."""

    limit: int | None = None
    """Texts of each set; None: all of them."""
    label_agreement: LabelAgreementRecipe = LabelAgreementRecipe()
    first_built_targets: BuiltTargetsRecipe = BuiltTargetsRecipe(
        seed=21, sentences_per_kind=450, identity_groups=12, texts_per_group=60
    )
    first_teachers: tuple[SentimentTeacherRecipe, ...] = field(
        default_factory=lambda: tuple(
            _make_teacher_recipe(seed, rate, 2) for seed, rate in FIRST_LEARNING_RATES.items()
        )
    )
    augment: AugmentRecipe = AugmentRecipe()
    rows: RowsRecipe = RowsRecipe()
    self_training: SelfTrainingRecipe = SelfTrainingRecipe()
    second_built_targets: BuiltTargetsRecipe = BuiltTargetsRecipe(
        seed=77, sentences_per_kind=900, identity_groups=250, texts_per_group=4
    )
    second_teacher: SentimentTeacherRecipe = field(default_factory=lambda: _make_teacher_recipe(4, 4e-5, 1))
    targets: TargetsRecipe = TargetsRecipe()
    examples: ExamplesRecipe = ExamplesRecipe()
    student: SentimentStudentRecipe = SentimentStudentRecipe()
    fine_tuning: FineTuningRecipe | None = field(default_factory=FineTuningRecipe)
    """None: the student is quantized as it is."""


def limit_recipe(recipe: SentimentRecipe, limit: int) -> SentimentRecipe:
    """The same recipe with at most `limit` texts of each set, and of each kind of built sentence (1 or more)."""

    def limit_built(built: BuiltTargetsRecipe) -> BuiltTargetsRecipe:
        return replace(
            built,
            sentences_per_kind=min(built.sentences_per_kind, limit),
            identity_groups=min(built.identity_groups, limit),
        )

    rows = recipe.rows
    return replace(
        recipe,
        limit=limit,
        first_built_targets=limit_built(recipe.first_built_targets),
        second_built_targets=limit_built(recipe.second_built_targets),
        rows=replace(
            rows,
            sentences_per_kind=min(rows.sentences_per_kind, limit),
            identity_groups=min(rows.identity_groups, limit),
            emoji_texts=min(rows.emoji_texts, limit),
        ),
        fine_tuning=recipe.fine_tuning and limit_fine_tuning(recipe.fine_tuning, limit),
    )
