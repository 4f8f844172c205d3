"""Makes the rows of the distillation from the pool, and adds texts whose label is known by construction."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .built_targets import to_teacher_text
from .distillation_rows import DistillationRow, DistillationRows
from .evaluation_texts import EvaluationTexts
from .labelled_sets import LABEL_INDEX, NO_CLASS, LabelledText
from .text_normalization import read_emoji
from .variants import constructed, emoji_examples, swap_identity
from .variants.identity_templates import make_group

# Sets without a neutral class.
POLARITY_SETS = ("sst2", "cad_orig", "cad_new")
# Only a share of the texts about films gets variants with other identity terms.
FILM_SETS = ("sst2", "films", "sst2_variants", "movie_reviews")


@dataclass(frozen=True)
class RowsRecipe:
    """How many rows are made beside the pool."""

    pool_seed: int = 7
    built_seed: int = 31
    swapped_variants: int = 2
    swapped_share_of_films: float = 0.5
    sentences_per_kind: int = 3000
    identity_groups: int = 900
    texts_per_group: int = 30
    emoji_texts: int = 3000
    label_share: float = 0.6
    """Of the label in the target of a built sentence; the rest is the teachers'."""
    emoji_label_share: float = 0.8


def make_rows(pool: list[LabelledText], evaluation: EvaluationTexts, recipe: RowsRecipe) -> DistillationRows:
    """Rows of the pool with their variants, of built sentences, of identity groups and of emoji.

    No row is a sentence of the evaluation, and no row that is made for identity holds a term of the evaluation.
    """
    builder = _RowBuilder(evaluation, recipe)
    builder.add_pool(pool)
    choose = random.Random(recipe.built_seed)
    builder.add_constructed(choose)
    builder.add_identity_groups(choose)
    builder.add_emoji(choose)
    return DistillationRows(builder.rows, list(builder.places))


class _RowBuilder:
    def __init__(self, evaluation: EvaluationTexts, recipe: RowsRecipe) -> None:
        self.rows: list[DistillationRow] = []
        self.places: dict[str, int] = {}
        """Of the texts that teachers read."""
        self._evaluation = evaluation
        self._recipe = recipe

    def add_pool(self, pool: list[LabelledText]) -> None:
        choose = random.Random(self._recipe.pool_seed)
        for each in pool:
            variants = self._swap(each, choose)
            reads = self._read([each.text, *variants])
            self._add(each.text, reads, each.label, each.source, polarity_only=each.source in POLARITY_SETS)
            for variant in variants:
                if not self._evaluation.has_identity_term(variant):
                    is_polar = each.source in POLARITY_SETS
                    self._add(variant, reads, each.label, "swapped", polarity_only=is_polar)

    def add_constructed(self, choose: random.Random) -> None:
        for _, label, text in constructed(choose, self._recipe.sentences_per_kind):
            share = self._recipe.label_share
            self._add(text, self._read([text]), LABEL_INDEX[label], "constructed", label_share=share)

    def add_identity_groups(self, choose: random.Random) -> None:
        for _ in range(self._recipe.identity_groups):
            label, texts = make_group(choose)
            drawn = choose.sample(texts, min(len(texts), self._recipe.texts_per_group))
            reads = self._read(drawn)
            for text in drawn:
                if not self._evaluation.has_identity_term(text):
                    share = self._recipe.label_share
                    self._add(text, reads, LABEL_INDEX[label], "identity", label_share=share)

    def add_emoji(self, choose: random.Random) -> None:
        share = self._recipe.emoji_label_share
        for text, label in emoji_examples(choose, self._recipe.emoji_texts):
            self._add(text, self._read([text]), LABEL_INDEX[label], "emoji", label_share=share)
        for emoji in read_emoji():
            reads = self._read([emoji.name, f"I feel {emoji.name}.", f"My reaction: {emoji.name}"])
            for text in (emoji.character, emoji.character * 2, f"{emoji.character}."):
                self._add(text, reads, NO_CLASS, "emoji_name")

    def _swap(self, each: LabelledText, choose: random.Random) -> list[str]:
        if each.source in FILM_SETS and choose.random() >= self._recipe.swapped_share_of_films:
            return []
        return swap_identity(each.text, choose)[: self._recipe.swapped_variants]

    def _read(self, texts: list[str]) -> tuple[int, ...]:
        return tuple(self.places.setdefault(to_teacher_text(text), len(self.places)) for text in texts)

    def _add(
        self,
        text: str,
        reads: tuple[int, ...],
        label: int,
        source: str,
        *,
        polarity_only: bool = False,
        label_share: float = 0.0,
    ) -> None:
        if not self._evaluation.has_sentence(text):
            self.rows.append(DistillationRow(text, reads, label, polarity_only, source, label_share))
