"""Upper, lower and title case."""

from __future__ import annotations

import random


def change_case(text: str, choose: random.Random) -> str:
    """The text in another case; its letters are the same but for their case."""
    kind = choose.random()
    if kind < 0.3:
        return text.upper()
    if kind < 0.6:
        return text.lower()
    if kind < 0.75:
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    if kind < 0.9:
        return text[:1].swapcase() + text[1:]
    words = text.split(" ")
    for index in choose.sample(range(len(words)), max(1, len(words) // 8)):
        words[index] = words[index].upper()
    return " ".join(words)
