"""Spelling of chats: letters drawn out, no apostrophes, short forms."""

from __future__ import annotations

import random
import re

from .words import read_words

DRAWN_OUT = frozenset(
    read_words(
        """so very really too much way no yes please love hate good bad great best worst nice cool long slow hot cold
    more never always super awesome awful terrible amazing boring sad happy tired well all still ever wow oh hey
    why soon cute sweet fun funny lovely horrible pretty ugly sorry thanks thank wrong hard fast"""
    )
)
VOWELS = "aeiouy"
APOSTROPHE = re.compile(r"(?<=[A-Za-z])(?:['’]|&#39;)(?=(?:t|s|re|ve|ll|d|m)\b)")
SHORT_FORMS = {
    "you": "u", "your": "ur", "you're": "ur", "are": "r", "please": "pls", "thanks": "thx", "thank you": "ty",
    "going to": "gonna", "want to": "wanna", "got to": "gotta", "because": "cuz", "though": "tho", "through": "thru",
    "people": "ppl", "really": "rly", "with": "w/", "without": "w/o", "tomorrow": "tmrw", "tonight": "tonite",
    "about": "abt", "before": "b4", "great": "gr8", "see you": "cya", "to be": "2b", "for": "4", "and": "&",
    "message": "msg", "minutes": "mins", "hours": "hrs", "them": "em", "kind of": "kinda", "sort of": "sorta",
    "lot of": "lotta", "what are you": "whatcha", "don't know": "dunno", "let me": "lemme", "give me": "gimme",
    "picture": "pic", "probably": "prolly", "something": "smth", "someone": "sum1", "okay": "ok", "why": "y",
    "to": "2", "too": "2", "i am": "im", "just": "jus", "nothing": "nothin", "what": "wat",
    "right now": "rn", "by the way": "btw", "i don't know": "idk", "love": "luv",
    "good": "gud", "night": "nite", "favourite": "fav", "favorite": "fave", "have to": "hafta",
    "something's": "smths", "your's": "urs", "everyone": "every1", "later": "l8r",
}  # fmt: skip
SHORTENED = re.compile(
    r"\b(?:" + "|".join(re.escape(words) for words in sorted(SHORT_FORMS, key=len, reverse=True)) + r")\b(?!['’])",
    re.IGNORECASE,
)


def draw_out_letters(text: str, choose: random.Random) -> str:
    """Repeats a letter of one or two words that people draw out ("sooo"); without such a word of any word."""
    words = text.split(" ")
    known = [index for index, word in enumerate(words) if word.lower().strip(".,!?") in DRAWN_OUT]
    able = known or [index for index, word in enumerate(words) if len(word) > 2 and word.isalpha()]
    for index in choose.sample(able, min(len(able), choose.choice((1, 1, 2)))):
        words[index] = _draw_out(words[index], choose)
    return " ".join(words)


def _draw_out(word: str, choose: random.Random) -> str:
    vowels = [index for index, letter in enumerate(word) if letter.lower() in VOWELS]
    letters = [index for index, letter in enumerate(word) if letter.isalpha()]
    if not letters:
        return word
    at = vowels[-1] if vowels and choose.random() < 0.7 else letters[-1]
    return word[:at] + word[at] * choose.choice((2, 3, 3, 4, 5, 7)) + word[at + 1 :]


def drop_apostrophes(text: str, choose: random.Random) -> str:
    """Contractions without their apostrophes ("dont"), or with the typographic one."""
    return APOSTROPHE.sub("" if choose.random() < 0.8 else "’", text)


def shorten_words(text: str, choose: random.Random) -> str:
    """Writes four in ten of the words that have a short form in chats by it."""
    return SHORTENED.sub(
        lambda match: SHORT_FORMS[match.group().lower()] if choose.random() < 0.4 else match.group(), text
    )
