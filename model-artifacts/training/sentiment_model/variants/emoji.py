"""Emoji in texts: added where they keep the label, standing alone, and replaced by their names."""

from __future__ import annotations

import random
import re

from .emoji_list import EMOJI

BY_POLARITY = {
    polarity: [emoji for emoji, _, kind in EMOJI if kind == polarity] for polarity in ("negative", "neutral", "positive")
}
NAMES = {emoji: name for emoji, name, _ in EMOJI}
# Which laugh and cry in texts of both polarities: no label for one of them behind a text.
AMBIGUOUS = frozenset("😂🤣😹😭🙏🔥😏😉✨🥺😳🤯😅🤪")
FOR_TEXTS = {polarity: [emoji for emoji in members if emoji not in AMBIGUOUS] for polarity, members in BY_POLARITY.items()}
SKIN_TONES = ("🏻", "🏼", "🏽", "🏾", "🏿")
HAVE_SKIN = frozenset("👍👎👌👏🙌💪🤞🤟🤙🙏🖕🤦🙅🤷💃🕺🫶👆👇👉✌")
VARIATION_SELECTOR = "\ufe0f"
TAKE_SELECTOR = frozenset("❤♥☀✔☹☠✌☺🗑⌨🖥🖨✈✉⚙🗣➡⬇▶ℹ🏷🗺☁❄🍽♟🛏🗓🌧")
FOUND = re.compile(
    "(" + "|".join(sorted((re.escape(emoji) for emoji in NAMES), key=len, reverse=True)) + ")"
    f"[{''.join(SKIN_TONES)}]?{VARIATION_SELECTOR}?"
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
    """Texts of emoji alone, each with its label: every emoji once, then runs of one polarity; no text twice."""
    made = {emoji: polarity for emoji, _, polarity in EMOJI}
    labels = sorted(BY_POLARITY)
    while len(made) < count:
        label = choose.choice(labels)
        made[make_run(BY_POLARITY[label], choose)] = label
    rows = [(text, label) for text, label in made.items()]
    choose.shuffle(rows)
    return rows[:count]


def emoji_in_words(text: str) -> str:
    """The text with each listed emoji replaced by its name between blanks."""
    if text.isascii():
        return text
    return " ".join(FOUND.sub(lambda match: f" {NAMES[match.group(1)]} ", text).split())
