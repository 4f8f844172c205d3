"""The indefinite article before a word that has changed."""

from __future__ import annotations

import re

# Sound decides, not the letter.
CONSONANT_SOUND = re.compile(r"uni(?![nm])|use|usu|eu|one\b|once|ukr|uga|util|ubi", re.IGNORECASE)
VOWEL_SOUND = re.compile(r"hour|honest|honou?r|heir|8|11\b|18\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b([Aa])n? (?=([\w'-]+))")


def pick_article(word: str) -> str:
    """The article before the word: "a" or "an"."""
    if CONSONANT_SOUND.match(word):
        return "a"
    return "an" if VOWEL_SOUND.match(word) or word[:1].lower() in "aeiou" else "a"


def mend_articles(text: str, word: str | None = None) -> str:
    """The text with the right article before each word, or only before `word`."""

    def mend(match: re.Match[str]) -> str:
        if word is not None and word != match.group(2):
            return match.group()
        return f"{match.group(1)}{pick_article(match.group(2))[1:]} "

    return ARTICLE.sub(mend, text)
