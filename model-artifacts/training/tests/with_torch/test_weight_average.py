"""Two models become one in weight space."""

import pytest
import torch

from sentiment_model.weight_average import average_weights

ONE = {"weight": torch.tensor([1.0, 2.0]), "bias": torch.tensor([-4.0])}
OTHER = {"weight": torch.tensor([3.0, 2.0]), "bias": torch.tensor([6.0])}


def test_share_is_that_of_the_second_model():
    average = average_weights(ONE, OTHER, 0.25)
    assert torch.allclose(average["weight"], torch.tensor([1.5, 2.0]))
    assert torch.allclose(average["bias"], torch.tensor([-1.5]))


@pytest.mark.parametrize(("share", "expected"), [(0.0, ONE), (1.0, OTHER)])
def test_share_of_0_or_1_gives_one_of_the_models(share, expected):
    average = average_weights(ONE, OTHER, share)
    assert all(torch.equal(average[name], value) for name, value in expected.items())


def test_weights_in_16_bits_are_averaged_in_32():
    half = {name: value.half() for name, value in ONE.items()}
    average = average_weights(half, {name: value.half() + 2**-8 for name, value in half.items()}, 2**-8)
    assert average["weight"].dtype == torch.float32
    assert average["weight"][0] == 1 + 2**-16


def test_models_with_other_weights_have_no_average():
    with pytest.raises(ValueError, match="bias"):
        average_weights(ONE, {"weight": OTHER["weight"]}, 0.5)
