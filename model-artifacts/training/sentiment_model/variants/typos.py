"""Typing errors: a letter dropped, swapped, doubled or missed, or a space left out."""

from __future__ import annotations

import random

# What lies beside a key.
NEIGHBOUR_KEYS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
# An error in these would change the meaning of the whole.
KEPT_WORDS = frozenset(("not", "never", "without", "hardly", "n't", "nothing", "none", "nobody", "less", "least"))
LEAST_LETTERS = 4


def add_typos(text: str, choose: random.Random) -> str:
    """Writes one error in every six to twelve words, in words of four letters and more that are no negation."""
    words = text.split(" ")
    able = [index for index, word in enumerate(words) if len(word) >= LEAST_LETTERS and not _is_kept(word)]
    if not able:
        return text
    count = max(1, round(len(words) / choose.randint(6, 12)))
    glue_after = -1
    for index in choose.sample(able, min(count, len(able))):
        if choose.random() < 0.1 and index + 1 < len(words) and not _is_kept(words[index + 1]):
            glue_after = index
        else:
            words[index] = misspell(words[index], choose)
    if glue_after >= 0:
        words[glue_after : glue_after + 2] = ["".join(words[glue_after : glue_after + 2])]
    return " ".join(words)


def _is_kept(word: str) -> bool:
    return (
        word[:1] in tuple("@#<&") or "/" in word or "n't" in word.lower() or word.lower().rstrip(".,!?;:") in KEPT_WORDS
    )


def misspell(word: str, choose: random.Random) -> str:
    """The word with one error, mostly behind its first letter; a word with fewer than two letters stays."""
    places = [index for index, letter in enumerate(word) if letter.isalpha()]
    if len(places) < 2:
        return word
    first = 0 if choose.random() < 0.08 else 1
    at = choose.choice(places[first:])
    letter = word[at]
    kind = choose.randrange(5)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1 and at + 1 < len(word) and word[at + 1].isalpha() and word[at + 1] != letter:
        return word[:at] + word[at + 1] + letter + word[at + 2 :]
    if kind == 2:
        return word[:at] + letter + word[at:]
    near = choose.choice(NEIGHBOUR_KEYS.get(letter.lower(), letter.lower()))
    near = near.upper() if letter.isupper() else near
    return word[:at] + near + word[at + (kind != 4) :]
