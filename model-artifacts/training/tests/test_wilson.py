"""The interval of an accuracy is Wilson's, as in apps/cli."""

import json
from pathlib import Path

import pytest

from sentiment_model.wilson import wilson_interval

# The tests of apps/cli read this file too.
INTERVALS = json.loads((Path(__file__).parent / "wilson-intervals.json").read_text())


@pytest.mark.parametrize("known", INTERVALS, ids=lambda known: f"{known['correct']} of {known['total']}")
def test_interval_is_the_known_one(known):
    low, high = wilson_interval(known["correct"], known["total"])
    assert low == pytest.approx(known["low"], abs=1e-6)
    assert high == pytest.approx(known["high"], abs=1e-6)
