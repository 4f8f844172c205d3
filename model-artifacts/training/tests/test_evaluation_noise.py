"""The noise of the evaluation changes what it names, and the same seed gives the same variant."""

import pytest

from sentiment_model.evaluation_noise import RECIPES, make_variant, read_noise_lists

LISTS = read_noise_lists()
TEXT = "The driver was kind, and I won't forget how he carried our heavy bags up to the third floor for us."
SEEDS = range(50)


def make_all(recipe, text=TEXT):
    return [make_variant(recipe, text, seed) for seed in SEEDS]


@pytest.mark.parametrize(
    ("name", "length"), [("handles", 30), ("urls", 30), ("htmlWrappings", 20), ("trailingPunctuations", 30)]
)
def test_lists_have_their_size_and_no_entry_twice(name, length):
    assert len(LISTS[name]) == len(set(LISTS[name])) == length


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_changes_the_text_and_repeats_itself(recipe):
    assert TEXT not in make_all(recipe)
    assert make_all(recipe) == make_all(recipe)


@pytest.mark.parametrize("recipe", [recipe for recipe in RECIPES if recipe != "upper case"])
def test_other_seeds_give_other_variants(recipe):
    assert len(set(make_all(recipe))) > 5


def test_a_handle_stands_in_front():
    assert set(make_all("handle")) <= {f"{handle} {TEXT}" for handle in LISTS["handles"]}


def test_a_url_stands_in_front_or_at_the_end():
    variants = make_all("url")
    assert {variant.startswith(TEXT) for variant in variants} == {True, False}
    assert all(variant.replace(TEXT, "").strip() in LISTS["urls"] for variant in variants)


def test_tags_stand_around_the_whole_text():
    assert set(make_all("html")) <= {wrapping.replace("{}", TEXT) for wrapping in LISTS["htmlWrappings"]}
    assert all(wrapping.count("{}") == 1 for wrapping in LISTS["htmlWrappings"])


def test_only_the_punctuation_at_the_end_changes():
    bare = TEXT.removesuffix(".")
    assert all(
        variant.removeprefix(bare) in LISTS["trailingPunctuations"] for variant in make_all("trailing punctuation")
    )


def test_a_question_mark_stays():
    assert all(variant.startswith("Why?") for variant in make_all("trailing punctuation", "Why?!"))


def test_three_neighbouring_words_become_a_hashtag():
    assert make_variant("hashtag", "I don't care.", 0) == "#IDontCare."
    assert set(make_all("hashtag", "so very good, is it not")) == {"#SoVeryGood, is it not", "so very good, #IsItNot"}


def test_no_hashtag_spans_punctuation():
    assert make_variant("hashtag", "Well, it is. Not so.", 0) == "Well, it is. Not so."


def test_one_word_in_ten_has_a_typo():
    words = TEXT.split()
    for variant in make_all("typo"):
        changed = [pair for pair in zip(words, variant.split(), strict=True) if pair[0] != pair[1]]
        assert len(changed) == 2
        assert all(before[0] == after[0] for before, after in changed)
        assert all(abs(len(before) - len(after)) <= 1 for before, after in changed)


def test_a_text_without_a_longer_word_gets_no_typo():
    assert make_variant("typo", "It is so bad", 0) == "It is so bad"
