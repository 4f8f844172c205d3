"""More text of a kind, for a teacher to label: words replaced by like words, cut, joined and turned round.

The way of TinyBERT (Jiao et al. 2020) and of Tang et al. (2019). Nothing says that a variant keeps its text's label,
and nothing has to: the teacher reads the variant. Like words come from the student's own embedding table.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

LEAST_COUNT = 5
# Shorter texts have few variants that are not training texts themselves.
LEAST_WORDS = 4
CONNECTIVES = [
    ", but",
    ", and",
    "; still ,",
    ", although",
    ", yet",
    "even though",
    ". however ,",
    ". and",
    "-- not that",
]
NEGATIONS = ["not", "never", "hardly", "n't", "no", "far from", "anything but", "not exactly", "by no means"]


@dataclass(frozen=True)
class AugmentRecipe:
    """How variants are made."""

    variants: int = 3
    """Of each text."""
    like_words: int = 12
    replace_share: float = 0.2
    drop_share: float = 0.05
    cut_share: float = 0.2
    """Of variants that keep one run of their words only; so are those that are joined and negated."""
    join_share: float = 0.2
    negate_share: float = 0.1
    seed: int = 0


def augment(texts: list[str], source: Path, recipe: AugmentRecipe) -> list[str]:
    """New texts, none of them among `texts`, in random order. source: transformers folder of the student's encoder."""
    neighbours = _find_neighbours(texts, source, recipe.like_words)
    choose = random.Random(recipe.seed)
    sources = sorted({text for text in texts if len(text.split()) >= LEAST_WORDS})
    known = set(texts)
    made: dict[str, None] = {}
    for text in tqdm(sources, desc="variants", unit="text", mininterval=5):
        for _ in range(recipe.variants):
            variant = _vary(text, sources, neighbours=neighbours, recipe=recipe, choose=choose)
            if variant not in known:
                made[variant] = None
    result = list(made)
    choose.shuffle(result)
    return result


def _vary(
    text: str, sources: list[str], *, neighbours: dict[str, list[str]], recipe: AugmentRecipe, choose: random.Random
) -> str:
    words = [
        _replace(word, neighbours, recipe, choose) for word in text.split() if choose.random() >= recipe.drop_share
    ]
    kind = choose.random()
    if kind < recipe.cut_share and len(words) > LEAST_WORDS:
        size = choose.randint(LEAST_WORDS, len(words) - 1)
        start = choose.randint(0, len(words) - size)
        words = words[start : start + size]
    elif kind < recipe.cut_share + recipe.join_share:
        words = [*words[:40], choose.choice(CONNECTIVES), *choose.choice(sources).split()[:40]]
    elif kind < recipe.cut_share + recipe.join_share + recipe.negate_share:
        words.insert(choose.randint(0, len(words)), choose.choice(NEGATIONS))
    return " ".join(words)


def _replace(word: str, neighbours: dict[str, list[str]], recipe: AugmentRecipe, choose: random.Random) -> str:
    like = neighbours.get(word.lower())
    return choose.choice(like) if like and choose.random() < recipe.replace_share else word


@torch.no_grad()
def _find_neighbours(texts: list[str], source: Path, count: int) -> dict[str, list[str]]:
    """For each frequent whole word of the texts its nearest ones, by the cosine of their embeddings."""
    vocabulary = AutoTokenizer.from_pretrained(source).get_vocab()
    counts = Counter(word for text in texts for word in text.lower().split())
    words = [word for word, seen in counts.items() if seen >= LEAST_COUNT and word.isalpha() and word in vocabulary]
    table = AutoModel.from_pretrained(source).embeddings.word_embeddings.weight
    if not words:
        return {}
    rows = F.normalize(table[torch.tensor([vocabulary[word] for word in words])], dim=1)
    nearest = (rows @ rows.T).topk(min(count + 1, len(words))).indices
    return {
        word: [words[index] for index in row if words[index] != word]
        for word, row in zip(words, nearest.tolist(), strict=True)
    }
