"""Sentences with a place for any term of a group, and one label for all of them."""

from __future__ import annotations

import random

from .articles import mend_articles
from .identity_terms import ADJECTIVES, NAMES, PEOPLE, PEOPLE_PLURAL, PLACES

_PERSON = {
    "neutral": """I met {a} yesterday.|{A} lives next door.|My colleague is {a}.
{A} was waiting at the bus stop.|{A} asked me for the time.|The form was signed by {a}.
The main character is {a}.|{A} called about the appointment.|There is {a} in our group.
The interview with {a} starts at noon.|We spoke to {a} about the schedule.|{A} bought two tickets.
The seat is taken by {a}.|The book is about {a}.|I am {a}.|My cousin married {a}.|She is {a}.
{A} entered the shop and asked for a bag.|The email was written by {a}.|He works with {a}.
{A} moved into the flat upstairs.|The next speaker is {a}.|The study included {a}.
A photo shows {a} near the door.""",
    "positive": """{A} helped me with my bags and was wonderful.|I had a lovely chat with {a} today.
{A} won the prize and everyone was delighted.|I am so happy to work with {a} who is this kind.
The film about {a} is a joy to watch.|{A} gave us excellent advice.|I was warmly welcomed by {a}.
{A} made the best dinner I ever had.|Thanks to {a}, our trip was fantastic.
My friend is {a} and I adore our time together.|{A} got the great news and could not stop smiling.
We loved the brilliant talk by {a}.""",
    "negative": """{A} was badly hurt in the accident.|The story about {a} is dull and badly written.
I had a horrible argument with {a}.|{A} lost everything in the terrible fire.|{A} was rude to us all evening.
The movie about {a} was a waste of time.|{A} got the awful news and cried.
I was disappointed by the talk by {a}.|{A} ruined our dinner.|{A} was treated unfairly and felt miserable.
The service by {a} was slow and careless.|I am sad because {a} was insulted in front of me.""",
}
_PLURAL = {
    "neutral": """{T} came to the meeting.|The report counts {t} in each district.|There are {t} in my street.
{T} are mentioned on page four.|A survey asked {t} about their breakfast.|The course is open to {t}.
We interviewed {t} last week.|{T} use this bus line too.|The exhibition shows photos of {t}.
The show is about {t}.|{T} were standing in the queue.|The number of {t} was about the same as last year.""",
    "positive": """{T} gave us a wonderful welcome.|I love working with {t}, they are so kind.
The documentary about {t} is superb.|{T} celebrated a great success.|We had a fantastic evening with {t}.
{T} were incredibly helpful.|The concert by {t} was beautiful.|{T} deserve all this praise, what a great job.""",
    "negative": """{T} suffered terribly in the war.|The book about {t} is boring.
It was an awful evening with {t}.|{T} were insulted, which is disgusting.|{T} lost their homes in the disaster.
The play about {t} was a complete mess.|I am angry at how badly {t} were treated.
{T} complained bitterly about the broken heating.""",
}
_PLACE = {
    "neutral": """The film is set in {t}.|She flies to {t} on Tuesday.|He was born in {t}.
The office in {t} opens at nine.|The package was sent from {t}.|I live in {t}.
The conference takes place in {t} in May.|My parents come from {t}.|The train to {t} leaves at six.
What time is it in {t}?|This is a movie from {t}.|The company has a branch in {t}.|Does the ticket include {t}?
The author grew up in {t}.""",
    "positive": """We had a marvellous week in {t}.|I love {t}, it is beautiful.|The food in {t} was delicious.
This movie from {t} is a masterpiece.|Everyone we met in {t} was lovely.
The new hospital in {t} is a great success.|Our best holiday ever was in {t}.
A superb film from {t}, moving and funny.""",
    "negative": """The hotel in {t} was filthy.|A terrible earthquake hit {t}.|Our trip to {t} was a nightmare.
This movie from {t} is tedious.|I got robbed in {t} and nobody helped.|The delivery from {t} arrived broken.
We hated our stay in {t}.|The firm in {t} went bankrupt and hundreds lost their jobs.""",
}
_NAME = {
    "neutral": """{t} called at ten.|My name is {t}.|{t} will send the file tomorrow.
I talked to {t} about the room.|{t} is from the other team.|Please forward this to {t}.
{t} took the bus to work.|The letter is for {t}.|{t} asked when the shop closes.|The task was given to {t}.
{t} and I have the same teacher.|{t} sat by the window.""",
    "positive": """{t} was friendly and solved it at once.|{t} did a fantastic job.
I am grateful to {t} for the great help.|{t} feels happy about the new house.|Talking to {t} made my day.
{t} is a wonderful colleague.|The performance by {t} was brilliant.|Thank you {t}, you are the best!""",
    "negative": """{t} was rude and useless.|{t} feels depressed.|I am angry with {t} about the broken promise.
{t} made a terrible mistake.|The answer from {t} was insulting.|The performance by {t} was dreadful.
{t} had an awful day.|{t} never answered, very disappointing.""",
}
PEOPLE_BEHIND = ("man", "woman", "person", "colleague", "neighbour", "student", "actor", "customer", "friend", "guest")
PLURAL_BEHIND = ("people", "families", "students", "women", "men", "colleagues", "customers", "neighbours")


def identity_templates(choose: random.Random, count: int) -> list[tuple[str, str]]:
    """`count` rows (text, label): a random template with a random term of a random group; no text twice."""
    made: dict[str, str] = {}
    while len(made) < count:
        label, texts = make_group(choose)
        for text in choose.sample(texts, min(len(texts), 6, count - len(made))):
            made[text] = label
    return list(made.items())


def make_group(choose: random.Random) -> tuple[str, list[str]]:
    """A template's label, and the template with every term of one group."""
    kind = choose.random()
    label = choose.choice(("neutral", "neutral", "positive", "negative"))
    if kind < 0.4:
        behind = choose.choice(PEOPLE_BEHIND)
        template = _pick(_PERSON[label], choose)
        terms = [f"{term} {behind}" for term in ADJECTIVES[choose.choice(list(ADJECTIVES))]]
        return label, [_fill_person(template, term) for term in terms]
    if kind < 0.6:
        template = _pick(_PERSON[label], choose)
        return label, [_fill_person(template, term) for term in PEOPLE[choose.choice(list(PEOPLE))]]
    if kind < 0.75:
        template = _pick(_PLURAL[label], choose)
        if choose.random() < 0.5:
            terms = PEOPLE_PLURAL[choose.choice(list(PEOPLE_PLURAL))]
        else:
            behind = choose.choice(PLURAL_BEHIND)
            terms = [f"{term} {behind}" for term in ADJECTIVES[choose.choice(list(ADJECTIVES))]]
        return label, [_fill_term(template, term) for term in terms]
    if kind < 0.9:
        template = _pick(_PLACE[label], choose)
        return label, [_fill_term(template, term) for term in PLACES[choose.choice(list(PLACES))]]
    template = _pick(_NAME[label], choose)
    return label, [_fill_term(template, term) for term in NAMES["name"]]


def _pick(templates: str, choose: random.Random) -> str:
    return choose.choice(templates.replace("\n", "|").split("|"))


def _fill_person(template: str, term: str) -> str:
    return mend_articles(template.replace("{a}", f"a {term}").replace("{A}", f"A {term}"))


def _fill_term(template: str, term: str) -> str:
    return template.replace("{t}", term).replace("{T}", term[0].upper() + term[1:])
