"""One temperature, and the right one."""

import pytest
import torch

from sentiment_model.calibrate import fit_temperature, measure_reliability
from sentiment_model.evaluation.calibration_error import compute_calibration_error


def drawn(count: int, inflation: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits that are honest but for a factor, and labels drawn as they say."""
    torch.manual_seed(0)
    logits = torch.randn(count, 2) * 2
    labels = torch.multinomial(torch.softmax(logits, dim=-1), 1)[:, 0]
    return logits * inflation, labels


@pytest.mark.parametrize("inflation", [0.25, 1.0, 4.0])
def test_the_temperature_undoes_an_inflation_of_the_logits(inflation):
    logits, labels = drawn(20_000, inflation)
    temperature = fit_temperature(logits, labels)
    assert temperature == pytest.approx(inflation, rel=0.05)
    assert measure_reliability(logits, labels, temperature).expected_calibration_error < 0.01


def test_dishonest_scores_have_an_error():
    logits, labels = drawn(20_000, 4.0)
    before = measure_reliability(logits, labels, 1.0)
    assert before.expected_calibration_error > 0.08
    assert before.loss > measure_reliability(logits, labels, 4.0).loss
    assert sum(each.texts for each in before.bins) == 20_000


def test_the_error_without_pytorch_is_the_same():
    torch.manual_seed(0)
    logits, labels = 2 * torch.randn(500, 3), torch.randint(0, 3, (500,))
    scores, answers = (logits / 1.5).softmax(-1).max(-1)
    error = compute_calibration_error(scores.numpy(), (answers == labels).numpy())
    assert error == pytest.approx(measure_reliability(logits, labels, 1.5).expected_calibration_error, abs=1e-6)
