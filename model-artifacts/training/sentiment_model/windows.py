"""Long texts in windows: how the service divides them, and the temperature of the mean of their logits.

`libs/inference/src/pipeline/text-windows.ts` divides in the same way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import onnx
import torch

from .calibrate import fit_temperature
from .labelled_sets import NEGATIVE, POSITIVE, LabelledText
from .reference import Reference
from .session import open_session, run_alone

# Chosen on 1,000 film reviews: see `tried.md`.
WINDOW_TOKENS = 128
OVERLAP_TOKENS = 16
# The default of the service's setting MAX_WINDOWS.
MAX_WINDOWS = 16
SPECIAL_TOKENS = 2
POLAR = [NEGATIVE, POSITIVE]


@dataclass(frozen=True)
class Windows:
    """How a text past the maximum of a model is read."""

    temperature: float
    """Divides the mean of the windows' logits, before any other temperature."""
    tokens: int = WINDOW_TOKENS
    """Special tokens included."""
    overlap_tokens: int = OVERLAP_TOKENS


def split_into_windows(ids: list[int]) -> list[list[int]]:
    """Windows of equal length, evenly spaced from the beginning to the end.

    ids: of a text that is longer than one window, one special token at each end. Past MAX_WINDOWS the rest is left out.
    """
    first, content, last = ids[:1], ids[1:-1], ids[-1:]
    length = WINDOW_TOKENS - SPECIAL_TOKENS
    step = length - OVERLAP_TOKENS
    content = content[: length + (MAX_WINDOWS - 1) * step]
    count = max(1, math.ceil((len(content) - OVERLAP_TOKENS) / step))
    last_start = len(content) - length
    # Halves up, as JavaScript rounds them.
    starts = [0] if count == 1 else [math.floor(place * last_start / (count - 1) + 0.5) for place in range(count)]
    return [[*first, *content[start : start + length], *last] for start in starts]


def fit_windows(
    graph: onnx.ModelProto, reference: Reference, reviews: list[LabelledText], temperature: float
) -> Windows:
    """Fits the temperature of means on labelled texts past the maximum (positive and negative ones).

    temperature: that of the polarity, which divides the logits too.
    """
    windows = [split_into_windows(reference.encode_whole(review.text)) for review in reviews]
    session = open_session(graph.SerializeToString(), threads=2)
    logits = run_alone(session, [ids for each in windows for ids in each], reference.config["pad_token_id"])
    ends = np.cumsum([len(each) for each in windows])[:-1]
    means = np.stack([rows.mean(0) for rows in np.split(logits, ends)]).astype(np.float32)
    polarities = torch.tensor([review.label // POSITIVE for review in reviews])
    return Windows(round(fit_temperature(torch.from_numpy(means[:, POLAR]), polarities) / temperature, 4))
