"""Figures on labelled sets: accuracy, sure answers to neutral rows, and how far scores are from accuracy."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..labelled_sets import NEUTRAL, POSITIVE, LabelledText
from .bounds import MOST_CALIBRATION_ERROR, MOST_SURE_NEUTRAL, compare_share_with_most, compare_with_most
from .calibration_error import compute_calibration_error
from .served_model import Answers, ServedModel
from .share import make_share

SURE = 0.9
MAX_EXAMPLES = 10


def measure_labelled_sets(model: ServedModel, sets: dict[str, list[LabelledText]]) -> dict[str, Any]:
    """By set polarity accuracy, macro recall and sure neutral rows, and the calibration errors over all sets.

    The error in three classes is that of the sets that have neutral rows and others.
    """
    answers = {name: model.answer([row.text for row in rows]) for name, rows in sets.items()}
    labels = {name: np.array([row.label for row in rows]) for name, rows in sets.items()}
    polar = {name: labels[name] != NEUTRAL for name in sets}
    pairs = [
        (answers[name].polarity_scores[polar[name]], _find_right_polarities(answers[name], labels[name])[polar[name]])
        for name in sets
    ]
    classes = [
        (found.max(-1), found.argmax(-1) == labels[name])
        for name in sets
        if (found := answers[name].classes) is not None and polar[name].any() and not polar[name].all()
    ]
    figures: dict[str, Any] = {
        "sets": {name: _measure_set(answers[name], labels[name], rows) for name, rows in sets.items()},
        "polarityCalibrationError": _measure_calibration(pairs),
    }
    if classes:
        figures["threeClassCalibrationError"] = _measure_calibration(classes)
    return figures


def _measure_calibration(parts: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    scores = np.concatenate([scores for scores, _ in parts])
    right = np.concatenate([right for _, right in parts])
    return {
        "texts": len(scores),
        **compare_with_most(compute_calibration_error(scores, right), MOST_CALIBRATION_ERROR),
    }


def _find_right_polarities(answers: Answers, labels: np.ndarray) -> np.ndarray:
    right: np.ndarray = answers.is_positive == (labels == POSITIVE)
    return right


def _measure_set(answers: Answers, labels: np.ndarray, rows: list[LabelledText]) -> dict[str, Any]:
    polar = labels != NEUTRAL
    figures: dict[str, Any] = {"texts": len(rows)}
    if polar.any():
        right = _find_right_polarities(answers, labels)[polar]
        figures["polarity"] = make_share(int(right.sum()), int(polar.sum()))
        figures["polarityCalibrationError"] = round(compute_calibration_error(answers.polarity_scores[polar], right), 4)
    if answers.class_labels is not None and not polar.all():
        sure = ~polar & (answers.polarity_scores > SURE) & (answers.class_labels != NEUTRAL)
        surest = sorted(np.flatnonzero(sure), key=lambda index: -answers.polarity_scores[index])[:MAX_EXAMPLES]
        figures["sureNeutral"] = compare_share_with_most(int(sure.sum()), int((~polar).sum()), MOST_SURE_NEUTRAL)
        figures["macroRecall"] = _compute_macro_recall(answers.class_labels, labels)
        figures["sureNeutralExamples"] = [
            {"text": rows[index].text, "positive": round(float(answers.positive[index]), 3)} for index in surest
        ]
    return figures


def _compute_macro_recall(given: np.ndarray, labels: np.ndarray) -> float:
    """Mean recall of the labels that the rows have."""
    return round(float(np.mean([(given[labels == label] == label).mean() for label in np.unique(labels)])), 4)
