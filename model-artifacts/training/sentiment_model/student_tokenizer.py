"""The tokenizer of a student: the one of its pretrained encoder, with text normalization and tokens for emoji."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

from .text_normalization import Emoji, build_tokenizer, read_emoji


def write_student_tokenizer(file: Path, source: Path) -> list[Emoji]:
    """Writes `tokenizer.json`. Returns the emoji whose tokens follow the source's vocabulary, in their order.

    source: transformers folder of an uncased BERT encoder. Emoji that its vocabulary knows already are left out.
    """
    known = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    emoji = [each for each in read_emoji() if each.character not in known["model"]["vocab"]]
    tokenizer = Tokenizer.from_str(json.dumps(build_tokenizer(known, emoji)))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    file.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(file))
    return emoji
