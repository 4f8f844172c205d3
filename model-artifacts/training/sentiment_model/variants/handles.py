"""Handles of people and companies in front of, inside and behind a text."""

from __future__ import annotations

import random
import re

from .words import read_words

FIRST_NAMES = read_words(
    """anna ben carla david elena frank gina hugo ines jack karen leo mona nick olga pete quinn rosa sam tina uma
    victor wendy yusuf zoe mike jess tom lucy dan kate alex chris priya chen marta joao lars mei omar nadia ivan
    kofi"""
)
LAST_NAMES = read_words(
    """smith jones brown miller davis wilson moore clark lewis walker hall young king wright hill green baker carter
    garcia lopez silva kim park singh patel nguyen tanaka rossi novak jensen dubois weber haddad mensah okafor"""
)
NOUNS = read_words(
    """river stone wolf pixel coffee panda ninja runner gamer reader writer cook pilot rider coder tiger cloud moon
    rocket maple falcon otter cactus violin harbor lemon pepper cricket tea piano chess bike lake garden signal"""
)
COMPANIES = read_words(
    """nordair skyline telco shopmart quickbank cableone railway parcelco streamly bookbay foodbox hotelio cityfone
    medishop gridpower autoworks gamehub petstore ticketly cloudly paywell homenet bluejet citybus vodacell"""
)
COMPANY_ENDINGS = ("Support", "Help", "Care", "UK", "US", "_Help", "Cares", "_care", "HQ", "Official", "Service", "")
SENTENCE_BREAK = re.compile(r"(?<=[.!?,]) (?=\S)")


def make_handle(choose: random.Random) -> str:
    """A made-up handle with its at sign, by one of nine patterns."""
    first, last = choose.choice(FIRST_NAMES), choose.choice(LAST_NAMES)
    noun, company = choose.choice(NOUNS), choose.choice(COMPANIES)
    number = str(choose.randint(1, 9999))
    pattern = choose.randrange(9)
    if pattern < 2:
        name = company.capitalize() + choose.choice(COMPANY_ENDINGS)
    elif pattern == 8:
        name = choose.choice(
            (number + str(choose.randint(10, 999)), f"{company}{choose.choice(COMPANY_ENDINGS)}".lower())
        )
    else:
        name = (
            first.capitalize() + last.capitalize(),
            f"{first}_{last}",
            first + number,
            f"the{choose.choice(('', '_', 'real'))}{noun}",
            f"{noun.capitalize()}{choose.choice(NOUNS).capitalize()}{choose.choice(('', number))}",
            f"_{first}{last[0]}_",
        )[pattern - 2]
    return f"@{name}"


def add_handle(text: str, choose: random.Random) -> str:
    """Puts one to three handles in front (mostly), at the end, or after a stop or comma inside the text."""
    place = choose.random()
    if place < 0.45:
        return f"{make_handle(choose)}{choose.choice((' ', ' ', ' ', ': ', ', '))}{text}"
    if place < 0.55:
        return f"RT {make_handle(choose)}: {text}"
    if place < 0.7:
        return " ".join([*(make_handle(choose) for _ in range(choose.randint(2, 3))), text])
    if place < 0.88:
        return f"{text} {choose.choice(('', '', '', 'cc ', 'via ', '/ '))}{make_handle(choose)}"
    breaks = [match.start() for match in SENTENCE_BREAK.finditer(text)]
    if not breaks:
        return f"{text} {make_handle(choose)}"
    cut = choose.choice(breaks)
    return f"{text[:cut]} {make_handle(choose)}{text[cut:]}"
