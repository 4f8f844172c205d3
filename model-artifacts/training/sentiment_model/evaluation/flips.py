"""How often noise changes the label of a text."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from ..evaluation_noise import RECIPES, make_variant
from ..labelled_sets import NEUTRAL, LabelledText
from .bounds import MOST_FLIPS
from .served_model import Answers, ServedModel
from .share import make_share

# Reviews, comments and headlines.
FLIP_SETS = ("dynasent_r1_dev", "goemotions_dev", "sentfin_dev")
SENTENCES = 500
SEED = 0
MAX_EXAMPLES = 10


def choose_sentences(dev_sets: dict[str, list[LabelledText]], count: int = SENTENCES) -> list[str]:
    """`count` texts, spread evenly over the sets of FLIP_SETS. The same sets give the same texts.

    Raises ValueError when a set is missing or has too few texts.
    """
    texts: list[str] = []
    for index, name in enumerate(FLIP_SETS):
        wanted = count // len(FLIP_SETS) + (index < count % len(FLIP_SETS))
        rows = dev_sets.get(name, [])
        if len(rows) < wanted:
            raise ValueError(f"{name}: expected {wanted} texts or more, found {len(rows)}")
        texts += [row.text for row in random.Random(f"{SEED}:{name}").sample(rows, wanted)]
    return texts


def measure_flips(model: ServedModel, texts: list[str]) -> dict[str, Any]:
    """By recipe of `evaluation_noise.py`: how many of the texts that it changes get another label with it.

    A recipe that changes none of the texts has no figures.
    """
    clean = model.answer(texts)
    found = {recipe: _measure_recipe(model, recipe, texts, clean) for recipe in RECIPES}
    return {recipe: figures for recipe, figures in found.items() if figures}


def _measure_recipe(model: ServedModel, recipe: str, texts: list[str], clean: Answers) -> dict[str, Any]:
    variants = [make_variant(recipe, text, SEED) for text in texts]
    changed = np.array([variant != text for variant, text in zip(variants, texts, strict=True)])
    total = int(changed.sum())
    if not total:
        return {}
    noisy = model.answer(variants)
    flipped = clean.is_positive != noisy.is_positive
    shift = noisy.positive - clean.positive
    flips = make_share(int(flipped.sum()), total)
    figures: dict[str, Any] = {
        "polarityFlips": flips,
        "bound": MOST_FLIPS[recipe],
        "isMet": flips["share"] <= MOST_FLIPS[recipe],
        "meanChange": round(float(np.abs(shift[changed]).mean()), 4),
        "meanShift": round(float(shift[changed].mean()), 4),
    }
    if clean.class_labels is not None and noisy.class_labels is not None:
        class_flips = clean.class_labels != noisy.class_labels
        figures["threeClassFlips"] = make_share(int(class_flips.sum()), total)
        # The answer to these is NEUTRAL with noise and without. Their polarity lies near even.
        neutral = (clean.class_labels == NEUTRAL) & (noisy.class_labels == NEUTRAL)
        figures["polarityFlipsOfNeutralAnswers"] = make_share(int((flipped & neutral).sum()), total)
    largest = sorted(np.flatnonzero(flipped), key=lambda index: -abs(shift[index]))[:MAX_EXAMPLES]
    figures["examples"] = [
        {
            "text": texts[index],
            "variant": variants[index],
            "positive": round(float(clean.positive[index]), 3),
            "variantPositive": round(float(noisy.positive[index]), 3),
        }
        for index in largest
    ]
    return figures
