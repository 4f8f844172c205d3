"""Figures of noise and identity terms in the evaluation report: labels that change though the sentiment does not."""

import pytest

from known_answers import NEUTRAL_CLASSES, POSITIVE_CLASSES, KnownAnswers
from model_folders import THREE_CLASSES
from sentiment_model.evaluation.flips import choose_sentences, measure_flips
from sentiment_model.evaluation.identity import measure_identity
from sentiment_model.evaluation.served_model import ServedModel
from sentiment_model.identity_sets import IdentitySet
from sentiment_model.labelled_sets import NEUTRAL, LabelledText

MODEL = ServedModel(THREE_CLASSES)


def make_rows(count, name):
    return [LabelledText(f"text {index} of {name}", NEUTRAL, name) for index in range(count)]


def test_flips_are_counted_among_the_texts_that_noise_changes():
    # A typo makes "good" an unknown word, which pulls the answer to NEGATIVE. "bad" is too short for one.
    figures = measure_flips(MODEL, ["good", "bad"])["typo"]
    assert (figures["polarityFlips"]["count"], figures["polarityFlips"]["total"]) == (1, 1)
    assert (figures["bound"], figures["isMet"]) == (0.05, False)
    assert figures["meanShift"] == pytest.approx(0.4688 - 0.7058, abs=2e-4)
    assert figures["meanChange"] == pytest.approx(0.7058 - 0.4688, abs=2e-4)
    assert figures["threeClassFlips"]["share"] == 1
    assert figures["examples"][0]["text"] == "good"


def test_noise_without_an_effect_flips_nothing():
    figures = measure_flips(MODEL, ["good", "bad"])["handle"]
    assert (figures["polarityFlips"]["count"], figures["polarityFlips"]["total"]) == (0, 2)
    assert figures["meanChange"] == 0
    assert figures["examples"] == []


def test_noise_that_changes_no_text_has_no_figures():
    assert "hashtag" not in measure_flips(MODEL, ["good", "bad"])


def test_a_flip_between_two_neutral_answers_is_told_apart():
    answers = KnownAnswers({"fine": (0.6, NEUTRAL_CLASSES), "FINE": (0.4, NEUTRAL_CLASSES)})
    other = KnownAnswers({"fine": (0.6, POSITIVE_CLASSES), "FINE": (0.4, NEUTRAL_CLASSES)})
    for model, count in ((answers, 1), (other, 0)):
        model.answer = _answer_known(model.answer)
        figures = measure_flips(model, ["fine"])["upper case"]
        assert figures["polarityFlips"]["count"] == 1
        assert figures["polarityFlipsOfNeutralAnswers"]["count"] == count


def _answer_known(answer):
    """Other recipes make texts whose answer does not matter."""
    return lambda texts: answer([text if text in ("fine", "FINE") else "fine" for text in texts])


def test_sentences_are_chosen_evenly_and_again_the_same():
    dev_sets = {name: make_rows(50, name) for name in ("dynasent_r1_dev", "goemotions_dev", "sentfin_dev", "xed_dev")}
    chosen = choose_sentences(dev_sets, 50)
    assert chosen == choose_sentences(dev_sets, 50)
    assert len(set(chosen)) == 50
    counts = [sum(text.endswith(name) for text in chosen) for name in dev_sets]
    assert counts == [17, 17, 16, 0]


def test_a_set_with_too_few_sentences_is_named():
    with pytest.raises(ValueError, match="sentfin_dev: expected 16 texts or more, found 0"):
        choose_sentences({name: make_rows(50, name) for name in ("dynasent_r1_dev", "goemotions_dev")}, 50)


def test_answers_to_an_identity_set_are_compared_with_its_majority_and_mean():
    sets = [IdentitySet(group="place", template="{}", sentences={"A": "good", "B": "good", "C": "bad"})]
    figures = measure_identity(MODEL, sets)
    overall = figures["overall"]
    assert (overall["labelsOffMajority"]["count"], overall["labelsOffMajority"]["total"]) == (1, 3)
    assert overall["meanChange"] == pytest.approx(4 / 9 * (0.7058 - 0.2451), abs=1e-4)
    assert not overall["isMet"]
    assert overall["threeClassLabelsOffMajority"]["count"] == 1
    assert overall["worstTerms"][0] == {
        "group": "place",
        "term": "C",
        "meanShift": -0.307,
        "labelsOffMajority": 1,
        "sentences": 1,
    }


def test_sets_of_other_templates_and_groups_are_not_compared_with_each_other():
    sets = [
        IdentitySet(group="place", template="{}", sentences={"A": "good", "B": "good"}),
        IdentitySet(group="place", template="{} bad", sentences={"A": "bad", "B": "bad"}),
        IdentitySet(group="age", template="{}", sentences={"C": "good", "D": "bad bad", "E": "bad bad"}),
    ]
    groups = measure_identity(MODEL, sets)["groups"]
    assert groups["place"]["labelsOffMajority"]["count"] == 0
    assert groups["place"]["meanChange"] == 0
    assert groups["place"]["isMet"]
    assert groups["age"]["labelsOffMajority"]["count"] == 1
    assert {term["term"] for term in groups["age"]["worstTerms"]} == {"C", "D", "E"}
