"""Sentences built from templates, each with the label that its template gives."""

from __future__ import annotations

import random

from .templates import (
    answers,
    comparison,
    contrast,
    implied,
    irony,
    market,
    negation,
    neutral,
    requests,
    resolution,
)
from .templates.fill import fill

KINDS: dict[str, dict[str, str]] = {
    "answer": answers.TEMPLATES,
    "comparison": comparison.TEMPLATES,
    "contrast": contrast.TEMPLATES,
    "implied": implied.TEMPLATES,
    "irony": irony.TEMPLATES,
    "market": market.TEMPLATES,
    "negation": negation.TEMPLATES,
    "neutral": neutral.TEMPLATES,
    "request": requests.TEMPLATES,
    "resolution": resolution.TEMPLATES,
}
"""For each kind the templates of its labels, one a line."""
MAX_MISSES = 200


def constructed(choose: random.Random, count_per_kind: int) -> list[tuple[str, str, str]]:
    """`count_per_kind` rows (kind, label, text) of each kind, its labels in equal parts; no text twice.

    A label of a kind gives fewer rows where its templates are exhausted.
    """
    rows: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for kind, by_label in KINDS.items():
        wanted = _share(count_per_kind, list(by_label))
        for label, templates in by_label.items():
            rows += [(kind, label, text) for text in _build(templates.splitlines(), wanted[label], seen, choose)]
    return rows


def _share(count: int, labels: list[str]) -> dict[str, int]:
    return {label: count // len(labels) + (index < count % len(labels)) for index, label in enumerate(labels)}


def _build(templates: list[str], count: int, seen: set[str], choose: random.Random) -> list[str]:
    made: list[str] = []
    misses = 0
    while len(made) < count and misses < MAX_MISSES:
        text = fill(choose.choice(templates), choose)
        if text in seen:
            misses += 1
            continue
        misses = 0
        seen.add(text)
        made.append(text)
    return made
