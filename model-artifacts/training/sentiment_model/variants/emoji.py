"""Emoji in texts: added where they keep the label, standing alone, and replaced by their names."""

from __future__ import annotations

import random
import re
import unicodedata

from .emoji_list import EMOJI

LABELS = ("negative", "neutral", "positive")
BY_POLARITY = {label: [emoji for emoji, _, polarity in EMOJI if polarity == label] for label in LABELS}
NAMES = {emoji: name for emoji, name, _ in EMOJI}
# People put these behind texts of both polarities.
AMBIGUOUS = frozenset("😂🤣😹😭🙏🔥😉✨🤪")
FOR_TEXTS = {label: [emoji for emoji in members if emoji not in AMBIGUOUS] for label, members in BY_POLARITY.items()}
SKIN_TONES = ("🏻", "🏼", "🏽", "🏾", "🏿")
HAVE_SKIN = frozenset("👍👎👌👏🙌💪🤞🤟🤙🙏🖕🤦🙅🤷💃🕺🫶👆👇👉✌")
VARIATION_SELECTOR = "\ufe0f"
ZERO_WIDTH_JOINER = "\u200d"
TAKE_SELECTOR = frozenset("❤♥☀✔☹☠✌☺🗑⌨🖥🖨✈✉⚙🗣➡⬇▶🏷🗺☁❄🍽♟🛏🗓🌧")
LISTED = "|".join(sorted((re.escape(emoji) for emoji in NAMES), key=len, reverse=True))
# Skin tones, and what is joined to an emoji (sex, hair), are no part of its name.
FOUND = re.compile(
    f"({LISTED}|[\U0001f300-\U0001faff\u2600-\u27bf])"
    f"(?:[{VARIATION_SELECTOR}{''.join(SKIN_TONES)}]|{ZERO_WIDTH_JOINER}.)*"
)
SENTENCE_END = re.compile(r"(?<=[.!?]) ")


def add_emoji(text: str, polarity: str | None, choose: random.Random) -> str:
    """The text with one to three emoji of its polarity, or neutral ones; without polarity only neutral ones.

    They stand behind the text (mostly), in front of it or between its sentences.
    """
    kind = polarity if polarity in {"negative", "positive"} and choose.random() < 0.75 else "neutral"
    run = make_run(FOR_TEXTS[kind], choose)
    place = choose.random()
    if place < 0.75:
        return f"{text}{choose.choice((' ', ' ', ''))}{run}"
    if place < 0.88:
        return f"{run} {text}"
    return SENTENCE_END.sub(f" {run} ", text, count=1) if SENTENCE_END.search(text) else f"{text} {run}"


def make_run(members: list[str], choose: random.Random) -> str:
    """One emoji, one repeated, or several of the members, with skin tones and variation selectors as people write."""
    size = choose.choice((1, 1, 1, 2, 3))
    chosen = [choose.choice(members)] * size if choose.random() < 0.5 else choose.choices(members, k=size)
    return choose.choice(("", "", "", " ")).join(_decorate(emoji, choose) for emoji in chosen)


def _decorate(emoji: str, choose: random.Random) -> str:
    if emoji in HAVE_SKIN and choose.random() < 0.3:
        return emoji + choose.choice(SKIN_TONES)
    return emoji + VARIATION_SELECTOR if emoji in TAKE_SELECTOR and choose.random() < 0.7 else emoji


def emoji_examples(choose: random.Random, count: int) -> list[tuple[str, str]]:
    """`count` texts of emoji alone, each with its label: single ones and runs of one polarity; no text twice.

    All emoji stand among them alone where `count` allows it.
    """
    made = {emoji: polarity for emoji, _, polarity in EMOJI}
    while len(made) < count:
        label = choose.choice(LABELS)
        made[make_run(BY_POLARITY[label], choose)] = label
    return choose.sample(list(made.items()), count)


def emoji_in_words(text: str) -> str:
    """The text with each emoji replaced by its name between blanks: the one of the list, else that of Unicode."""
    if text.isascii():
        return text
    return " ".join(FOUND.sub(lambda match: f" {_read_name(match.group(1))} ", text).split())


def _read_name(emoji: str) -> str:
    return NAMES.get(emoji) or unicodedata.name(emoji, "").lower()
