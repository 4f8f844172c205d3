"""The pairs of the fine-tuning: a row of the distillation, and a variant of it that has to get the same answer."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .distillation_examples import KEPT_CLEAN, STRENGTHS, read_polarity
from .distillation_rows import DistillationRow
from .evaluation_texts import EvaluationTexts
from .fine_tuning_targets import set_polarity
from .labelled_sets import NEUTRAL
from .variants import make_noisy, swap_identity
from .variants.punctuation import change_punctuation
from .variants.typos import add_typos


@dataclass(frozen=True, kw_only=True)
class PairsRecipe:
    """Which rows are read, and how the second text of a pair is made."""

    counts: dict[str, int]
    """Rows of each source. A source with fewer rows gives some of them more than once."""
    most_words: int
    """A longer row is left out. Of the sources without a number of their own."""
    most_words_by_source: dict[str, int]
    typos_share: float
    """Of the pairs that are not swapped."""
    punctuation_share: float
    flattening: float
    """Exponent of `compute_kept_share`, of the sources without one of their own."""
    flattening_by_source: dict[str, float]
    swapped_share: float = 0.5
    """Of the rows, those whose identity term is swapped where they have one."""
    identity_polarity: float | None = None
    """Difference of POSITIVE and NEGATIVE in the targets of neutral built identity texts; None leaves them."""
    least_probability: float = 0.75
    """Of the likeliest class in a target; only a surer target names the polarity of an emoji that is added."""
    seed: int = 17


@dataclass(frozen=True)
class FineTuningPair:
    """Two texts that learn one answer."""

    text: str
    variant: str
    target: np.ndarray
    """3 logarithms of probabilities."""
    flattening: float
    """Exponent of `compute_kept_share`; 0 leaves the polarity of the target as it is."""


def make_pairs(
    rows: list[DistillationRow], targets: np.ndarray, evaluation: EvaluationTexts, recipe: PairsRecipe
) -> list[FineTuningPair]:
    """targets: logarithms of probabilities, rows × 3. No swapped text holds an identity term of the evaluation."""
    choose = random.Random(recipe.seed)
    places = _choose_rows(rows, recipe, choose)
    return [_make_pair(rows[place], targets[place], evaluation, recipe=recipe, choose=choose) for place in places]


def _choose_rows(rows: list[DistillationRow], recipe: PairsRecipe, choose: random.Random) -> list[int]:
    """Places of rows in random order."""
    by_source: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if len(row.text.split()) <= recipe.most_words_by_source.get(row.source, recipe.most_words):
            by_source[row.source].append(place)
    chosen: list[int] = []
    for source, count in recipe.counts.items():
        fitting = by_source[source]
        if fitting:
            whole, rest = divmod(count, len(fitting))
            chosen += fitting * whole + choose.sample(fitting, rest)
    choose.shuffle(chosen)
    return chosen


def _make_pair(
    row: DistillationRow,
    target: np.ndarray,
    evaluation: EvaluationTexts,
    *,
    recipe: PairsRecipe,
    choose: random.Random,
) -> FineTuningPair:
    polarity = read_polarity(target, recipe.least_probability)
    variant = row.text
    if row.source not in KEPT_CLEAN:
        variant = _swap(row.text, evaluation, recipe, choose) or _add_noise(row.text, polarity, recipe, choose)
    if row.source == "identity" and recipe.identity_polarity is not None and target.argmax() == NEUTRAL:
        return FineTuningPair(row.text, variant, set_polarity(target, recipe.identity_polarity), 0.0)
    flattening = recipe.flattening_by_source.get(row.source, recipe.flattening)
    return FineTuningPair(row.text, variant, target, flattening)


def _swap(text: str, evaluation: EvaluationTexts, recipe: PairsRecipe, choose: random.Random) -> str | None:
    """The text with another identity term; None where it has none, and for a share of the texts."""
    if choose.random() >= recipe.swapped_share:
        return None
    variants = [each for each in swap_identity(text, choose) if not evaluation.has_identity_term(each)]
    return choose.choice(variants) if variants else None


def _add_noise(text: str, polarity: str | None, recipe: PairsRecipe, choose: random.Random) -> str:
    kind = choose.random()
    noisy = text
    if kind < recipe.typos_share:
        noisy = add_typos(text, choose)
    elif kind < recipe.typos_share + recipe.punctuation_share:
        noisy = change_punctuation(text, choose)
    return noisy if noisy not in {"", text} else make_noisy(text, choose, polarity, choose.choice(STRENGTHS))
