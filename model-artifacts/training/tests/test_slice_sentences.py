"""The evaluation slices are large, balanced and varied, and every sentence has a label."""

import re
from collections import Counter

import pytest

from sentiment_model.slice_sentences import read_slices

SLICES = read_slices()
KINDS = {
    *(
        "negation",
        "distant-negation",
        "answers",
        "contrast",
        "resolved",
        "irony",
        "business",
        "implied",
        "comparison",
        "neutral",
    ),
    *("support", "social", "markup", "emoji", "typos", "headlines", "electronics", "reviews", "mixed"),
}
WITH_POLARITY = sorted(KINDS - {"neutral", "mixed"})
# Emoji are no words, so the bounds on words leave them out.
TEXTS = [(kind, each.text) for kind, sentences in SLICES.items() if kind != "emoji" for each in sentences]
WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*")
MOST_WORDS_IN_COMMON = 0.6
# Two shorter sentences have function words in common by chance: there the share counts the words of both.
WORDS_OF_A_CONTAINED_SENTENCE = 7
SENTENCES_PER_TEMPLATE = 10


def read_words(text):
    return WORD.findall(text.lower())


def measure_overlap(first, second):
    """Of two sets of words: the common share of all words, or of the smaller set where it is large enough."""
    common, smaller = len(first & second), min(len(first), len(second))
    return common / (smaller if smaller >= WORDS_OF_A_CONTAINED_SENTENCE else len(first | second))


def test_every_kind_has_its_file():
    assert set(SLICES) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_slice_has_at_least_a_hundred_sentences(kind):
    assert len(SLICES[kind]) >= 100


def test_a_hundred_emoji_are_half_negative_and_half_positive():
    assert Counter(each.label for each in SLICES["emoji"]) == {"negative": 50, "positive": 50}


@pytest.mark.parametrize("kind", WITH_POLARITY)
def test_both_polarities_are_about_equally_frequent(kind):
    counts = Counter(each.label for each in SLICES[kind])
    assert set(counts) <= {"negative", "neutral", "positive"}
    assert 0.45 <= counts["negative"] / (counts["negative"] + counts["positive"]) <= 0.55


@pytest.mark.parametrize("kind", ["neutral", "mixed"])
def test_a_slice_without_polarity_has_one_label(kind):
    assert {each.label for each in SLICES[kind]} == {kind}


def test_no_sentence_stands_twice():
    texts = Counter(each.text.casefold() for sentences in SLICES.values() for each in sentences)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_sentence_has_spaces_around_it():
    assert [text for _, text in TEXTS if not text or text != text.strip()] == []


def test_an_overlap_counts_all_words_of_short_sentences_and_the_smaller_set_of_long_ones():
    assert measure_overlap({"it", "is", "late"}, {"it", "is", "cold"}) == 0.5
    words = set("abcdefg")
    assert measure_overlap(words, words | set("xyz")) == 1.0


def test_no_two_sentences_have_most_words_in_common():
    words = [(text, frozenset(read_words(text))) for _, text in TEXTS]
    too_alike = [
        (text, other)
        for index, (text, first) in enumerate(words)
        for other, second in words[:index]
        if not first.isdisjoint(second) and measure_overlap(first, second) > MOST_WORDS_IN_COMMON
    ]
    assert too_alike == []


@pytest.mark.parametrize("end", [slice(None, 2), slice(-2, None)], ids=["beginning", "end"])
def test_at_most_ten_sentences_of_a_kind_follow_one_template(end):
    """Sentences of one template have the same two words at the beginning or at the end."""
    frames = Counter((kind, tuple(read_words(text)[end])) for kind, text in TEXTS)
    assert {frame: count for frame, count in frames.items() if count > SENTENCES_PER_TEMPLATE} == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("sentence\tlabel\n", "expected the header"),
        ("label\tsentence\ngreat\tA joy.\n", "2: expected a label"),
        ("label\tsentence\npositive\n", "2: expected a label"),
    ],
    ids=["another header", "an unknown label", "a missing sentence"],
)
def test_a_file_with_a_fault_is_refused(tmp_path, content, reason):
    (tmp_path / "negation.tsv").write_text(content)
    with pytest.raises(ValueError, match=reason):
        read_slices(tmp_path)
