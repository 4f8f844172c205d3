"""What the student in three classes is asked for."""

import numpy as np
import pytest
import torch

from sentiment_model.distillation_examples import DistillationExample
from sentiment_model.distillation_rows import DistillationRow
from sentiment_model.distillation_texts import join_examples
from sentiment_model.labelled_sets import NEGATIVE, NO_CLASS, POSITIVE
from sentiment_model.sentiment_student import SentimentStudentRecipe, distillation_loss

LOGITS = torch.tensor([[0.0, 0.5, 1.0], [2.0, 0.0, -1.0]])


def compute_loss(targets, labels, polarity_only=(False, False), logits=LOGITS):
    return distillation_loss(
        logits,
        targets=targets,
        labels=torch.tensor(labels),
        polarity_only=torch.tensor(polarity_only),
        recipe=SentimentStudentRecipe(),
    ).item()


def test_there_is_nothing_to_learn_from_teachers_that_agree():
    assert compute_loss(LOGITS, [NO_CLASS, NO_CLASS]) == pytest.approx(0, abs=1e-6)


def test_a_shift_of_all_logits_is_no_difference():
    assert compute_loss(LOGITS, [NO_CLASS, NO_CLASS], logits=LOGITS + 3) == pytest.approx(0, abs=1e-6)


def test_labels_count_where_there_are_some():
    unlabelled, right, wrong = (
        compute_loss(torch.zeros(2, 3), [label, NO_CLASS]) for label in (NO_CLASS, POSITIVE, NEGATIVE)
    )
    assert unlabelled < right < wrong


def test_a_label_of_a_set_without_neutral_texts_says_nothing_of_the_neutral_class():
    neutral = torch.tensor([[0.0, 9.0, 0.1], [2.0, 0.0, -1.0]])
    labels = [POSITIVE, NO_CLASS]
    compared = compute_loss(neutral, labels, logits=neutral)
    polar_alone = compute_loss(neutral, labels, polarity_only=(True, False), logits=neutral)
    assert polar_alone < 0.1 < compared


def test_examples_take_targets_and_labels_from_their_rows():
    rows = [
        DistillationRow("a joy", (0,), POSITIVE, True, "sst2", 0.0),
        DistillationRow("the bus", (1,), NO_CLASS, False, "banking77", 0.0),
    ]
    examples = [DistillationExample("the bus", 1), DistillationExample("a joy!", 0)]
    joined = join_examples(examples, rows, np.array([[-3.0, -2.0, -0.2], [-2.0, -0.2, -3.0]], dtype=np.float32))
    assert joined.texts == ["the bus", "a joy!"]
    assert joined.targets[0].tolist() == pytest.approx([-2.0, -0.2, -3.0])
    assert joined.labels.tolist() == [NO_CLASS, POSITIVE]
    assert joined.polarity_only.tolist() == [False, True]
