"""Texts that differ by a term of identity alone, to be given one label."""

from __future__ import annotations

import random
import re

from .articles import mend_articles
from .identity_terms import ADJECTIVES, GROUPS, NAMES, PEOPLE, PEOPLE_PLURAL, PLACES

# A word in two groups belongs to the first. These words mean something else more often than a person.
OFTEN_OTHER = frozenset(("straight", "white", "Black", "old", "young", "rich", "poor", "secular", "local", "mute", "adult",
                         "guard", "cook", "Orthodox", "Roma", "blind", "queer", "retired", "Turkey", "disabled"))  # fmt: skip
GROUP_BY_TERM: dict[str, str] = {}
for _group, _terms in GROUPS.items():
    for _term in _terms:
        GROUP_BY_TERM.setdefault(_term, _group)
FINDABLE = [term for term in GROUP_BY_TERM if term not in OFTEN_OTHER]
TERM = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, FINDABLE), key=len, reverse=True)) + r")(?![\w-])"
)
# With a person behind it such a word does mean identity.
TERM_BEFORE_PERSON = re.compile(
    r"\b(?:straight|white|Black|black|old|young|rich|poor|blind|disabled|retired|queer)(?= (?:"
    + "|".join([*PEOPLE["gender"], *PEOPLE["occupation"], *PEOPLE_PLURAL["gender plural"], "people", "person", "families"])
    + r")\b)"
)
GROUP_BY_TERM["black"] = "ethnicity"
VARIANTS = 4
SEX = {
    "she": "he", "her": "his", "hers": "his", "herself": "himself",
    "he": "she", "his": "her", "him": "her", "himself": "herself",
}  # fmt: skip


def swap_identity(text: str, choose: random.Random) -> list[str]:
    """Up to four variants of the text with one of its listed terms replaced by others of the term's group.

    Each occurrence of the term is replaced and "a" and "an" are mended. A text without a listed term has no variants.
    """
    found = sorted({match.group() for pattern in (TERM, TERM_BEFORE_PERSON) for match in pattern.finditer(text)})
    if not found:
        return []
    term = choose.choice(found)
    group = GROUP_BY_TERM[term]
    others = [other for other in GROUPS[group] if other.lower() != term.lower()]
    if group == "gender" and re.search(rf"\b(?:{'|'.join(SEX)})\b", text, re.IGNORECASE):
        # The pronouns of the text would not fit the other half.
        half = PEOPLE["gender"].index(term) % 2
        others = [other for other in PEOPLE["gender"][half::2] if other != term]
    pattern = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])")
    chosen = choose.sample(others, min(VARIANTS, len(others)))
    return [mend_articles(pattern.sub(other, text), other) for other in chosen]


def list_terms() -> dict[str, list[str]]:
    """The groups with their terms."""
    return {**ADJECTIVES, **PEOPLE, **PEOPLE_PLURAL, **PLACES, **NAMES}
