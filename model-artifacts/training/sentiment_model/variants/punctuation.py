"""Punctuation left out, added and repeated, blanks added, quotes around a text."""

from __future__ import annotations

import random
import re

# A colon or bracket may be a smiley.
AT_WORD_END = re.compile(r"""(?<![^\w\s"'])[.,;!?"]+(?=\s|$)|(?<=\s)"+""")
AT_TEXT_END = re.compile(r"\s*[.!]+\s*$")
QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("«", "»"), ("*", "*"), ("(", ")"), ("- ", ""), ("> ", ""))
ENDS = ("", "", ".", "..", "...", "....", "!", "!!", "!!!", "!!!!", " .", " !", "…", " -", ";", ",", " :")


def change_punctuation(text: str, choose: random.Random) -> str:
    """The same words with other punctuation and blanks. A question mark at the end stays one."""
    kind = choose.random()
    if kind < 0.5:
        return _change_end(text, choose)
    if kind < 0.65:
        return AT_WORD_END.sub("", text).strip() or text
    if kind < 0.75:
        return _add_blanks(text, choose)
    if kind < 0.85:
        before, after = choose.choice(QUOTES)
        return f"{before}{text}{after}"
    if kind < 0.93:
        return text.replace(", ", choose.choice((" ", "... ", " , ", ",", " - ")))
    return text.replace(". ", choose.choice(("... ", "! ", " . ", ".", "\n", ".  ")))


def _change_end(text: str, choose: random.Random) -> str:
    stripped = AT_TEXT_END.sub("", text)
    if not stripped:
        return text
    if stripped.endswith("?"):
        return stripped + choose.choice(("", "?", "??", "???", "?!"))
    return stripped + choose.choice(ENDS)


def _add_blanks(text: str, choose: random.Random) -> str:
    words = text.split(" ")
    for _ in range(choose.randint(1, 3)):
        at = choose.randrange(len(words))
        words[at] = choose.choice((f" {words[at]}", f"{words[at]}  ", f"\n{words[at]}", f"{words[at]}\t"))
    return " ".join(words)
