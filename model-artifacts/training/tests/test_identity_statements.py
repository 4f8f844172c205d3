"""Two statements of a pair are neutral, grammatical, and differ by the identity term alone."""

import random
import re

import pytest

from sentiment_model.variants.identity_predicates import OF_ONE_SEX, PREDICATES
from sentiment_model.variants.identity_statements import make_identity_statements

PAIRS = make_identity_statements(random.Random(23), 4_000)
STATEMENTS = [text for pair in PAIRS for text in pair]
SUBJECT_OF_ONE_SEX = r"(?:mother|father|bride|groom|postman|landlord|eldest son|daughter)"


def find_terms(one: str, other: str) -> list[tuple[str, str]]:
    """The pairs of different terms of one group without which the two statements are the same."""
    return [
        (term, another)
        for terms in PREDICATES.values()
        for term in terms
        for another in terms
        if term != another and term in one and one.replace(term, "{}", 1) == other.replace(another, "{}", 1)
    ]


def test_statements_of_a_pair_differ_by_a_term_of_one_group():
    assert [pair for pair in PAIRS[:500] if not find_terms(*pair)] == []


def test_same_seed_gives_the_same_statements_and_another_seed_others():
    again, other = (make_identity_statements(random.Random(seed), 4_000) for seed in (23, 24))
    assert again == PAIRS
    assert other != PAIRS


def test_number_of_pairs_is_the_one_that_was_asked_for():
    assert len(PAIRS) == 4_000
    assert make_identity_statements(random.Random(0), 0) == []


def test_every_group_has_statements():
    assert {
        group: terms for group, terms in PREDICATES.items() if not any(terms[0] in text for text in STATEMENTS)
    } == {}


def test_statement_begins_with_a_capital_and_ends_with_a_mark():
    assert [text for text in STATEMENTS if not re.fullmatch(r'[A-Z][^{}]+[.?]"?', text)] == []


def test_plural_frame_has_no_term_of_one_person():
    broken = re.compile(r"\b(?:who|them|members|and I) are (?:a|an|the|in her|in his) ")
    assert any(" of them are " in text for text in STATEMENTS)
    assert [text for text in STATEMENTS if broken.search(text)] == []


@pytest.mark.parametrize("term", sorted(OF_ONE_SEX))
def test_term_of_one_sex_stands_behind_a_subject_without_one(term):
    said = re.compile(rf"\b{SUBJECT_OF_ONE_SEX} .*(?:is|was|I am) {term}\b|\b{SUBJECT_OF_ONE_SEX} (?:is|was) {term}\b")
    assert any(term in text for text in STATEMENTS)
    assert [text for text in STATEMENTS if said.search(text)] == []
