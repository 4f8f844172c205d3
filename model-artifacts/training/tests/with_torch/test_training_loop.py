"""A training that was interrupted ends as one that was not."""

import pytest
import torch

from sentiment_model.tokenized_texts import TokenizedTexts
from sentiment_model.training_loop import TrainingSchedule, compute_rate_factor, run_training

SCHEDULE = TrainingSchedule(
    epochs=2, batch_size=4, learning_rate=0.01, average_decay=0.9, seconds_between_checkpoints=0
)
STEPS = 20


class Interruption(Exception):
    """Stands for a machine that is switched off."""


def train(out, stop_after=None):
    """Returns the trained weights. stop_after: number of steps before the interruption."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Embedding(50, 8), torch.nn.Dropout(0.2), torch.nn.Linear(8, 3))
    texts = TokenizedTexts([[number, number + 1] for number in range(40)], 0, torch.device("cpu"))
    steps = 0

    def compute_loss(model, batch):
        nonlocal steps
        if steps == stop_after:
            raise Interruption
        steps += 1
        return torch.nn.functional.cross_entropy(model(batch.input_ids).mean(1), batch.indices % 3)

    trained, figures = run_training(
        out,
        model,
        texts,
        schedule=SCHEDULE,
        compute_loss=compute_loss,
        evaluate=lambda _model: {"accuracy": 1.0},
        get_depth=lambda _name: 0,
    )
    assert figures["step"] == STEPS
    return steps, trained.state_dict()


def test_a_training_goes_on_from_its_checkpoint_to_the_same_weights(tmp_path):
    steps, whole = train(tmp_path / "whole")
    assert steps == STEPS
    with pytest.raises(Interruption):
        train(tmp_path / "broken", stop_after=13)
    steps, continued = train(tmp_path / "broken")
    assert steps == STEPS - 13
    for name, value in whole.items():
        assert torch.equal(value, continued[name]), name


def test_the_learning_rate_rises_and_falls_to_nearly_0():
    factors = [compute_rate_factor(step, 100, 0.1) for step in range(100)]
    assert factors[9] == 1.0 == max(factors)
    assert factors[0] == pytest.approx(0.1)
    assert factors[99] < 0.02
