"""What a student is asked for."""

import pytest
import torch

from sentiment_model.student import NO_LABEL, StudentRecipe, distillation_loss

RECIPE = StudentRecipe()
LOGITS = torch.tensor([[0.0, 1.0], [2.0, -1.0]])


def test_there_is_nothing_to_learn_from_a_teacher_who_agrees():
    loss = distillation_loss(LOGITS, LOGITS, torch.full((2,), NO_LABEL), RECIPE)
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_a_shift_of_both_logits_is_no_difference():
    loss = distillation_loss(LOGITS + 3, LOGITS, torch.full((2,), NO_LABEL), RECIPE)
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_labels_count_where_there_are_some():
    teacher = torch.zeros(2, 2)
    unlabelled = distillation_loss(LOGITS, teacher, torch.tensor([NO_LABEL, NO_LABEL]), RECIPE)
    right = distillation_loss(LOGITS, teacher, torch.tensor([1, NO_LABEL]), RECIPE)
    wrong = distillation_loss(LOGITS, teacher, torch.tensor([0, NO_LABEL]), RECIPE)
    assert unlabelled < right < wrong
