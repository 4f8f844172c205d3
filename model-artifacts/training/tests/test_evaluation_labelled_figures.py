"""Figures of labelled sets in the evaluation report: sure answers to neutral rows, recall and calibration."""

import numpy as np
import pytest

from known_answers import NEUTRAL_CLASSES, POSITIVE_CLASSES, KnownAnswers
from sentiment_model.evaluation.calibration_error import compute_calibration_error
from sentiment_model.evaluation.labelled_figures import measure_labelled_sets
from sentiment_model.labelled_sets import NEGATIVE, NEUTRAL, POSITIVE, LabelledText


def test_calibration_error_weighs_the_gap_of_each_bin_by_its_texts():
    scores, right = np.array([0.9, 0.9, 0.9, 1.0]), np.array([True, True, False, True])
    assert compute_calibration_error(scores, right) == pytest.approx(3 / 4 * (0.9 - 2 / 3))


def test_a_neutral_row_is_sure_past_the_score_with_a_polar_label():
    known = {
        "sure": (0.95, POSITIVE_CLASSES),
        "sure of the other polarity": (0.05, (0.7, 0.2, 0.1)),
        "neutral label": (0.95, NEUTRAL_CLASSES),
        "at the score": (0.9, POSITIVE_CLASSES),
        "unsure": (0.6, POSITIVE_CLASSES),
        "polar row": (0.95, POSITIVE_CLASSES),
    }
    rows = [LabelledText(text, POSITIVE if text == "polar row" else NEUTRAL, "set") for text in known]
    figures = measure_labelled_sets(KnownAnswers(known), {"set": rows})["sets"]["set"]
    assert (figures["sureNeutral"]["count"], figures["sureNeutral"]["total"]) == (2, 5)
    assert figures["sureNeutral"]["bound"] == 0.08
    assert {example["text"] for example in figures["sureNeutralExamples"]} == {"sure", "sure of the other polarity"}


def test_calibration_errors_take_the_rows_that_can_be_right():
    known = {"p": (0.8, POSITIVE_CLASSES), "n": (0.8, POSITIVE_CLASSES), "o": (0.6, NEUTRAL_CLASSES)}
    polar = [LabelledText("p", POSITIVE, "polar"), LabelledText("n", NEGATIVE, "polar")]
    both = [LabelledText("p", POSITIVE, "both"), LabelledText("o", NEUTRAL, "both")]
    figures = measure_labelled_sets(KnownAnswers(known), {"polar": polar, "both": both})
    # Polarity: three polar rows of score 0.8, two of them right. Three classes: the rows of `both`, each right.
    assert figures["polarityCalibrationError"]["texts"] == 3
    assert figures["polarityCalibrationError"]["value"] == pytest.approx(0.8 - 2 / 3, abs=1e-4)
    assert figures["threeClassCalibrationError"]["texts"] == 2
    assert figures["threeClassCalibrationError"]["value"] == pytest.approx((0.3 + 0.2) / 2)
    assert not figures["threeClassCalibrationError"]["isMet"]


def test_macro_recall_is_the_mean_over_the_labels_that_the_rows_have():
    known = {"p": (0.8, POSITIVE_CLASSES), "o": (0.6, NEUTRAL_CLASSES), "missed": (0.6, POSITIVE_CLASSES)}
    rows = [
        LabelledText("p", POSITIVE, "set"),
        LabelledText("o", NEUTRAL, "set"),
        LabelledText("missed", NEUTRAL, "set"),
    ]
    assert measure_labelled_sets(KnownAnswers(known), {"set": rows})["sets"]["set"]["macroRecall"] == 0.75
