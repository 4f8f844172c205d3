"""Hashtags made of a text's own words, and neutral ones behind it."""

from __future__ import annotations

import random
import re

from .words import read_words

TOPICS = read_words(
    """News Monday Tuesday Wednesday Thursday Friday Weekend Tech Business Travel Food Music Film Movies Books Sport
    Football Cricket Tennis Gaming Cooking Health Science Politics Economy Stocks Markets Customer CustomerService
    Support Review MovieReview BookReview Unboxing Update Photo London Chicago Toronto Dublin Morning Evening
    Lunch Dinner Coffee Work Office School Home Family Phone Android Windows Linux Python Startup Marketing
    Weather PublicTransport Commute Train Flight Airport Hotel Shopping Retail Banking Finance Energy Oil Housing
    Cars OnThisDay NowPlaying NowWatching JustSaying Thoughts Opinion Question Help Thread FYI TBT"""
)
PLAIN_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
NO_END = re.compile(r"^(.*?)([.,;:!?]*)$", re.DOTALL)


def add_hashtag(text: str, choose: random.Random) -> str:
    """Makes the last word, one word or two to four neighbouring words a hashtag, or adds neutral topics behind."""
    kind = choose.random()
    words = text.split(" ")
    plain = [index for index, word in enumerate(words) if _is_plain(word)]
    if kind < 0.35 or not plain:
        return " ".join([text, *_make_topics(choose)])
    if kind < 0.5:
        chosen = plain[-1:]
    elif kind < 0.65:
        chosen = choose.sample(plain, min(len(plain), choose.randint(1, 2)))
    else:
        return _glue(words, choose)
    return " ".join(f"#{word}" if index in chosen else word for index, word in enumerate(words))


def _make_topics(choose: random.Random) -> list[str]:
    lower = choose.random() < 0.5
    topics = choose.sample(TOPICS, choose.choice((1, 1, 1, 2, 3)))
    return [f"#{topic.lower() if lower else topic}" for topic in topics]


def _glue(words: list[str], choose: random.Random) -> str:
    """Glues two to four neighbouring words, whose punctuation allows it, as #CamelCase or #lower."""
    size = choose.randint(2, 4)
    starts = [
        start
        for start in range(len(words) - size + 1)
        if all(word.isalpha() for word in words[start : start + size - 1]) and _is_plain(words[start + size - 1])
    ]
    if not starts:
        return " ".join([*words, *_make_topics(choose)])
    start = choose.choice((starts[-1], choose.choice(starts)))
    parts = words[start : start + size]
    match = NO_END.match(parts[-1])
    end = match.group(2) if match else ""
    parts[-1] = parts[-1][: len(parts[-1]) - len(end)].replace("'", "")
    lower = choose.random() < 0.3
    glued = "".join(part.lower() if lower else part[0].upper() + part[1:] for part in parts)
    return " ".join([*words[:start], f"#{glued}{end}", *words[start + size :]])


def _is_plain(word: str) -> bool:
    match = NO_END.match(word)
    return bool(match and PLAIN_WORD.fullmatch(match.group(1)))
