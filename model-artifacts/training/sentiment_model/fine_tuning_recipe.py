"""The recipe of the fine-tuning: the numbers of its two rounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .fine_tuning_pairs import PairsRecipe
from .fine_tuning_statements import StatementsRecipe
from .sentiment_quantization_aware import SentimentQuantizationAwareRecipe
from .training_loop import TrainingSchedule

FIRST_COUNTS = {
    "dynasent_r1_labelled": 1045,
    "dynasent_r2_labelled": 2200,
    "dynasent_r1_5of5": 4400,
    "dynasent_r1_4of5": 4950,
    "dynasent_r1_3of5": 2750,
    "goemotions": 7700,
    "goemotions_ambiguous": 550,
    "newsmtsc": 3025,
    "sentfin": 2475,
    "xed": 2750,
    "sst2": 2475,
    "movie_reviews": 2200,
    "sst2_variants": 550,
    "cad_sentences": 1650,
    "cad_new": 82,
    "cad_orig": 82,
    "clinc150": 825,
    "constructed": 1650,
    "identity": 825,
    "swapped": 825,
    "emoji": 275,
    "emoji_name": 110,
    "banking77": 275,
    "multidogo": 330,
    "taskmaster4": 220,
    "tweets": 550,
    "products": 385,
    "editorials": 165,
    "films": 165,
}
SECOND_COUNTS = {
    "dynasent_r1_labelled": 950,
    "dynasent_r2_labelled": 1500,
    "dynasent_r1_5of5": 1500,
    "dynasent_r1_4of5": 2000,
    "dynasent_r1_3of5": 1250,
    "goemotions": 2500,
    "newsmtsc": 750,
    "sentfin": 750,
    "xed": 1000,
    "sst2": 1250,
    "movie_reviews": 750,
    "cad_sentences": 750,
    "cad_new": 30,
    "cad_orig": 30,
    "clinc150": 250,
    "constructed": 750,
    "identity": 750,
    "swapped": 500,
    "emoji": 150,
    "emoji_name": 50,
    "tweets": 250,
    "products": 150,
}
# Texts about films keep the polarity of their targets, and comments lose most of it where they may be neutral.
FLATTENING = {
    **dict.fromkeys(("sst2", "movie_reviews", "sst2_variants", "cad_sentences", "cad_new", "cad_orig", "films"), 0.0),
    **dict.fromkeys(("goemotions", "goemotions_ambiguous", "tweets"), 4.0),
}
OTHER_FLATTENING = 1.1
# Difference of POSITIVE and NEGATIVE in the targets of neutral texts about a person, as logarithms of probabilities:
# far enough from even that an identity term does not change the likelier polarity.
IDENTITY_POLARITY = 0.6


@dataclass(frozen=True)
class FineTuningRound:
    """One training under quantization."""

    pairs: PairsRecipe
    training: SentimentQuantizationAwareRecipe
    statements: StatementsRecipe | None = None


def _make_training_recipe(learning_rate: float) -> SentimentQuantizationAwareRecipe:
    return SentimentQuantizationAwareRecipe(
        consistency_weight=1.0,
        # The average with the student brings a part of the polarity back.
        least_kept_share=0.0,
        schedule=TrainingSchedule(
            epochs=1,
            batch_size=64,
            # The attention of long texts would take gigabytes in the memory of a CPU.
            max_batch_tokens=2560,
            learning_rate=learning_rate,
            layer_decay=1.0,
            weight_decay=0.0,
            average_decay=0.99,
            evaluations=1,
        ),
    )


def _make_rounds() -> tuple[FineTuningRound, ...]:
    first = PairsRecipe(
        counts=FIRST_COUNTS,
        most_words=30,
        most_words_by_source={"newsmtsc": 44, "cad_new": 220, "cad_orig": 220},
        typos_share=0.45,
        punctuation_share=0.12,
        flattening=OTHER_FLATTENING,
        flattening_by_source=FLATTENING,
    )
    second = replace(
        first,
        counts=SECOND_COUNTS,
        most_words=26,
        most_words_by_source={"newsmtsc": 40, "cad_new": 160, "cad_orig": 160},
        typos_share=0.6,
        punctuation_share=0.15,
        identity_polarity=IDENTITY_POLARITY,
    )
    return (
        FineTuningRound(first, _make_training_recipe(1.5e-4)),
        FineTuningRound(
            second, _make_training_recipe(8e-5), StatementsRecipe(drawn=18_000, polarity=IDENTITY_POLARITY)
        ),
    )


@dataclass(frozen=True)
class FineTuningRecipe:
    """Of all rounds; each begins from the weights of the one before."""

    rounds: tuple[FineTuningRound, ...] = field(default_factory=_make_rounds)
    share: float = 0.4
    """Of the fine-tuned weights in the average; the rest is the student's."""


def limit_fine_tuning(recipe: FineTuningRecipe, limit: int) -> FineTuningRecipe:
    """The same recipe with at most `limit` rows of each source and as many drawn statements (1 or more)."""
    return replace(recipe, rounds=tuple(_limit_round(each, limit) for each in recipe.rounds))


def _limit_round(each: FineTuningRound, limit: int) -> FineTuningRound:
    counts = {source: min(count, limit) for source, count in each.pairs.counts.items()}
    statements = each.statements and replace(each.statements, drawn=min(each.statements.drawn, limit))
    return replace(each, pairs=replace(each.pairs, counts=counts), statements=statements)
