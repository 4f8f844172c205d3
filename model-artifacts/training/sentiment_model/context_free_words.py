"""Whether the tokens of a text are the tokens of its words."""

from __future__ import annotations

from typing import Any

from .text_normalization import build_tokenizer

_NORMALIZER = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}
_PRE_TOKENIZER = {"type": "BertPreTokenizer"}


def has_context_free_words(tokenizer: dict[str, Any]) -> bool:
    """Whether the tokens of a text are those of its words, end to end.

    A word is of ASCII characters besides `<`, `&` and `@`, with blanks around it. It holds for a BERT
    tokenizer, cased or not, and for one with the text normalization of this package: its rules look
    past a blank only for tags, entities and mentions. Of other tokenizers nothing is known.

    tokenizer: the content of `tokenizer.json`.
    """
    if (tokenizer.get("model") or {}).get("type") != "WordPiece":
        return False
    normalizer = tokenizer.get("normalizer") or {}
    if normalizer.get("type") == "BertNormalizer":
        return bool(tokenizer.get("pre_tokenizer") == _PRE_TOKENIZER)
    plain = {
        "normalizer": _NORMALIZER,
        "pre_tokenizer": _PRE_TOKENIZER,
        "model": {"type": "WordPiece", "vocab": {"a": 0}},
    }
    ours = build_tokenizer(plain, [])
    return all(tokenizer.get(part) == ours[part] for part in ("normalizer", "pre_tokenizer"))
