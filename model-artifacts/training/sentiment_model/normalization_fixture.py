"""A small tokenizer with text normalization for the service's tests, and texts that it has to read as Python does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from .text_normalization import build_tokenizer, read_emoji

TEXTS = 10_000
MAX_PARTS = 30
PARTS = [
    *["good", "bad", "not", "It's", "iPhone", "C#", "s#it", "3:1", "1,000", ".", "…", "-", "?", "_"],
    *[" ", " ", "\n", "\t"],
    *["<b>", "</p>", "<br/>", '<a href="x">', "<", ">", "<!--", "-->", "<3", "</3", "<" + "a" * 199 + ">", "<i 😂>"],
    *["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;", "&hellip;", "&amp;lt;", "&amp;amp;", "&", ";"],
    *["http://a.b/c", "https://a.b/?c=d&e#F", "www.a.org", "pic.twitter.com/aB1", "http://", "bob@example.org", "a@b"],
    *["@", "@bob_1", "@ss", "RT @bob:", "#", "#WorstDayEver2024", "#iPhone", "#love_it", "#IHateMondays", "#1"],
    *["soooo", "goood", "yesss", "nooo", "AAA", "xiii", "www", "!!!", "?!?!?!", "....", "-----", "x" * 101, "o" * 70],
    *["😂", "😂😂😂", "❤️", "👍🏽", "👨‍👩‍👧", "🤷‍♀️", "🇺🇸", "1️⃣", "★★★", "♥", "🫎"],
    *[":)", ":-(", ":D", ";)", ":/", "xD", ":'(", "(:", "=)", ":", "(", ")"],
    *["’", "“", "´", "™", "½", "Ａ", "ﷺ", "ﬁ", "é", "e\u0301", "\u0301"],
    *["\u200b", "\u200d", "\u00ad", "\ufffd", "\x00"],
    *["最高", "가", "हिन्दी", "ไทย", "שלום", "İ", "ß", "𝐀"],
]


def write_text_normalization(folder: Path, source: Path) -> None:
    """Writes `tokenizer.json`, made from the one at `source`, and `texts.json` with the SHA-256 of all token ids."""
    folder.mkdir(parents=True, exist_ok=True)
    small = json.loads(source.read_text(encoding="utf-8"))
    built = build_tokenizer(small, [one for one in read_emoji() if one.character not in small["model"]["vocab"]])
    tokenizer = Tokenizer.from_str(json.dumps(built))
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=True) + "\n", encoding="utf-8")
    digest = get_digest(tokenizer, combine_parts(PARTS, TEXTS, MAX_PARTS))
    texts = {"parts": PARTS, "texts": TEXTS, "maxParts": MAX_PARTS, "sha256": digest}
    # Escaped: some parts are invisible.
    (folder / "texts.json").write_text(json.dumps(texts, indent=2) + "\n", encoding="utf-8")


def combine_parts(parts: Sequence[str], count: int, max_parts: int) -> Iterator[str]:
    """`count` texts of 1 to `max_parts` parts, drawn by a linear congruential generator."""
    state = 1

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        return (state >> 8) % below

    for _ in range(count):
        yield "".join(parts[draw(len(parts))] for _ in range(1 + draw(max_parts)))


def get_digest(tokenizer: Tokenizer, texts: Iterator[str]) -> str:
    """SHA-256 of the ids of all texts: a line a text, commas between ids."""
    lines = (",".join(map(str, tokenizer.encode(text).ids)) for text in texts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
