"""The examples of the distillation: every row as it is, and noisy copies of it with the same target."""

from __future__ import annotations

import random
from dataclasses import astuple, dataclass, field
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .distillation_rows import DistillationRow
from .stage_files import read_lines, write_lines
from .variants import make_noisy

POLARITIES = ("negative", "neutral", "positive")
# Noisy copies of a row, by set; of other sets one.
REPEATS = {
    "sentfin": 4,
    "newsmtsc": 3,
    "goemotions": 2,
    "xed": 2,
    "cad_orig": 2,
    "cad_new": 2,
    "dynasent_r1_labelled": 3,
    "dynasent_r2_labelled": 4,
    "dynasent_r1_5of5": 2,
    "tweets": 3,
    "products": 2,
    "sst2_variants": 0,
}
# Of these a second copy is as clean as the first.
KEPT_CLEAN = ("emoji", "emoji_name")
# Number of kinds of noise in a copy at most; each is as probable as it is frequent here.
STRENGTHS = (1, 1, 2, 3)


@dataclass(frozen=True)
class ExamplesRecipe:
    """How copies are made."""

    seed: int = 0
    repeats: dict[str, int] = field(default_factory=lambda: dict(REPEATS))
    least_probability: float = 0.75
    """Of the likeliest class in a target; only a surer target names the polarity of an emoji that is added."""


@dataclass(frozen=True)
class DistillationExample:
    """A text that a student reads once an epoch."""

    text: str
    row: int
    """Place of the row whose target it has."""


def make_examples(
    rows: list[DistillationRow], targets: np.ndarray, recipe: ExamplesRecipe
) -> list[DistillationExample]:
    """targets: logarithms of probabilities, rows × 3."""
    choose = random.Random(recipe.seed)
    examples: list[DistillationExample] = []
    for place, row in enumerate(tqdm(rows, desc="noisy copies", unit="row", mininterval=5)):
        examples.append(DistillationExample(row.text, place))
        if row.source in KEPT_CLEAN:
            examples.append(DistillationExample(row.text, place))
            continue
        polarity = read_polarity(targets[place], recipe.least_probability)
        for _ in range(recipe.repeats.get(row.source, 1)):
            noisy = make_noisy(row.text, choose, polarity, choose.choice(STRENGTHS))
            examples.append(DistillationExample(noisy, place))
    return examples


def save_examples(file: Path, examples: list[DistillationExample]) -> None:
    """Writes an example a line."""
    write_lines(file, (astuple(example) for example in examples))


def load_examples(file: Path) -> list[DistillationExample] | None:
    """What `save_examples` wrote; None when it is not there."""
    return [DistillationExample(text, row) for text, row in read_lines(file)] if file.exists() else None


def read_polarity(target: np.ndarray, least_probability: float) -> str | None:
    """The likeliest of POLARITIES in the target (3 logarithms of probabilities); None when it is not that probable."""
    likeliest = int(target.argmax())
    return POLARITIES[likeliest] if np.exp(target[likeliest]) > least_probability else None
