"""Windows of long texts, and the temperature of the mean of their logits."""

import itertools
import json
from pathlib import Path

import pytest

from sentiment_model.windows import MAX_WINDOWS, OVERLAP_TOKENS, WINDOW_TOKENS, split_into_windows

CASES = json.loads((Path(__file__).parent.parent / "windows.json").read_text())


def make_ids(content: int) -> list[int]:
    return [101, *range(content), 102]


@pytest.mark.parametrize("content", [511, 600, 1_776])
def test_windows_hold_every_token_between_special_ones(content: int):
    windows = split_into_windows(make_ids(content))
    assert {len(window) for window in windows} == {WINDOW_TOKENS}
    assert {(window[0], window[-1]) for window in windows} == {(101, 102)}
    assert {token for window in windows for token in window[1:-1]} == set(range(content))


def test_neighbours_share_the_overlap_at_least():
    windows = [window[1:-1] for window in split_into_windows(make_ids(700))]
    assert all(one[-1] - other[0] + 1 >= OVERLAP_TOKENS for one, other in itertools.pairwise(windows))


def test_text_past_the_last_window_is_left_out():
    windows = split_into_windows(make_ids(5_000))
    assert len(windows) == MAX_WINDOWS
    assert windows[-1][-2] == 1_775


@pytest.mark.parametrize("case", CASES)
def test_windows_begin_where_those_of_the_service_begin(case: dict):
    assert [window[1] for window in split_into_windows(make_ids(case["content"]))] == case["starts"]
