"""Fills the slots of a template with words that fit together."""

from __future__ import annotations

import random
import re

from ..articles import mend_articles
from .domains import DOMAINS, Domain
from .slots import SLOTS

SLOT = re.compile(r"\{([a-z_]+)(\d?)\}")
SENTENCE_START = re.compile(r"(^|[.!?] )([a-z])")


def fill(template: str, choose: random.Random) -> str:
    """The template with each {slot} filled: those of a domain from one domain, the others from their lists.

    A digit behind a name ({thing2}) asks for another value than that of the same name before. Sentences begin with a
    capital, and articles fit their words.
    """
    options = OPTIONS[choose.randrange(len(OPTIONS))]
    values: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        slot, key = match.group(1), match.group(1) + match.group(2)
        if key not in values:
            value = choose.choice(options[slot])
            while match.group(2) and value == values.get(slot):
                value = choose.choice(options[slot])
            values[key] = value
        return values[key]

    text = mend_articles(SLOT.sub(replace, template))
    return SENTENCE_START.sub(lambda match: match.group(1) + match.group(2).upper(), text)


def _list_options(domain: Domain) -> dict[str, list[str]]:
    """The words of each slot; {good_word} and {bad_word} are single words, which can stand before a noun."""
    return {
        **SLOTS,
        "thing": domain.things,
        "good": domain.good,
        "bad": domain.bad,
        "good_word": [word for word in domain.good if " " not in word],
        "bad_word": [word for word in domain.bad if " " not in word],
        "praise": domain.praises,
        "complaint": domain.complaints,
    }


OPTIONS = [_list_options(domain) for domain in DOMAINS]
