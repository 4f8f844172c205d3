"""The teacher of the second generation learns where people and the first teachers agree."""

import numpy as np
import pytest

from sentiment_model.distillation_rows import DistillationRow, DistillationRows
from sentiment_model.labelled_sets import NEGATIVE, NEUTRAL, NO_CLASS, POSITIVE
from sentiment_model.self_training import (
    RULES,
    SelfTrainingRecipe,
    SelfTrainingRule,
    make_self_training_targets,
)


def make_targets(source, probabilities, label=NO_CLASS, text="a text of some more words", **options):
    """The targets of as many rows as there are probabilities."""
    rows = [DistillationRow(text, (place,), label, False, source, 0.0) for place in range(len(probabilities))]
    made = DistillationRows(rows, [f"read {place}" for place in range(len(probabilities))])
    return make_self_training_targets(made, np.array(probabilities, dtype=np.float32), SelfTrainingRecipe(**options))


def test_unlabelled_sentences_are_sharper_the_more_judges_agreed():
    shares = [make_targets(f"dynasent_r1_{judges}of5", [[0.7, 0.2, 0.1]] * 40)[0].shares[0] for judges in (5, 4, 3)]
    assert shares[0] > shares[1] > shares[2] > 0.7


def test_unlabelled_sentences_that_the_teachers_are_unsure_of_are_left_out():
    assert make_targets("dynasent_r1_5of5", [[0.5, 0.45, 0.05]]) == []
    # Before the shift of its logit the positive class is past the bound.
    assert make_targets("dynasent_r1_5of5", [[0.2, 0.19, 0.61]]) == []
    assert len(make_targets("dynasent_r1_5of5", [[0.61, 0.2, 0.19]])) == 1


def test_a_label_is_mixed_with_the_teachers_mean():
    (target,) = make_targets("xed", [[0.5, 0.3, 0.2]], POSITIVE)
    assert target.text == "read 0"
    assert target.shares == pytest.approx((0.2, 0.12, 0.68))


def test_a_label_that_the_teachers_find_improbable_leaves():
    assert make_targets("xed", [[0.9, 0.07, 0.03]], POSITIVE) == []
    assert len(make_targets("sentfin", [[0.9, 0.07, 0.03]], POSITIVE)) == 1


def test_a_row_without_a_label_leaves_where_the_label_counts():
    assert make_targets("sentfin", [[0.9, 0.07, 0.03]]) == []
    assert make_targets("tweets", [[0.9, 0.07, 0.03]])[0].shares == pytest.approx((0.9, 0.07, 0.03))


def test_labels_of_dynasent_are_repeated_as_they_are():
    targets = make_targets("dynasent_r2_labelled", [[0.9, 0.05, 0.05]], NEUTRAL)
    assert [each.shares for each in targets] == [(0.0, 1.0, 0.0)] * 6


def test_a_share_of_the_rows_is_drawn_the_same_each_time():
    rows = [[0.1, 0.8, 0.1]] * 1000
    drawn = make_targets("banking77", rows)
    assert 330 < len(drawn) < 470
    assert drawn == make_targets("banking77", rows)
    assert drawn != make_targets("banking77", rows, seed=6)


def test_few_of_the_short_phrases_of_films_are_drawn():
    rows = [[0.9, 0.05, 0.05]] * 1000
    assert len(make_targets("sst2", rows, NEGATIVE)) == 1000
    assert 140 < len(make_targets("sst2", rows, NEGATIVE, text="a short phrase")) < 260


def test_sets_without_a_rule_are_left_out():
    assert make_targets("movie_reviews", [[0.9, 0.05, 0.05]]) == []
    assert len(make_targets("movie_reviews", [[0.9, 0.05, 0.05]], rules={"movie_reviews": SelfTrainingRule()})) == 1


def test_every_target_is_a_distribution():
    for source in RULES:
        for target in make_targets(source, [[0.2, 0.1, 0.7], [0.7, 0.2, 0.1]], POSITIVE):
            assert sum(target.shares) == pytest.approx(1, abs=2e-4)
