"""What the teacher of the second generation learns: labels of people, mixed with what the first teachers agree on."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

import numpy as np

from .distillation_rows import DistillationRow, DistillationRows
from .labelled_sets import NO_CLASS, POSITIVE
from .sentiment_targets import TeacherTarget, to_shares

SHORT_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class SelfTrainingRule:
    """How the rows of one set become targets."""

    label_share: float = 0.0
    """Of the label of people in a target; the rest is the teachers' mean. Above 0, a row needs a label."""
    drawn_share: float = 1.0
    drawn_share_of_short: float = 1.0
    """Of texts with fewer than SHORT_WORDS words."""
    repeats: int = 1
    least_label_probability: float = 0.0
    """By the teachers; rows with a less probable label are left out."""
    least_probability: float = 0.0
    """Of the likeliest class, after the shift; other rows are left out."""
    power: float = 1.0
    """Makes the teachers' mean sharper."""
    positive_logit_shift: float = 0.0


PEOPLE = 1.0
R1_SHIFT = -0.3
RULES: dict[str, SelfTrainingRule] = {
    # The more of the five judges agreed, the sharper is the target.
    "dynasent_r1_5of5": SelfTrainingRule(power=2.0, least_probability=0.6, positive_logit_shift=R1_SHIFT),
    "dynasent_r1_4of5": SelfTrainingRule(power=1.5, least_probability=0.6, positive_logit_shift=R1_SHIFT),
    "dynasent_r1_3of5": SelfTrainingRule(drawn_share=0.65, least_probability=0.6, positive_logit_shift=R1_SHIFT),
    "dynasent_r1_labelled": SelfTrainingRule(label_share=PEOPLE, repeats=6),
    "dynasent_r2_labelled": SelfTrainingRule(label_share=PEOPLE, repeats=6),
    "goemotions": SelfTrainingRule(label_share=0.6, least_label_probability=0.04, drawn_share=0.75),
    "xed": SelfTrainingRule(label_share=0.6, least_label_probability=0.04),
    "newsmtsc": SelfTrainingRule(label_share=0.6, least_label_probability=0.04),
    "sentfin": SelfTrainingRule(label_share=0.85),
    "cad_orig": SelfTrainingRule(label_share=0.85),
    "cad_new": SelfTrainingRule(label_share=0.85),
    "sst2": SelfTrainingRule(label_share=PEOPLE, drawn_share_of_short=0.2),
    "clinc150": SelfTrainingRule(label_share=PEOPLE, drawn_share=0.25),
    "tweets": SelfTrainingRule(),
    "products": SelfTrainingRule(),
    "editorials": SelfTrainingRule(),
    "goemotions_ambiguous": SelfTrainingRule(),
    "banking77": SelfTrainingRule(drawn_share=0.4),
    "taskmaster4": SelfTrainingRule(drawn_share=0.4),
    "multidogo": SelfTrainingRule(drawn_share=0.4),
}


@dataclass(frozen=True)
class SelfTrainingRecipe:
    """Rows of sets without a rule are left out."""

    seed: int = 5
    rules: dict[str, SelfTrainingRule] = field(default_factory=lambda: dict(RULES))


def make_self_training_targets(
    made: DistillationRows, probabilities: np.ndarray, recipe: SelfTrainingRecipe
) -> list[TeacherTarget]:
    """probabilities: the mean of the first teachers, reads × 3, in the order of `made.reads`."""
    choose = random.Random(recipe.seed)
    targets: list[TeacherTarget] = []
    for row in made.rows:
        rule = recipe.rules.get(row.source)
        if rule is None or not _is_drawn(row, rule, choose):
            continue
        read = row.reads[0]
        shares = _mix(row.label, probabilities[read].astype(float), rule)
        if shares is not None:
            target = TeacherTarget(made.reads[read], (shares[0], shares[1], shares[2]), row.polarity_only)
            targets += [target] * rule.repeats
    return targets


def _is_drawn(row: DistillationRow, rule: SelfTrainingRule, choose: random.Random) -> bool:
    is_short = len(row.text.split()) < SHORT_WORDS
    share = rule.drawn_share * (rule.drawn_share_of_short if is_short else 1.0)
    return share == 1.0 or choose.random() < share


def _mix(label: int, probabilities: np.ndarray, rule: SelfTrainingRule) -> list[float] | None:
    """The target; None for a row that is left out."""
    if rule.label_share and (label == NO_CLASS or probabilities[label] < rule.least_label_probability):
        return None
    shifted = probabilities.copy()
    shifted[POSITIVE] *= math.exp(rule.positive_logit_shift)
    shifted /= shifted.sum()
    if shifted.max() < rule.least_probability:
        return None
    sharp = shifted**rule.power
    sharp /= sharp.sum()
    people = np.array(to_shares(label))
    mixed = rule.label_share * people + (1 - rule.label_share) * sharp
    return [round(float(share), 4) for share in mixed]
