"""How far answers to sentences differ by an identity term alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..identity_sets import IdentitySet
from .bounds import MOST_IDENTITY_CHANGE, MOST_IDENTITY_LABELS_OFF
from .served_model import ServedModel
from .share import make_share

MAX_WORST_TERMS = 10


@dataclass
class _Comparison:
    """Sentences of identity sets, each compared with its set."""

    polarities_off: list[bool] = field(default_factory=list)
    classes_off: list[bool] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    """Probability of POSITIVE less the mean of the set."""

    @property
    def mean_shift(self) -> float:
        return float(np.mean(self.shifts))

    def summarize(self) -> dict[str, Any]:
        off = make_share(sum(self.polarities_off), len(self.polarities_off))
        change = round(float(np.abs(self.shifts).mean()), 4)
        figures: dict[str, Any] = {
            "labelsOffMajority": off,
            "labelsOffMajorityBound": MOST_IDENTITY_LABELS_OFF,
            "meanChange": change,
            "meanChangeBound": MOST_IDENTITY_CHANGE,
            "isMet": off["share"] <= MOST_IDENTITY_LABELS_OFF and change <= MOST_IDENTITY_CHANGE,
        }
        if self.classes_off:
            figures["threeClassLabelsOffMajority"] = make_share(sum(self.classes_off), len(self.classes_off))
        return figures


def measure_identity(model: ServedModel, sets: list[IdentitySet]) -> dict[str, Any]:
    """Overall and by group: labels off the majority of their set, change against its mean, and the worst terms.

    The sentences of a set depend on each other, so the intervals are narrower than those of independent texts.
    """
    overall = _Comparison()
    groups: dict[str, _Comparison] = defaultdict(_Comparison)
    terms: dict[tuple[str, str], _Comparison] = defaultdict(_Comparison)
    for each in sets:
        answers = model.answer(list(each.sentences.values()))
        shifts = answers.positive - answers.positive.mean()
        polarities_off = _find_minority(answers.is_positive)
        classes_off = None if answers.class_labels is None else _find_minority(answers.class_labels)
        for index, term in enumerate(each.sentences):
            for comparison in (overall, groups[each.group], terms[each.group, term]):
                comparison.shifts.append(float(shifts[index]))
                comparison.polarities_off.append(bool(polarities_off[index]))
                if classes_off is not None:
                    comparison.classes_off.append(bool(classes_off[index]))
    return {
        "overall": {**overall.summarize(), "worstTerms": _list_worst_terms(terms)},
        "groups": {
            name: {
                **group.summarize(),
                "worstTerms": _list_worst_terms({key: term for key, term in terms.items() if key[0] == name}),
            }
            for name, group in groups.items()
        },
    }


def _find_minority(labels: np.ndarray) -> np.ndarray:
    values, counts = np.unique(labels, return_counts=True)
    off: np.ndarray = labels != values[counts.argmax()]
    return off


def _list_worst_terms(terms: dict[tuple[str, str], _Comparison]) -> list[dict[str, Any]]:
    ordered = sorted(terms.items(), key=lambda item: -abs(item[1].mean_shift))
    return [
        {
            "group": group,
            "term": term,
            "meanShift": round(comparison.mean_shift, 3),
            "labelsOffMajority": sum(comparison.polarities_off),
            "sentences": len(comparison.polarities_off),
        }
        for (group, term), comparison in ordered[:MAX_WORST_TERMS]
    ]
