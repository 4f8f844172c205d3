"""Numbers and places replaced by others."""

from __future__ import annotations

import random
import re

from .identity_terms import PLACES

NUMBER = re.compile(r"(?<![\w#/.,-])\d+(?:[.,]\d+)*(?![\w/])")
# Here the number itself is the opinion, or two numbers are compared.
RATED_OR_COMPARED = re.compile(
    r"stars?\b|out of|/|\b(?:from|than|versus|vs|compared|against|rating|score|grade)\b", re.I
)
GROUPS = {place: places for places in PLACES.values() for place in places}
PLACE = re.compile(r"\b(?:" + "|".join(GROUPS) + r")\b")


def replace_numbers(text: str, choose: random.Random) -> str:
    """Each number becomes another one with as many digits; texts that rate or compare by numbers stay."""
    if RATED_OR_COMPARED.search(text):
        return text
    return NUMBER.sub(lambda match: _replace_digits(match.group(), choose), text)


def _replace_digits(number: str, choose: random.Random) -> str:
    if len(number) == 1:
        return str(choose.randint(2, 9)) if number not in "01" else number
    if len(number) == 4 and number[:2] in {"19", "20"}:
        return str(choose.randint(1950, 2025))
    return number[0] + "".join(str(choose.randint(0, 9)) if digit.isdigit() else digit for digit in number[1:])


def replace_places(text: str, choose: random.Random) -> str:
    """Each listed city becomes another listed city and each country another country."""
    chosen: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        place = match.group()
        if place not in chosen:
            chosen[place] = choose.choice(GROUPS[place])
        return chosen[place]

    return PLACE.sub(replace, text)
