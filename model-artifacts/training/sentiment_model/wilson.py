"""The confidence interval of an accuracy."""

from __future__ import annotations

import math


# `accuracyInterval` of apps/cli computes the same for `npm run model:evaluate` and `model:check`. Both exist
# because model cards need intervals over positive and negative rows alone, and those commands count all rows.
# `tests/wilson-intervals.json` holds the values that the tests of both compare with.
def wilson_interval(correct: int, total: int) -> tuple[float, float]:
    """Wilson's score interval at 95 %: the lowest and the highest share. total: 1 or more."""
    z = 1.959964
    share = correct / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (centre - spread) / scale, (centre + spread) / scale
