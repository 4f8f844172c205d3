"""Pairs of neutral statements about a person, for the fine-tuning."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .evaluation_texts import EvaluationTexts
from .fine_tuning_pairs import FineTuningPair
from .fine_tuning_targets import make_neutral_target
from .variants.identity_statements import make_identity_statements


@dataclass(frozen=True)
class StatementsRecipe:
    """Of the statements."""

    drawn: int
    """Pairs; those with an identity term of the evaluation are left out, about half of them."""
    polarity: float
    """Difference of POSITIVE and NEGATIVE in the target, as logarithms of probabilities."""
    neutral_probability: float = 0.92
    seed: int = 23


def make_statement_pairs(evaluation: EvaluationTexts, recipe: StatementsRecipe) -> list[FineTuningPair]:
    """The pairs, all with one target. No text holds an identity term of the evaluation."""
    target = make_neutral_target(recipe.neutral_probability, recipe.polarity)
    return [
        FineTuningPair(one, other, target, 0.0)
        for one, other in make_identity_statements(random.Random(recipe.seed), recipe.drawn)
        if not evaluation.has_identity_term(one) and not evaluation.has_identity_term(other)
    ]
