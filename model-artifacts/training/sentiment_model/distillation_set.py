"""Builds the distillation set: training texts, their variants, film sentences, and texts that are not about films."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch

from .augment import AugmentRecipe, augment
from .sst2 import HELD_OUT_SENTENCES, SPLIT_SEED, Example, read_tsv, split_by_sentence
from .student import NO_LABEL, DistillationExample
from .teacher import teacher_logits
from .text_sets import (
    LEARNT_HALF,
    LOGIT_A_RATING_POINT,
    OTHER_TEXT,
    RatedText,
    film_sentences,
    half,
    labelled_sentences,
    normal,
    rated_texts,
    without_overlap,
)

LEAST_VARIED_WORDS = 8
# Number of drawn sentences with a length in `REVIEW_WORDS`. The teacher needs 15 minutes for them.
REVIEW_SENTENCES = 200_000
REVIEW_WORDS = range(4, 31)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """All texts that models are trained and measured on."""

    training: list[Example]
    held_out: list[Example]
    """SST-2's, by sentence: to choose by."""
    validation: list[Example]
    reviews: list[str]
    """Sentences of film reviews without labels, none of them known from the sets above."""
    rated: dict[str, list[RatedText]]
    """The half of other people's ratings that is learnt from; films are all of theirs, without what is kept apart."""
    elsewhere: dict[str, list[Example]]
    """Clear texts that are not about films, never learnt from, by set."""


def read_texts(data: Path, work: Path) -> Texts:
    """data: SST-2's folder. work: packages with other texts are kept below it."""
    training, held_out = split_by_sentence(read_tsv(data / "train.tsv"), HELD_OUT_SENTENCES, SPLIT_SEED)
    validation = read_tsv(data / "validation.tsv")
    rated = rated_texts(work)
    known = {normal(example.text) for example in training}
    apart = [example.text for example in [*held_out, *validation]]
    films = set(without_overlap([each.text for each in rated["films"]], apart))
    learnt = {name: [each for each in rated[name] if half(each.text) == LEARNT_HALF] for name in OTHER_TEXT}
    learnt["films"] = [each for each in rated["films"] if each.text in films and normal(each.text) not in known]
    measured = {
        name: [
            Example(each.text, each.label)
            for each in rated[name]
            if half(each.text) != LEARNT_HALF and each.label is not None
        ]
        for name in OTHER_TEXT
    }
    known |= {normal(each.text) for each in rated["films"]}
    return Texts(
        training=training,
        held_out=held_out,
        validation=validation,
        reviews=_draw_reviews(work, known, apart),
        rated=learnt,
        elsewhere={**labelled_sentences(work), **measured},
    )


def build_distillation_set(
    texts: Texts, teacher: Path, recipe: AugmentRecipe = AugmentRecipe()
) -> list[DistillationExample]:
    """Takes the targets from the teacher's logits, or from people's ratings where a text has them."""
    own = [example.text for example in texts.training]
    films = [each.text for each in texts.rated["films"]]
    variants = augment([*(text for text in own if len(text.split()) >= LEAST_VARIED_WORDS), *films], recipe)
    labels = [example.label for example in texts.training]
    examples = _with_logits(own, teacher_logits(teacher, own, "teacher: training texts"), labels)
    examples += _with_logits(films, teacher_logits(teacher, films, "teacher: film sentences"))
    examples += _with_logits(variants, teacher_logits(teacher, variants, "teacher: variants"))
    examples += _with_logits(texts.reviews, teacher_logits(teacher, texts.reviews, "teacher: review sentences"))
    for name in OTHER_TEXT:
        examples += [
            DistillationExample(each.text, (0.0, LOGIT_A_RATING_POINT * each.rating)) for each in texts.rated[name]
        ]
    return examples


def _draw_reviews(work: Path, known: set[str], apart: list[str]) -> list[str]:
    fitting = [text for text in film_sentences(work) if len(text.split()) in REVIEW_WORDS and normal(text) not in known]
    new = without_overlap(fitting, apart)
    return random.Random(0).sample(new, min(len(new), REVIEW_SENTENCES))


def _with_logits(texts: list[str], logits: torch.Tensor, labels: list[int] | None = None) -> list[DistillationExample]:
    rows = logits.tolist()
    return [
        DistillationExample(text, (rows[index][0], rows[index][1]), NO_LABEL if labels is None else labels[index])
        for index, text in enumerate(texts)
    ]
