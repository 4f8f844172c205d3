"""A student learns the teachers' mean, for every text and for noisy copies of it."""

import random
from collections import Counter

import numpy as np
import pytest

from sentiment_model.distillation_examples import (
    DistillationExample,
    ExamplesRecipe,
    load_examples,
    make_examples,
    save_examples,
)
from sentiment_model.distillation_rows import DistillationRow
from sentiment_model.distillation_targets import TargetsRecipe, compute_targets
from sentiment_model.labelled_sets import NO_CLASS, POSITIVE
from sentiment_model.variants.emoji import BY_POLARITY

FIRST = np.array([[0.8, 0.1, 0.1], [0.2, 0.4, 0.4]], dtype=np.float32)
SECOND = np.array([[0.6, 0.3, 0.1], [0.2, 0.4, 0.4]], dtype=np.float32)


def make_row(
    source="goemotions", text="We liked the two rooms in Paris, thanks.", reads=(0,), label=NO_CLASS, share=0.0
):
    return DistillationRow(text, reads, label, False, source, share)


def read_target(row, first=FIRST, second=SECOND):
    return np.exp(compute_targets([row], first, second, TargetsRecipe())[0])


def test_the_second_generation_counts_for_more():
    assert read_target(make_row()) == pytest.approx([0.68, 0.22, 0.1], abs=1e-6)


def test_reads_of_a_group_are_averaged_in_logarithms():
    mean = np.sqrt(np.array([0.68, 0.22, 0.1]) * np.array([0.2, 0.4, 0.4]))
    assert read_target(make_row(reads=(0, 1))) == pytest.approx(mean / mean.sum(), abs=1e-6)


def test_a_label_by_construction_pulls_the_target_to_it():
    shares = [read_target(make_row(label=POSITIVE, share=share))[POSITIVE] for share in (0.0, 0.3, 0.6, 1.0)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(0.94, abs=1e-6)


def test_a_probability_of_0_gives_a_finite_target():
    certain = np.array([[1.0, 0.0, 0.0]], dtype=np.float32)
    target = compute_targets([make_row()], certain, certain, TargetsRecipe())
    assert np.isfinite(target).all()
    assert np.exp(target).sum() == pytest.approx(1, abs=1e-6)


def make_many(rows, probabilities=(0.1, 0.1, 0.8), **options):
    targets = np.log(np.tile(np.array(probabilities, dtype=np.float32), (len(rows), 1)))
    return make_examples(rows, targets, ExamplesRecipe(**options))


@pytest.mark.parametrize(
    ("source", "copies"), [("sentfin", 4), ("goemotions", 2), ("movie_reviews", 1), ("sst2_variants", 0)]
)
def test_a_set_has_its_number_of_noisy_copies(source, copies):
    row = make_row(source)
    examples = make_many([row])
    assert examples[0] == DistillationExample(row.text, 0)
    assert len(examples) == copies + 1
    assert all(each.text != row.text and each.row == 0 for each in examples[1:])


@pytest.mark.parametrize("source", ["emoji", "emoji_name"])
def test_emoji_alone_stay_clean(source):
    assert make_many([make_row(source, "😀😀")]) == [DistillationExample("😀😀", 0)] * 2


def test_an_emoji_of_a_polarity_is_added_only_to_texts_with_a_sure_target():
    rows = [make_row("sentfin")] * 200
    positive = {character for emoji in BY_POLARITY["positive"] for character in emoji} - {"\ufe0f"}

    def count(probabilities):
        return sum(bool(positive & set(each.text)) for each in make_many(rows, probabilities))

    assert count((0.1, 0.1, 0.8)) > 20
    assert count((0.1, 0.2, 0.7)) == count((0.8, 0.1, 0.1)) == 0


def test_a_seed_gives_the_same_examples_again_and_a_file_keeps_them(tmp_path):
    choose = random.Random(0)
    rows = [make_row(choose.choice(("xed", "tweets")), f"They came in at {number}.") for number in range(50)]
    examples = make_many(rows)
    assert make_many(rows) == examples
    assert make_many(rows, seed=1) != examples
    assert Counter(each.row for each in examples).keys() == set(range(50))
    assert load_examples(tmp_path / "examples.jsonl") is None
    save_examples(tmp_path / "examples.jsonl", examples)
    assert load_examples(tmp_path / "examples.jsonl") == examples


def test_line_separators_inside_a_text_survive_the_file(tmp_path):
    examples = [DistillationExample("one\u2028two\x85three", 0)]
    save_examples(tmp_path / "examples.jsonl", examples)
    assert load_examples(tmp_path / "examples.jsonl") == examples
