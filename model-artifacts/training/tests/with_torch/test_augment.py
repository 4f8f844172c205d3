"""Variants of texts, for a teacher to label."""

from sentiment_model.augment import AugmentRecipe, augment
from sentiment_model.initial_weights import source_folder

SENTENCES = [
    "a quiet and funny film about two sisters who never speak .",
    "the jokes are old and the plot is thin , but the cast is good .",
    "nobody in the room was bored for a second of this fine film .",
] * 5


def test_variants_are_new_and_the_same_each_time():
    recipe = AugmentRecipe(variants=4)
    variants = augment(SENTENCES, source_folder(), recipe)
    assert len(variants) > 6
    assert not set(variants) & set(SENTENCES)
    assert variants == augment(SENTENCES, source_folder(), recipe)
    assert variants != augment(SENTENCES, source_folder(), AugmentRecipe(variants=4, seed=1))
