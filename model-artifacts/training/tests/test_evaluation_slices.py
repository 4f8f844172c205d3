"""Figures of slices in the evaluation report: polarity, recall, and shares beside their bound."""

import json

from model_folders import THREE_CLASSES, TWO_CLASSES
from sentiment_model.evaluation.bounds import compare_share_with_least, compare_share_with_most
from sentiment_model.evaluation.kinds import measure_kind
from sentiment_model.evaluation.served_model import ServedModel
from sentiment_model.evaluation.share import make_share
from sentiment_model.slice_sentences import SliceSentence

MODEL = ServedModel(THREE_CLASSES)
SENTENCES = [
    SliceSentence("good", "positive"),
    SliceSentence("bad", "positive"),
    SliceSentence("parcel", "neutral"),
    SliceSentence("bad bad", "mixed"),
]


def test_an_interval_ends_at_the_ends_of_a_share():
    # As JSON, a zero with a minus would show.
    assert json.dumps(make_share(0, 497)["interval"]) == "[0.0, 0.0077]"
    assert json.dumps(make_share(500, 500)["interval"]) == "[0.9924, 1.0]"


def test_a_share_meets_a_bound_that_it_reaches():
    assert compare_share_with_most(10, 500, 0.02)["isMet"]
    assert not compare_share_with_most(11, 500, 0.02)["isMet"]
    assert compare_share_with_least(80, 100, 0.8)["isMet"]
    assert not compare_share_with_least(79, 100, 0.8)["isMet"]


def test_polarity_of_a_slice_counts_polar_sentences_alone():
    figures = measure_kind(MODEL, "answers", SENTENCES)
    assert figures["texts"] == 4
    assert (figures["polarity"]["count"], figures["polarity"]["total"]) == (1, 2)
    assert figures["wrongPolarities"] == [{"text": "bad", "label": "positive", "positive": 0.245}]


def test_macro_recall_is_the_mean_over_the_classes_that_a_slice_has():
    figures = measure_kind(MODEL, "answers", SENTENCES)
    assert {name: recall["share"] for name, recall in figures["recalls"].items()} == {"neutral": 1, "positive": 0.5}
    assert figures["macroRecall"] == 0.75


def test_a_slice_without_neutral_sentences_has_no_recall():
    assert "macroRecall" not in measure_kind(MODEL, "reviews", SENTENCES[:2])


def test_a_neutral_slice_has_recall_and_no_polarity():
    figures = measure_kind(MODEL, "neutral", SENTENCES[2:3])
    assert figures["macroRecall"] == 1
    assert "polarity" not in figures


def test_a_mixed_slice_has_no_figures():
    assert measure_kind(MODEL, "mixed", SENTENCES[3:]) == {"texts": 1}


def test_emoji_alone_have_a_bound():
    assert measure_kind(MODEL, "emoji", SENTENCES[:2])["polarity"]["bound"] == 0.8
    assert "bound" not in measure_kind(MODEL, "reviews", SENTENCES[:2])["polarity"]


def test_a_model_of_two_labels_has_no_recall():
    assert "recalls" not in measure_kind(ServedModel(TWO_CLASSES), "answers", SENTENCES)
