"""One factor on the logits, and the right one."""

import pytest
import torch

from sentiment_model.calibrate import calibrate
from sentiment_model.initial_weights import initial_model
from sentiment_model.sst2 import Example
from sentiment_model.train import evaluate, logits_of

EXAMPLES = [
    Example(text, index % 2) for index, text in enumerate(["a bore", "a joy", "dull", "warm and wise", "too long", "fun", "so good"])
]


def test_the_factor_undoes_an_inflation_of_the_logits_and_changes_no_label():
    model = initial_model(seed=0)
    torch.nn.init.normal_(model.classifier.weight, std=1.0)
    first = calibrate(model, EXAMPLES)
    loss = evaluate(model, EXAMPLES)["loss"]
    labels = logits_of(model, EXAMPLES)[0].argmax(-1)
    with torch.no_grad():
        model.classifier.weight.mul_(4)
        model.classifier.bias.mul_(4)
    assert 0 < first < 10
    assert calibrate(model, EXAMPLES) == pytest.approx(1 / 4, rel=1e-2)
    assert evaluate(model, EXAMPLES)["loss"] == pytest.approx(loss, abs=1e-4)
    assert torch.equal(logits_of(model, EXAMPLES)[0].argmax(-1), labels)
