"""What students learn from never holds what models are measured on."""

from sentiment_model.augment import AugmentRecipe, augment
from sentiment_model.text_sets import half, without_overlap

SENTENCES = [
    "a quiet and funny film about two sisters who never speak .",
    "the jokes are old and the plot is thin , but the cast is good .",
    "nobody in the room was bored for a second of this fine film .",
] * 5


def test_a_text_that_shares_six_words_with_one_kept_apart_is_left_out():
    apart = ["The jokes are old and the plot is thin."]
    texts = ["so the jokes are old and the plot is old", "THE JOKES ARE OLD -- AND THE PLOT IS THIN", "the jokes are old and we laughed"]
    assert without_overlap(texts, apart) == ["the jokes are old and we laughed"]


def test_halves_go_by_the_words_alone():
    assert half("Great phone!") == half("great  phone")
    assert {half(str(number)) for number in range(20)} == {0, 1}


def test_variants_are_new_and_the_same_each_time():
    recipe = AugmentRecipe(variants=4)
    variants = augment(SENTENCES, recipe)
    assert len(variants) > 6
    assert not set(variants) & set(SENTENCES)
    assert variants == augment(SENTENCES, recipe)
    assert variants != augment(SENTENCES, AugmentRecipe(variants=4, seed=1))
