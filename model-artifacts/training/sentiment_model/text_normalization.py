"""Text normalization as a part of `tokenizer.json`, so that each library that reads the file applies the same rules."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .normalization_rules import CASED, CJK_CLASS, EMOJI_CLASS, UNCASED, Rule

EMOJI_FILE = Path(__file__).with_name("emoji.tsv")


@dataclass(frozen=True)
class Emoji:
    """An emoji of one code point that gets a token of its own."""

    character: str
    name: str
    """Lower-case words for it, from which training takes the first embedding."""


def read_emoji(path: Path = EMOJI_FILE) -> list[Emoji]:
    """The emoji in the order of their tokens: a row each, `emoji<TAB>name`, behind a header."""
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    return [Emoji(*row.split("\t")) for row in rows]


def build_tokenizer(source: dict[str, Any], emoji: Sequence[Emoji]) -> dict[str, Any]:
    """An uncased BERT `tokenizer.json` with text normalization, and a token for each emoji behind the last one.

    Raises ValueError when the source is another kind of tokenizer, or has a token for one of the emoji.
    """
    kinds = [(source.get(part) or {}).get("type") for part in ("normalizer", "pre_tokenizer", "model")]
    if kinds != ["BertNormalizer", "BertPreTokenizer", "WordPiece"] or not source["normalizer"]["lowercase"]:
        raise ValueError(f"the source is no uncased BERT tokenizer: {kinds}")
    tokenizer = copy.deepcopy(source)
    vocabulary = tokenizer["model"]["vocab"]
    first = max(vocabulary.values()) + 1
    for id, one in enumerate(emoji, first):
        if one.character in vocabulary:
            raise ValueError(f"two tokens for {one.character}")
        vocabulary[one.character] = id
    tokenizer["normalizer"] = _sequence(
        "normalizers",
        [
            *_replace(CASED),
            # The steps of `BertNormalizer`, with NFKD in the place of NFD.
            {"type": "NFKD"},
            {"type": "StripAccents"},
            {"type": "Lowercase"},
            *_replace(UNCASED),
        ],
    )
    tokenizer["pre_tokenizer"] = _sequence(
        "pretokenizers",
        [
            {
                "type": "Split",
                "pattern": {"Regex": f"[{EMOJI_CLASS}{CJK_CLASS}]"},
                "behavior": "Isolated",
                "invert": False,
            },
            source["pre_tokenizer"],
        ],
    )
    return tokenizer


def _sequence(part: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "Sequence", part: steps}


def _replace(rules: list[Rule]) -> list[dict[str, Any]]:
    return [{"type": "Replace", "pattern": {"Regex": rule.pattern}, "content": rule.content} for rule in rules]
