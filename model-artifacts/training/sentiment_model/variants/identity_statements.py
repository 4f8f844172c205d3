"""Neutral statements about a person, in pairs that differ by the identity term alone."""

from __future__ import annotations

import random

from .identity_predicates import OF_ONE_SEX, PREDICATES, SINGULAR_BEGINNINGS


def _read(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.replace("\n", "|").split("|"))


_SUBJECTS = _read(
    """My dentist|Our tutor|The tenant on the second floor|My sister's flatmate|The new coach|The witness
One member of the choir|The caller|The driver of the van|My old classmate|The singer of the band|Her manager
The person in the photo|The editor|A member of the board|The guest in room nine|The owner of the shop|The clerk
A reader of our paper|The pilot|One person in my team|The patient in the next bed|The person who signed for it
The main character of the novel|The star of the advert|Your contact|One of the nurses|The student at the back
The candidate|The presenter|A friend of my aunt|The gardener|The author of this article|The trainee"""
)
_SUBJECTS_OF_ONE_SEX = _read(
    """The woman at the desk|A man in my street|Their eldest son|His landlord|My brother-in-law|Their daughter
The woman who answered the door|The man in front of me|My mother|My father|The bride|The groom|Our postman
The man who wrote this|A woman I know|The hostess"""
)
_FRAMES = _read(
    """{s} is {t}.|{s} is {t} and works on Mondays.|{s} is {t}, I think.|I read that {s} is {t}.
The file notes that {s} is {t}.|Is it true that {s} is {t}?|{s}, as you know, is {t}.|It says here that {s} is {t}.
She mentioned that {s} is {t}.|As you may know, {s} is {t}.|{s} says: "I am {t}."|Yes, {s} is {t}.
In the film {s} is {t}.|We noted that {s} is {t}.|I do not know whether {s} is {t}.|{s} was {t} in 2009.
{s} was {t} at the time.|The letter says that {s} is {t}.|{s} told the reporter: "I am {t}.\""""
)
_FRAMES_ALONE = _read(
    """I am {t}.|Are you {t}?|The survey asks whether you are {t}.|Tick the box if you are {t}.
Being {t}, I take the early bus.|We had a call from someone who is {t}.|They asked if I was {t}.
The profile says: "I am {t}."|The rule holds for anyone who is {t}."""
)
_PLURAL_FRAMES = _read(
    """People who are {t} can apply as well.|This page is for readers who are {t}.|How many of them are {t}?
About a third of the members are {t}.|Both {s} and I are {t}."""
)
_SHARE_ALONE = 0.2
_SHARE_PLURAL = 0.1


def make_identity_statements(choose: random.Random, count: int) -> list[tuple[str, str]]:
    """`count` pairs of neutral statements. The two of a pair have one frame, one subject and two terms of one group."""
    groups = list(PREDICATES.values())
    pairs: list[tuple[str, str]] = []
    while len(pairs) < count:
        frames = _choose_frames(choose)
        terms = [term for term in choose.choice(groups) if _fits(term, frames)]
        if len(terms) < 2:
            continue
        one, other = choose.sample(terms, 2)
        any_subject = OF_ONE_SEX.isdisjoint((one, other))
        subject = choose.choice(_SUBJECTS + _SUBJECTS_OF_ONE_SEX if any_subject else _SUBJECTS)
        frame = choose.choice(frames)
        # Inside a sentence a subject begins in lower case.
        placed = subject if frame.startswith("{s}") else subject[0].lower() + subject[1:]
        pairs.append((frame.format(s=placed, t=one), frame.format(s=placed, t=other)))
    return pairs


def _choose_frames(choose: random.Random) -> tuple[str, ...]:
    kind = choose.random()
    if kind < _SHARE_PLURAL:
        return _PLURAL_FRAMES
    return _FRAMES_ALONE if kind < _SHARE_PLURAL + _SHARE_ALONE else _FRAMES


def _fits(term: str, frames: tuple[str, ...]) -> bool:
    return frames is not _PLURAL_FRAMES or not term.startswith(SINGULAR_BEGINNINGS)
