"""Teachers of the first generation learn labels that are probable, and nothing that is kept apart."""

import pytest

from sentiment_model.labelled_dev_sets import is_dev
from sentiment_model.labelled_sets import NEUTRAL, POSITIVE, LabelledText, take_evenly
from sentiment_model.sentiment_targets import (
    MAX_CLINC_ROWS,
    drop_improbable,
    make_first_targets,
    read_training_rows,
)
from sentiment_model.sst2 import Example
from sentiment_model.text_sets import RatedText


def test_a_label_that_the_other_fold_finds_improbable_leaves_only_where_its_set_has_a_bound():
    rows = [LabelledText(str(place), POSITIVE, source) for place, source in enumerate(("xed", "xed", "sentfin"))]
    assert drop_improbable(rows, [0.19, 0.2, 0.01]) == rows[1:]


def test_every_row_needs_a_probability():
    with pytest.raises(ValueError, match="shorter"):
        drop_improbable([LabelledText("a", POSITIVE, "xed"), LabelledText("b", POSITIVE, "xed")], [0.5])


def test_small_sets_are_repeated_and_polar_sets_are_compared_in_two_classes():
    rows = [LabelledText("a joy", POSITIVE, "dynasent_r1_labelled"), LabelledText("so so", NEUTRAL, "goemotions")]
    targets = make_first_targets(
        [*rows, LabelledText("a <b>bore</b>", 0, "cad_new")], [Example("fine film", 1)], {"tweets": [RatedText("x", 0)]}
    )
    assert [(each.text, each.polarity_only) for each in targets] == [
        *[("a joy", False)] * 4,
        ("so so", False),
        *[("a bore", True)] * 2,
        ("fine film", True),
        ("x", True),
    ]
    assert targets[4].shares == (0.0, 1.0, 0.0)
    assert targets[-1].shares == (0.5, 0.0, 0.5)


def test_a_rating_near_the_end_of_the_scale_is_nearly_a_label():
    (target,) = make_first_targets([], [], {"products": [RatedText("broke", -3.0)]})
    assert target.shares[0] > 0.99
    assert target.shares[1] == 0


def test_requests_are_drawn_down_to_a_share_of_them():
    rows = [LabelledText(f"request {number}", NEUTRAL, "clinc150") for number in range(MAX_CLINC_ROWS + 50)]
    targets = make_first_targets(rows, [], {})
    assert len(targets) == MAX_CLINC_ROWS
    assert targets == make_first_targets(rows, [], {})


def test_a_text_without_words_is_no_target():
    assert make_first_targets([LabelledText("@bob http://a.b", POSITIVE, "xed")], [], {}) == []


def test_rows_kept_apart_to_choose_by_are_not_read_for_training(tmp_path):
    (tmp_path / "train").mkdir()
    texts = [f"line {number}" for number in range(300)]
    for name in ("xed", "goemotions"):
        lines = "".join(f"positive\t{text}\n" for text in texts)
        (tmp_path / "train" / f"{name}.tsv").write_text("label\ttext\n" + lines)
    rows = read_training_rows(tmp_path)
    apart = [text for text in texts if is_dev(LabelledText(text, POSITIVE, "xed"))]
    assert 0 < len(apart) < 30
    assert {row.text for row in rows if row.source == "xed"} == set(texts) - set(apart)
    assert len(rows) == 600 - len(apart)
    assert len(read_training_rows(tmp_path, limit=5)) == 10


def test_a_limit_takes_items_evenly_and_in_order():
    assert take_evenly(list(range(10)), 3) == [0, 3, 6]
    assert take_evenly([1, 2], 3) == take_evenly([1, 2], None) == [1, 2]
