"""The fine-tuning reads pairs of texts that have one answer, in the numbers of its recipe: no PyTorch."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from sentiment_model.distillation_rows import DistillationRow
from sentiment_model.evaluation_texts import EvaluationTexts, make_evaluation_texts, read_evaluation_texts
from sentiment_model.fine_tuning_pairs import FineTuningPair, PairsRecipe, make_pairs
from sentiment_model.fine_tuning_statements import StatementsRecipe, make_statement_pairs
from sentiment_model.fine_tuning_targets import make_neutral_target, set_polarity
from sentiment_model.labelled_sets import NEGATIVE, NEUTRAL, NO_CLASS, POSITIVE

RECIPE = PairsRecipe(
    counts={"goemotions": 40, "sst2": 10, "emoji": 5, "identity": 6},
    most_words=12,
    most_words_by_source={"sst2": 20},
    typos_share=0.5,
    punctuation_share=0.2,
    flattening=1.1,
    flattening_by_source={"sst2": 0.0, "goemotions": 4.0},
)
EVALUATION = make_evaluation_texts(["Nothing learns this sentence."], ["Norwegian"])
NEUTRAL_TARGET = np.log(np.array([0.15, 0.8, 0.05], dtype=np.float32))


def make_row(source: str, text: str) -> DistillationRow:
    return DistillationRow(text, (0,), NO_CLASS, False, source, 0.0)


ROWS = [
    *(make_row("goemotions", f"We arrived early, number {number} was waiting outside.") for number in range(100)),
    *(make_row("sst2", f"a charming picture with a strong cast in part {number}") for number in range(4)),
    *(make_row("emoji", emoji) for emoji in "😀😡📅"),
    *(make_row("identity", f"The Swedish woman took seat {number}.") for number in range(10)),
    make_row("xed", "This set has no place in the recipe."),
]


def make(
    rows: list[DistillationRow] = ROWS, evaluation: EvaluationTexts = EVALUATION, **options: object
) -> list[FineTuningPair]:
    targets = np.tile(NEUTRAL_TARGET, (len(rows), 1))
    return make_pairs(rows, targets, evaluation, replace(RECIPE, **options))


def find_source(pair: FineTuningPair) -> str:
    return next(row.source for row in ROWS if row.text == pair.text)


def test_each_source_has_its_number_of_pairs():
    assert Counter(find_source(pair) for pair in make()) == RECIPE.counts


def test_source_with_fewer_rows_gives_each_of_them_equally_often():
    often = Counter(pair.text for pair in make() if find_source(pair) == "sst2")
    assert sorted(often.values()) == [2, 2, 3, 3]


def test_source_without_rows_gives_no_pair():
    assert make([row for row in ROWS if row.source == "sst2"], counts={"sst2": 3, "films": 3})[3:] == []


def test_row_with_more_words_than_its_source_allows_is_left_out():
    rows = [make_row("goemotions", "word " * 13), make_row("sst2", "word " * 20), make_row("sst2", "word " * 21)]
    assert {pair.text for pair in make(rows)} == {"word " * 20}


def test_both_texts_of_a_pair_differ_except_for_emoji_alone():
    same = [pair for pair in make() if pair.text == pair.variant]
    assert {find_source(pair) for pair in same} == {"emoji"}
    assert len(same) == RECIPE.counts["emoji"]


def test_identity_term_is_swapped_in_a_share_of_the_texts():
    counts = {"identity": 400}
    terms = ("Swedish", "woman")
    swapped = [
        pair
        for pair in make(counts=counts, typos_share=0.0, punctuation_share=1.0)
        if any(term not in pair.variant for term in terms)
    ]
    assert 140 < len(swapped) < 260
    assert all(sum(term in pair.variant for term in terms) == 1 for pair in swapped)


def test_no_swapped_text_has_an_identity_term_of_the_evaluation():
    terms = ["Norwegian", "French", "German", "man", "girl", "boy"]
    without = make_evaluation_texts(["-"], ["no such term"])
    options = {"counts": {"identity": 400}, "swapped_share": 1.0, "typos_share": 0.0, "punctuation_share": 1.0}
    measured = make_evaluation_texts(["-"], terms)
    assert any(measured.has_identity_term(pair.variant) for pair in make(evaluation=without, **options))
    assert not any(measured.has_identity_term(pair.variant) for pair in make(evaluation=measured, **options))


def test_text_whose_swaps_are_all_terms_of_the_evaluation_gets_noise():
    rows = [make_row("identity", "A biracial person sat there quietly.")] * 5
    everything = make_evaluation_texts(["-"], ["person"])
    pairs = make(rows, everything, counts={"identity": 5}, swapped_share=1.0, typos_share=1.0)
    assert all(pair.variant != pair.text for pair in pairs)
    assert all(pair.variant.count(" ") <= pair.text.count(" ") for pair in pairs)


def test_flattening_is_that_of_the_source_or_of_all_others():
    assert {(find_source(pair), pair.flattening) for pair in make()} == {
        ("goemotions", 4.0),
        ("sst2", 0.0),
        ("emoji", 1.1),
        ("identity", 1.1),
    }


def test_neutral_built_identity_text_gets_the_polarity_of_the_recipe_and_is_not_flattened():
    by_source = {find_source(pair): pair for pair in make(identity_polarity=0.6)}
    identity, other = by_source["identity"], by_source["goemotions"]
    assert identity.target[POSITIVE] - identity.target[NEGATIVE] == pytest.approx(0.6, abs=1e-6)
    assert identity.flattening == 0.0
    assert (other.target == NEUTRAL_TARGET).all()


def test_identity_text_with_a_polarity_keeps_its_target():
    target = np.log(np.array([0.7, 0.2, 0.1], dtype=np.float32))
    rows = [make_row("identity", "The Swedish woman was rude.")]
    recipe = replace(RECIPE, identity_polarity=0.6, counts={"identity": 1})
    (pair,) = make_pairs(rows, target[None], EVALUATION, recipe)
    assert (pair.target == target).all()
    assert pair.flattening == 1.1


def test_same_seed_gives_the_same_pairs_and_another_seed_others():
    def read(seed: int) -> list[tuple[str, str]]:
        return [(pair.text, pair.variant) for pair in make(seed=seed)]

    assert read(17) == read(17)
    assert read(17) != read(18)


def test_polarity_is_set_without_a_change_of_the_neutral_probability():
    changed = set_polarity(NEUTRAL_TARGET, 0.6)
    assert changed[NEUTRAL] == NEUTRAL_TARGET[NEUTRAL]
    assert changed[POSITIVE] - changed[NEGATIVE] == pytest.approx(0.6, abs=1e-6)
    assert np.exp(changed).sum() == pytest.approx(1, abs=1e-6)
    assert NEUTRAL_TARGET[POSITIVE] == np.float32(np.log(np.float32(0.05)))


def test_neutral_target_has_its_probability():
    probabilities = np.exp(make_neutral_target(0.92, 0.0))
    assert probabilities == pytest.approx([0.04, 0.92, 0.04], abs=1e-6)


def test_no_statement_has_an_identity_term_of_the_evaluation():
    evaluation = read_evaluation_texts()
    pairs = make_statement_pairs(evaluation, StatementsRecipe(drawn=2_000, polarity=0.6))
    assert 500 < len(pairs) < 2_000
    assert not any(evaluation.has_identity_term(text) for pair in pairs for text in (pair.text, pair.variant))


def test_all_statements_learn_one_neutral_target_that_is_not_flattened():
    pairs = make_statement_pairs(EVALUATION, StatementsRecipe(drawn=50, polarity=0.6))
    assert {pair.target.tobytes() for pair in pairs} == {make_neutral_target(0.92, 0.6).tobytes()}
    assert {pair.flattening for pair in pairs} == {0.0}
