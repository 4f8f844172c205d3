"""Texts that differ by a term of identity alone, to be given one label."""

from __future__ import annotations

import random
import re

from .articles import mend_articles
from .identity_terms import GROUPS, PEOPLE, PEOPLE_PLURAL
from .words import read_words

VARIANTS = 4
# These words mean a person's identity only before a word for persons.
OFTEN_OTHER = frozenset(
    read_words(
        """straight white Black old young rich poor secular local mute adult guard cook Orthodox Roma blind queer
        retired disabled religious brown aged bipolar man Polish Turkey"""
    )
)
# In a text without capitals these are other words.
OTHER_IN_LOWER_CASE = frozenset(("polish", "turkey", "china", "roma", "orthodox", "mei", "wei", "jordan", "chile"))
GROUP_BY_TERM = {term: group for group, terms in reversed(GROUPS.items()) for term in terms}
LOWER_CASE = {term.lower(): term for term in GROUP_BY_TERM if term.lower() not in OTHER_IN_LOWER_CASE}
PERSONS = "|".join(
    [
        *PEOPLE["gender"],
        *PEOPLE["occupation"],
        *PEOPLE_PLURAL["gender plural"],
        "people",
        "person",
        "couple",
        "families",
    ]
)
PRONOUN = re.compile(r"\b(?:she|her|hers|herself|he|his|him|himself)\b", re.IGNORECASE)
# "A German" is a person, "a French" is not.
NOUNS_TOO = frozenset(
    [
        *(word for word in GROUPS["nationality"] if word.endswith(("n", "i"))),
        *(word for word in GROUPS["religion"] if word in GROUPS["believer"]),
    ]
)
IN_TURNS = frozenset(("gender", "kin", "gender plural", "kin plural"))


def _compile(terms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, terms), key=len, reverse=True))})(?![\w-])")


TERM = _compile([term for term in GROUP_BY_TERM if term not in OFTEN_OTHER])
TERM_IN_LOWER_CASE = _compile([lower for lower, term in LOWER_CASE.items() if term not in OFTEN_OTHER])
TERM_BEFORE_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(OFTEN_OTHER))}|black)(?= (?:{PERSONS})\b)")


def swap_identity(text: str, choose: random.Random) -> list[str]:
    """Up to four variants of the text with one of its listed terms replaced by others of the term's group.

    Each occurrence of the term is replaced, "a" and "an" are mended, and a text without capitals keeps having none. A
    text without a listed term has no variants.
    """
    lower = text.islower()
    found = {match.group() for match in (TERM_IN_LOWER_CASE if lower else TERM).finditer(text)}
    found.update(match.group() for match in TERM_BEFORE_PERSON.finditer(text))
    if not found:
        return []
    term = choose.choice(sorted(found))
    others = _list_others(LOWER_CASE.get(term, term), text)
    pattern = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])")
    chosen = [other.lower() if lower else other for other in choose.sample(others, min(VARIANTS, len(others)))]
    return [mend_articles(pattern.sub(other, text), other) for other in chosen]


def _list_others(term: str, text: str) -> list[str]:
    """The other terms of the group that fit where the term stands."""
    group = GROUP_BY_TERM[term]
    terms = GROUPS[group]
    if group in IN_TURNS and PRONOUN.search(text):
        terms = terms[terms.index(term) % 2 :: 2]
    elif term in NOUNS_TOO:
        terms = [other for other in terms if other in NOUNS_TOO]
    return [other for other in terms if other != term]
