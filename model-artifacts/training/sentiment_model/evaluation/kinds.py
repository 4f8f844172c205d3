"""Accuracy on the evaluation slices: texts of one kind each, written for this project."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..labelled_sets import LABEL_INDEX, NEUTRAL, POSITIVE
from ..slice_sentences import SliceSentence
from .bounds import LEAST_EMOJI_RIGHT, compare_share_with_least
from .served_model import Answers, ServedModel
from .share import make_share

# Its texts are emoji alone.
EMOJI_KIND = "emoji"


def measure_kind(model: ServedModel, kind: str, sentences: list[SliceSentence]) -> dict[str, Any]:
    """Polarity accuracy of the polar sentences and, where there are neutral ones, recall in three classes.

    Mixed sentences have no right label. They are counted among the texts and left out of the rest.
    """
    kept = [each for each in sentences if each.label in LABEL_INDEX]
    figures: dict[str, Any] = {"texts": len(sentences)}
    if not kept:
        return figures
    answers = model.answer([each.text for each in kept])
    labels = np.array([LABEL_INDEX[each.label] for each in kept])
    polar = labels != NEUTRAL
    right = answers.is_positive == (labels == POSITIVE)
    if polar.any():
        counts = int(right[polar].sum()), int(polar.sum())
        figures["polarity"] = (
            compare_share_with_least(*counts, LEAST_EMOJI_RIGHT) if kind == EMOJI_KIND else make_share(*counts)
        )
    if not polar.all():
        figures |= _measure_recalls(answers, labels)
    figures["wrongPolarities"] = [
        {"text": kept[index].text, "label": kept[index].label, "positive": round(float(answers.positive[index]), 3)}
        for index in np.flatnonzero(polar & ~right)
    ]
    return figures


def _measure_recalls(answers: Answers, labels: np.ndarray) -> dict[str, Any]:
    given = answers.class_labels
    if given is None:
        return {}
    shares = {
        name: make_share(int((given[labels == index] == index).sum()), int((labels == index).sum()))
        for name, index in LABEL_INDEX.items()
        if (labels == index).any()
    }
    mean = sum(each["count"] / each["total"] for each in shares.values()) / len(shares)
    return {"recalls": shares, "macroRecall": round(mean, 4)}
