"""The texts whose sentiment the teachers judge and the students learn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .augment import AugmentRecipe, augment
from .distillation_set import LEAST_VARIED_WORDS, read_texts
from .labelled_dev_sets import is_dev
from .labelled_sets import NO_CLASS, read_rows, split_sentences
from .text_sets import OTHER_TEXT, normal, without_overlap


@dataclass(frozen=True)
class PoolText:
    """A text as people wrote it."""

    text: str
    source: str
    """Name of the set."""
    label: int = NO_CLASS
    """By people: NEGATIVE, NEUTRAL, POSITIVE or NO_CLASS."""


def read_pool(data: Path, sst2: Path, work: Path) -> list[PoolText]:
    """All texts, each once. No text holds six words in a row of a held-out review, or a held-out sentence of SST-2.

    data: the folder with `train` and `heldout`. work: packages are kept below it.
    """
    texts = read_texts(sst2, work)
    own = [PoolText(each.text, "sst2", 2 * each.label) for each in texts.training]
    films = [each.text for each in texts.rated["films"]]
    varied = [*(each.text for each in own if len(each.text.split()) >= LEAST_VARIED_WORDS), *films]
    reviews = without_overlap(texts.reviews, _read_held_out_reviews(data))
    pool = [
        *own,
        *(PoolText(text, "films") for text in films),
        *(PoolText(text, "sst2_variants") for text in augment(varied, AugmentRecipe(variants=3))),
        *(PoolText(text, "movie_reviews") for text in reviews),
        *(PoolText(each.text, name) for name in OTHER_TEXT for each in texts.rated[name]),
    ]
    for file in sorted((data / "train").glob("*.tsv")):
        rows = read_rows(file)
        pool += [PoolText(each.text, each.source, each.label) for each in rows if not is_dev(each)]
        if file.stem.startswith("cad"):
            pool += [PoolText(sentence, "cad_sentences") for each in rows for sentence in split_sentences(each.text)]
    return list({normal(each.text) or each.text: each for each in pool[::-1]}.values())[::-1]


def _read_held_out_reviews(data: Path) -> list[str]:
    return [each.text for file in sorted((data / "heldout").glob("cad_*.tsv")) for each in read_rows(file)]
