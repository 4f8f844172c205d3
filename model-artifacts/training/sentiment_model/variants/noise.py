"""Noise that keeps a text's label: a student has to answer as the teacher did for the clean text."""

from __future__ import annotations

import random
from collections.abc import Callable

from .case import change_case
from .emoji import add_emoji
from .framing import add_frame
from .handles import add_handle
from .hashtags import add_hashtag
from .markup import add_markup
from .punctuation import change_punctuation
from .replacements import replace_numbers, replace_places
from .spelling import draw_out_letters, drop_apostrophes, shorten_words
from .typos import add_typos
from .urls import add_url

Noise = Callable[[str, random.Random], str]

# In the order in which they are applied: what changes words comes before what is written around them.
NOISES: tuple[tuple[Noise, float], ...] = (
    (replace_numbers, 0.5),
    (replace_places, 0.6),
    (shorten_words, 0.7),
    (drop_apostrophes, 0.6),
    (draw_out_letters, 0.5),
    (add_typos, 2.0),
    (change_case, 1.4),
    (change_punctuation, 1.4),
    (add_frame, 1.0),
    (add_hashtag, 1.4),
    (add_markup, 1.5),
    (add_url, 1.1),
    (add_handle, 1.6),
)
EMOJI_WEIGHT = 1.2
POSITIONS = range(len(NOISES) + 1)
WEIGHTS = [*(weight for _, weight in NOISES), EMOJI_WEIGHT]
MAX_DRAWS = 8


def make_noisy(text: str, choose: random.Random, polarity: str | None, strength: int) -> str:
    """The text with one to `strength` (1 to 3) kinds of noise; never empty for a text with words.

    `polarity` is `negative`, `neutral` or `positive` where the text has it clearly, else None: it picks the emoji.
    Noises that find nothing to change in the text are drawn again, at most eight times.
    """
    wanted = choose.randint(1, max(1, min(3, strength)))
    chosen: set[int] = set()
    clean = text
    for _ in range(MAX_DRAWS):
        chosen.update(choose.choices(POSITIONS, WEIGHTS, k=wanted - len(chosen)))
        text = clean
        for position in sorted(chosen):
            text = NOISES[position][0](text, choose) if position < len(NOISES) else add_emoji(text, polarity, choose)
        if text != clean and text.strip():
            return text
        chosen.clear()
    return clean
