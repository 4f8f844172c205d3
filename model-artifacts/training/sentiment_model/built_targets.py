"""What teachers learn from sentences that are built: from templates, and with every term of an identity group."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .evaluation_texts import EvaluationTexts
from .labelled_sets import LABEL_INDEX, to_plain_text
from .sentiment_targets import TeacherTarget, to_shares
from .variants import constructed, emoji_in_words
from .variants.identity_templates import make_group

# What a teacher reads in the place of a text without words.
NO_WORDS = "nothing"


@dataclass(frozen=True)
class BuiltTargetsRecipe:
    """How many sentences a teacher learns from."""

    seed: int
    sentences_per_kind: int
    identity_groups: int
    """Templates, each with terms of one group."""
    texts_per_group: int


def to_teacher_text(text: str) -> str:
    """A text as teachers read it: plain, with names for emoji."""
    return emoji_in_words(to_plain_text(text)) or NO_WORDS


def make_built_targets(evaluation: EvaluationTexts, recipe: BuiltTargetsRecipe) -> list[TeacherTarget]:
    """Their labels are known by construction. No text is one that measures a model."""
    choose = random.Random(recipe.seed)
    rows = [(label, text) for _, label, text in constructed(choose, recipe.sentences_per_kind)]
    for _ in range(recipe.identity_groups):
        label, texts = make_group(choose)
        drawn = choose.sample(texts, min(len(texts), recipe.texts_per_group))
        rows += [(label, text) for text in drawn if not evaluation.has_identity_term(text)]
    return [
        TeacherTarget(to_teacher_text(text), to_shares(LABEL_INDEX[label]), False)
        for label, text in rows
        if not evaluation.has_sentence(text)
    ]
