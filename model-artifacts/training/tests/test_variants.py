"""Variants of texts keep the label that they were made for."""

import html
import itertools
import random
import re
from collections import Counter

import pytest

from sentiment_model.variants import (
    add_emoji,
    constructed,
    emoji_examples,
    emoji_in_words,
    identity_templates,
    make_noisy,
    swap_identity,
)
from sentiment_model.variants.articles import mend_articles, pick_article
from sentiment_model.variants.case import change_case
from sentiment_model.variants.emoji import BY_POLARITY
from sentiment_model.variants.emoji_list import EMOJI
from sentiment_model.variants.framing import add_frame
from sentiment_model.variants.handles import add_handle
from sentiment_model.variants.hashtags import add_hashtag
from sentiment_model.variants.identity_templates import make_group
from sentiment_model.variants.markup import add_markup
from sentiment_model.variants.noise import NOISES
from sentiment_model.variants.punctuation import change_punctuation
from sentiment_model.variants.replacements import replace_numbers, replace_places
from sentiment_model.variants.spelling import draw_out_letters, drop_apostrophes, shorten_words
from sentiment_model.variants.typos import add_typos
from sentiment_model.variants.urls import add_url

ROWS = constructed(random.Random(5), 60)
TEXTS = [
    *(text for _, _, text in ROWS),
    "it 's a charming and often affecting journey .",
    "We didn't like it, but you can't have everything!",
    "Why",
    "no.",
]


def read_letters(text):
    return "".join(character for character in text.lower() if character.isalnum())


def make_variants(noise, seed=1, repeats=3):
    choose = random.Random(seed)
    return [(text, noise(text, choose)) for text in TEXTS for _ in range(repeats)]


def make_everything(seed):
    choose = random.Random(seed)
    return [
        *constructed(choose, 50),
        *identity_templates(choose, 50),
        *emoji_examples(choose, 400),
        *(make_noisy(text, choose, "positive", 3) for text in TEXTS),
        *(swap_identity("A German teacher met an old woman in Paris.", choose) for _ in range(20)),
    ]


def test_a_seed_gives_the_same_variants_again():
    assert make_everything(3) == make_everything(3)
    assert make_everything(3) != make_everything(4)


@pytest.mark.parametrize("noise", [noise for noise, _ in NOISES])
def test_a_noise_changes_some_texts_and_empties_none(noise):
    pairs = make_variants(noise)
    assert all(noisy.strip() for _, noisy in pairs)
    if noise is not replace_numbers:
        assert any(clean != noisy for clean, noisy in pairs)


@pytest.mark.parametrize("noise", [add_handle, add_url, add_frame])
def test_what_is_written_around_a_text_keeps_its_words(noise):
    for clean, noisy in make_variants(noise):
        assert not Counter(clean.split()) - Counter(noisy.split())


def test_markup_keeps_the_words_and_closes_its_brackets():
    for clean, noisy in make_variants(add_markup):
        assert html.unescape(re.sub(r"<[^<>]*>", " ", noisy)).split() == clean.split()


def test_case_and_punctuation_keep_the_letters():
    for noise in (change_case, change_punctuation):
        for clean, noisy in make_variants(noise):
            assert read_letters(noisy) == read_letters(clean)


def test_missing_punctuation_spares_smileys():
    choose = random.Random(2)
    assert all(":)" in change_punctuation("fine :) it works, thanks", choose) for _ in range(100))


def test_a_hashtag_keeps_the_letters_and_adds_topics_behind_only():
    for clean, noisy in make_variants(add_hashtag):
        assert "#" in noisy
        assert read_letters(noisy).startswith(read_letters(clean))


def test_typos_touch_at_most_one_word_in_six_and_no_negation():
    for clean, noisy in make_variants(add_typos):
        words = clean.split()
        changed = Counter(words) - Counter(noisy.split())
        # A missing space takes two words.
        assert changed.total() <= max(1, round(len(words) / 6)) + 1
        assert not {"not", "never", "hardly", "can't", "wasn't"} & {word.lower() for word in changed}


def test_drawn_out_letters_and_dropped_apostrophes_leave_the_word_readable():
    def read_once(text):
        return "".join(letter for letter, _ in itertools.groupby(text))

    for clean, noisy in make_variants(draw_out_letters):
        assert read_once(noisy) == read_once(clean)
    for clean, noisy in make_variants(drop_apostrophes):
        assert read_letters(noisy) == read_letters(clean)
    assert drop_apostrophes("I can't, you don't", random.Random(0)) in {"I cant, you dont", "I can’t, you don’t"}


def test_chat_spelling_shortens_whole_words_only():
    texts = {shorten_words("Are you sure that youth is great?", random.Random(seed)) for seed in range(50)}
    assert any("u sure" in text for text in texts)
    assert all("youth" in text for text in texts)


def test_other_numbers_have_as_many_digits_and_ratings_keep_theirs():
    choose = random.Random(1)
    for _ in range(50):
        assert re.fullmatch(
            r"It took \d\d minutes in (19|20)\d\d\.", replace_numbers("It took 25 minutes in 2014.", choose)
        )
        assert replace_numbers("1 out of 10, 2 stars", choose) == "1 out of 10, 2 stars"
        assert replace_numbers("It fell from 12 to 7", choose) == "It fell from 12 to 7"


def test_a_city_becomes_another_city_in_each_place():
    text = replace_places("Paris, I love Paris, not France.", random.Random(4))
    city, again, country = re.fullmatch(r"(\w+), I love (\w+), not (\w+)\.", text).groups()
    assert city == again != "Paris"
    assert country != "France"


