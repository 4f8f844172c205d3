import torch

from sentiment_model.neutral_polarity import compute_neutral_share, flatten_polarity

LOGITS = torch.tensor([[-2.0, 0.5, 3.0], [1.0, 4.0, -3.0], [0.2, 0.1, 0.1]])


def test_flattening_keeps_a_share_of_the_difference_of_the_polarities() -> None:
    flattened = flatten_polarity(LOGITS, torch.tensor([0.5, 0.0, 1.0]))
    difference = flattened[:, 2] - flattened[:, 0]
    assert torch.allclose(difference, torch.tensor([2.5, 0.0, -0.1]))


def test_flattening_changes_the_less_likely_polarity_alone() -> None:
    flattened = flatten_polarity(LOGITS, torch.tensor([0.3, 0.3, 0.3]))
    assert (flattened != LOGITS).tolist() == [[True, False, False], [False, False, True], [False, False, True]]
    assert torch.equal(flattened.argmax(-1), LOGITS.argmax(-1))


def test_neutral_share_compares_neutral_with_the_likelier_polarity_at_the_temperature() -> None:
    share = compute_neutral_share(LOGITS, 2.0)
    expected = 1 / (1 + torch.exp(-torch.tensor([-2.5, 3.0, -0.1]) / 2))
    assert torch.allclose(share, expected)


def test_neutral_share_does_not_depend_on_how_flat_the_polarity_is() -> None:
    flattened = flatten_polarity(LOGITS, torch.tensor([0.1, 0.1, 0.1]))
    assert torch.equal(compute_neutral_share(flattened, 1.9), compute_neutral_share(LOGITS, 1.9))
