"""Variants of a text that keep its sentiment: they measure how often noise changes the label of a model.

The lists are in `noise/lists.json`. They serve the evaluation alone: no training text may contain one of their entries.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

LISTS = Path(__file__).resolve().parent.parent / "noise" / "lists.json"
KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Of a letter, the letters to its left and right.
NEIGHBOURS = {
    letter: row[max(0, index - 1) : index] + row[index + 1 : index + 2]
    for row in KEYBOARD_ROWS
    for index, letter in enumerate(row)
}
WORDS_PER_TYPO = 10
# A typo in a shorter word often gives another word.
WORD_OF_FOUR_LETTERS = re.compile(r"[A-Za-z]{4,}")
# Three words with nothing but spaces between them. The lookahead finds those that overlap.
THREE_WORDS = re.compile(r"(?<!\S)(?=([A-Za-z']+) +([A-Za-z']+) +([A-Za-z']+)(?=[.,;:!?…]*(?:\s|$)))")
# A question mark is no noise: without it, the text may say something else.
ENDING = re.compile(r"[\s.!…,;:]+$")


@cache
def read_noise_lists() -> dict[str, list[str]]:
    """Returns `handles`, `urls`, `htmlWrappings` (with `{}` in the place of the text) and `trailingPunctuations`."""
    lists: dict[str, list[str]] = json.loads(LISTS.read_text(encoding="utf-8"))
    return lists


def make_variant(recipe: str, text: str, seed: int) -> str:
    """Returns the variant of `text` by a recipe of RECIPES. The same arguments give the same variant.

    `hashtag` and `typo` return a text without a place for them as it is.
    """
    return RECIPES[recipe](text, random.Random(f"{seed}:{recipe}:{text}"))


def _add_handle(text: str, generator: random.Random) -> str:
    return f"{generator.choice(read_noise_lists()['handles'])} {text}"


def _add_url(text: str, generator: random.Random) -> str:
    url = generator.choice(read_noise_lists()["urls"])
    return f"{text} {url}" if generator.random() < 0.5 else f"{url} {text}"


def _wrap_in_html(text: str, generator: random.Random) -> str:
    return generator.choice(read_noise_lists()["htmlWrappings"]).replace("{}", text)


def _change_ending(text: str, generator: random.Random) -> str:
    bare = ENDING.sub("", text)
    endings = [ending for ending in read_noise_lists()["trailingPunctuations"] if bare + ending != text]
    return bare + generator.choice(endings)


def _to_upper_case(text: str, _: random.Random) -> str:
    return text.upper()


def _glue_hashtag(text: str, generator: random.Random) -> str:
    places = list(THREE_WORDS.finditer(text))
    if not places:
        return text
    place = generator.choice(places)
    words = [word.replace("'", "") for word in place.groups()]
    hashtag = "#" + "".join(word[:1].upper() + word[1:] for word in words)
    return text[: place.start()] + hashtag + text[place.end(3) :]


def _add_typos(text: str, generator: random.Random) -> str:
    words = list(WORD_OF_FOUR_LETTERS.finditer(text))
    typos = max(1, round(len(text.split()) / WORDS_PER_TYPO))
    drawn = generator.sample(words, min(typos, len(words)))
    # From the end, so that the places of the others stay right.
    for word in sorted(drawn, key=lambda each: each.start(), reverse=True):
        text = text[: word.start()] + _misspell(word.group(), generator) + text[word.end() :]
    return text


def _misspell(word: str, generator: random.Random) -> str:
    """Changes one place past the first letter, which writers rarely get wrong."""
    index = generator.randrange(1, len(word))
    letter = word[index]
    kind = generator.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap" and index + 1 < len(word) and word[index + 1] != letter:
        return word[:index] + word[index + 1] + letter + word[index + 2 :]
    if kind == "drop":
        return word[:index] + word[index + 1 :]
    if kind == "double":
        return word[:index] + letter + word[index:]
    neighbour = generator.choice(NEIGHBOURS[letter.lower()])
    return word[:index] + (neighbour.upper() if letter.isupper() else neighbour) + word[index + 1 :]


RECIPES: dict[str, Callable[[str, random.Random], str]] = {
    "handle": _add_handle,
    "url": _add_url,
    "html": _wrap_in_html,
    "trailing punctuation": _change_ending,
    "upper case": _to_upper_case,
    "hashtag": _glue_hashtag,
    "typo": _add_typos,
}