def test_noise_of_any_strength_changes_nearly_all_texts():
    choose = random.Random(7)
    for strength in (1, 2, 3):
        noisy = [make_noisy(text, choose, None, strength) for text in TEXTS]
        assert all(text.strip() for text in noisy)
        assert sum(text == clean for text, clean in zip(noisy, TEXTS, strict=True)) <= len(TEXTS) // 50


def test_an_added_emoji_is_of_the_texts_polarity_or_neutral():
    choose = random.Random(8)
    other = {"positive": "negative", "negative": "positive"}
    for polarity in ("positive", "negative", "neutral", None):
        kinds = [other[polarity]] if polarity in other else list(other)
        against = {character for kind in kinds for emoji in BY_POLARITY[kind] for character in emoji}
        for text in TEXTS:
            assert not against & set(add_emoji(text, polarity, choose))
    seen = "".join(add_emoji("ok", "positive", choose) for _ in range(200))
    assert set(BY_POLARITY["positive"]) & set(seen)


def test_the_emoji_list_is_wide_and_names_each_emoji_once():
    assert len({emoji for emoji, _, _ in EMOJI}) == len(EMOJI) >= 200
    assert min(Counter(polarity for _, _, polarity in EMOJI).values()) >= 50


def test_emoji_examples_are_runs_of_one_label():
    labels = {emoji: polarity for emoji, _, polarity in EMOJI}
    rows = emoji_examples(random.Random(9), 1000)
    assert len({text for text, _ in rows}) == len(rows) == 1000
    for text, label in rows:
        assert {labels[character] for character in text if character in labels} <= {label}
        assert not text.isascii()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("so good👍🏽!", "so good thumbs up !"),
        ("❤️❤", "red heart red heart"),
        ("well 🤷🏽‍♀️ ok", "well shrug ok"),
        ("🛸", "flying saucer"),
        ("no emoji:  naïve", "no emoji: naïve"),
        ("plain  text", "plain  text"),
    ],
)
def test_emoji_become_their_names(text, words):
    assert emoji_in_words(text) == words


def test_a_swap_changes_the_term_and_its_article_alone():
    variants = {
        text for seed in range(40) for text in swap_identity("It is an Italian film, a good one.", random.Random(seed))
    }
    assert len(variants) > 10
    for text in variants:
        article, term = re.fullmatch(r"It is (an?) (\S+) film, a good one\.", text).groups()
        assert article == pick_article(term)
        assert term != "Italian"


def test_a_swap_keeps_lower_case_and_pronouns():
    for seed in range(40):
        assert all(text.islower() for text in swap_identity("a french cook .", random.Random(seed)))
        for text in swap_identity("My mother said she was fine.", random.Random(seed)):
            assert re.search(r"(sister|daughter|wife|aunt|grandmother) said", text)


def test_words_that_seldom_mean_identity_stay():
    choose = random.Random(1)
    assert swap_identity("An old joke about a rich cake and a black car.", choose) == []
    assert swap_identity("the polish on the table", choose) == []
    assert swap_identity("An old woman", random.Random(0)) != []


def test_a_template_gives_all_its_terms_one_label():
    choose = random.Random(3)
    groups = [make_group(choose) for _ in range(500)]
    assert {label for label, _ in groups} == {"negative", "neutral", "positive"}
    assert all(len(set(texts)) == len(texts) >= 5 for _, texts in groups)
    labels = {}
    for label, texts in groups:
        for text in texts:
            assert labels.setdefault(text, label) == label
            assert mend_articles(text) == text
            assert not re.search(r"[{}|]", text)
    rows = identity_templates(choose, 3000)
    assert len(dict(rows)) == len(rows) == 3000


def test_each_kind_has_at_least_1500_distinct_sentences_balanced_over_its_labels():
    rows = constructed(random.Random(11), 3000)
    assert len({text for _, _, text in rows}) == len(rows)
    by_kind = Counter(kind for kind, _, _ in rows)
    assert len(by_kind) >= 10
    assert min(by_kind.values()) >= 1500
    labels = Counter((kind, label) for kind, label, _ in rows)
    for kind in by_kind:
        assert abs(labels[kind, "positive"] - labels[kind, "negative"]) <= 1


def test_built_sentences_are_whole():
    for _, label, text in constructed(random.Random(12), 1500):
        assert label in {"negative", "neutral", "positive"}
        assert text == text.strip()
        assert not re.search(r"[{}|]|  |\.\.", text)
        assert text[0].isupper() or not text[0].isalpha()
        assert mend_articles(text) == text


def test_a_label_without_more_sentences_gives_fewer(monkeypatch):
    monkeypatch.setattr(
        "sentiment_model.variants.construct.KINDS", {"kind": {"positive": "Good.\nFine.", "negative": "{bad_word}."}}
    )
    rows = constructed(random.Random(13), 50)
    assert {text for _, label, text in rows if label == "positive"} == {"Good.", "Fine."}
    assert Counter(label for _, label, _ in rows) == {"positive": 2, "negative": 25}


@pytest.mark.parametrize(
    ("article", "word"),
    [
        *(("an", word) for word in ("Italian", "hour", "honest", "8-week", "11", "18", "uninspiring", "old", "Indian")),
        *(
            ("a", word)
            for word in ("German", "useful", "European", "university", "one-off", "Ugandan", "4", "Ukrainian")
        ),
    ],
)
def test_an_article_follows_the_sound(article, word):
    assert pick_article(word) == article
    assert mend_articles(f"It is a {word}.") == mend_articles(f"It is an {word}.") == f"It is {article} {word}."
