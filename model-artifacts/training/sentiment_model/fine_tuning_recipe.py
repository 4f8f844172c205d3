"""The recipe of the fine-tuning."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from .fine_tuning_pairs import PairsRecipe
from .fine_tuning_statements import StatementsRecipe
from .sentiment_quantization_aware import SentimentQuantizationAwareRecipe
from .training_loop import TrainingSchedule

COUNTS = {
    "dynasent_r1_labelled": 2_000,
    "dynasent_r2_labelled": 6_000,
    "dynasent_r1_5of5": 16_000,
    "dynasent_r1_4of5": 20_000,
    "dynasent_r1_3of5": 12_000,
    "goemotions": 18_000,
    "goemotions_ambiguous": 1_500,
    "newsmtsc": 6_000,
    "sentfin": 6_000,
    "xed": 8_000,
    "sst2": 10_000,
    "movie_reviews": 10_000,
    "sst2_variants": 2_000,
    "cad_sentences": 6_000,
    "cad_new": 300,
    "cad_orig": 300,
    "clinc150": 2_500,
    "constructed": 6_000,
    "identity": 6_000,
    "swapped": 4_000,
    "emoji": 600,
    "emoji_name": 300,
    "banking77": 800,
    "multidogo": 1_000,
    "taskmaster4": 700,
    "tweets": 2_000,
    "products": 1_800,
    "editorials": 500,
    "films": 600,
}
# Texts about films keep most of the polarity of their targets, and comments lose most of it where they may be neutral.
FLATTENING = {
    **dict.fromkeys(("sst2", "movie_reviews", "sst2_variants", "cad_sentences", "cad_new", "cad_orig", "films"), 0.5),
    **dict.fromkeys(("goemotions", "goemotions_ambiguous", "tweets"), 4.0),
    "xed": 2.0,
    "dynasent_r2_labelled": 2.0,
}
# Difference of POSITIVE and NEGATIVE in the targets of neutral texts about a person, as logarithms of probabilities:
# far enough from even that an identity term does not change the likelier polarity.
IDENTITY_POLARITY = 0.6


def _make_pairs_recipe() -> PairsRecipe:
    return PairsRecipe(
        counts=COUNTS,
        most_words=28,
        most_words_by_source={"newsmtsc": 40, "cad_new": 180, "cad_orig": 180},
        typos_share=0.5,
        punctuation_share=0.14,
        flattening=1.2,
        flattening_by_source=FLATTENING,
        identity_polarity=IDENTITY_POLARITY,
    )


def _make_training_recipe() -> SentimentQuantizationAwareRecipe:
    return SentimentQuantizationAwareRecipe(
        consistency_weight=1.0,
        least_kept_share=0.15,
        schedule=TrainingSchedule(
            epochs=1,
            batch_size=128,
            # The attention of long texts would take gigabytes in the memory of a CPU.
            max_batch_tokens=4_096,
            learning_rate=2e-4,
            layer_decay=1.0,
            weight_decay=0.0,
            average_decay=0.99,
            evaluations=2,
        ),
    )


@dataclass(frozen=True)
class FineTuningRecipe:
    """Of the pairs, and of the training under quantization that reads them."""

    pairs: PairsRecipe = field(default_factory=_make_pairs_recipe)
    statements: StatementsRecipe = field(
        default_factory=lambda: StatementsRecipe(drawn=30_000, polarity=IDENTITY_POLARITY)
    )
    training: SentimentQuantizationAwareRecipe = field(default_factory=_make_training_recipe)


def limit_fine_tuning(recipe: FineTuningRecipe, limit: int) -> FineTuningRecipe:
    """The same recipe with at most `limit` rows of each source and as many drawn statements (1 or more)."""
    return replace(
        recipe,
        pairs=replace(
            recipe.pairs, counts={source: min(count, limit) for source, count in recipe.pairs.counts.items()}
        ),
        statements=replace(recipe.statements, drawn=min(recipe.statements.drawn, limit)),
    )
