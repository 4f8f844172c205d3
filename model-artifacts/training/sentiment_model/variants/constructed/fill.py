"""Fills the slots of a template with words that fit together."""

from __future__ import annotations

import random
import re

from ..articles import mend_articles
from .domains import DOMAINS, Domain
from .slots import SLOTS

SLOT = re.compile(r"\{(\w+?)(\d?)\}")
OF_DOMAIN = {"thing": "things", "good": "good", "bad": "bad", "praise": "praises", "complaint": "complaints"}
SENTENCE_START = re.compile(r"(^|[.!?] )([a-z])")


def fill(template: str, choose: random.Random) -> str:
    """The template with each {slot} filled: {thing} {good} {bad} {praise} {complaint} from one domain, others from lists.

    A digit behind a name ({thing2}) asks for another value than that of the same name before. Sentences begin with a
    capital, and articles fit their words.
    """
    domain = choose.choice(DOMAINS)
    values: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        key = match.group(1) + match.group(2)
        if key not in values:
            taken = {value for other, value in values.items() if other.rstrip("0123456789") == match.group(1)}
            options = _list_options(match.group(1), domain)
            value = choose.choice(options)
            while value in taken:
                value = choose.choice(options)
            values[key] = value
        return values[key]

    text = mend_articles(SLOT.sub(replace, template))
    return SENTENCE_START.sub(lambda match: match.group(1) + match.group(2).upper(), text)


def _list_options(slot: str, domain: Domain) -> list[str]:
    if slot in OF_DOMAIN:
        options: list[str] = getattr(domain, OF_DOMAIN[slot])
        return options
    return SLOTS[slot]
