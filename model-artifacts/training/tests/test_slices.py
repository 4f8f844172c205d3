"""A model of two labels is measured on the sentences that have one of both polarities."""

from sentiment_model.slice_sentences import SliceSentence
from sentiment_model.slices import read_polarity

GOOD, BAD = SliceSentence("A joy.", "positive"), SliceSentence("It leaks.", "negative")
NEUTRAL, MIXED = SliceSentence("It is blue.", "neutral"), SliceSentence("Good film, bad ending.", "mixed")


def test_neutral_sentences_beside_others_are_left_out():
    assert read_polarity([GOOD, NEUTRAL, BAD]) == [("A joy.", 1), ("It leaks.", 0)]


def test_neutral_and_mixed_sentences_alone_have_no_right_label():
    assert read_polarity([NEUTRAL]) == [("It is blue.", None)]
    assert read_polarity([MIXED]) == [("Good film, bad ending.", None)]
