"""Measures the ONNX files of one candidate side by side: what each precision costs and changes.

`npm run model:compare` compares two model folders through the classes that serve. These files are no model folders, and
some depend on batch neighbours, which a served model never does.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tqdm import tqdm

from .probabilities import softmax
from .session import open_session, pad
from .sst2 import Example

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

RUNS_TIMED = 3


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """Of one file."""

    name: str
    accuracy: float
    labels_off_fp32: int
    largest_change: float
    """Of a probability, against fp32 alone."""
    mean_change: float
    largest_batch_change: float
    """Of a probability, alone against in unsorted batches of 16."""
    megabytes: float
    texts_per_second_alone: float
    texts_per_second_in_eights: float
    start_ms: float


def measure_files(
    files: dict[str, Path], tokenizer: PreTrainedTokenizerBase, examples: list[Example]
) -> list[Measurement]:
    """Measures every file on one thread. The first one is the fp32 reference. The files have two labels."""
    texts = [example.text for example in examples]
    labels = np.array([example.label for example in examples])
    encodings = [np.array(ids) for ids in tokenizer(texts, truncation=True, max_length=512)["input_ids"]]
    by_length = sorted(range(len(texts)), key=lambda index: len(encodings[index]))
    as_given = range(len(texts))
    reference: np.ndarray | None = None
    measurements = []
    for name, file in tqdm(files.items(), unit="file"):
        start = time.perf_counter()
        session = open_session(file)
        start_ms = (time.perf_counter() - start) * 1000
        alone_seconds, alone = _time_runs(session, encodings, as_given, 1)
        eights_seconds, _ = _time_runs(session, encodings, by_length, 8)
        _, sixteens = _run_batches(session, encodings, as_given, 16)
        score, score_in_batch = softmax(alone)[:, 1], softmax(sixteens)[:, 1]
        reference = score if reference is None else reference
        measurements.append(
            Measurement(
                name=name,
                accuracy=float((alone.argmax(1) == labels).mean()),
                labels_off_fp32=int(((score > 0.5) != (reference > 0.5)).sum()),
                largest_change=float(np.abs(score - reference).max()),
                mean_change=float(np.abs(score - reference).mean()),
                largest_batch_change=float(np.abs(score - score_in_batch).max()),
                megabytes=file.stat().st_size / 1e6,
                texts_per_second_alone=len(texts) / alone_seconds,
                texts_per_second_in_eights=len(texts) / eights_seconds,
                start_ms=start_ms,
            )
        )
    return measurements


def _time_runs(
    session: onnxruntime.InferenceSession, encodings: list[np.ndarray], order: Sequence[int], batch_size: int
) -> tuple[float, np.ndarray]:
    """Median seconds of the runs, and the logits."""
    runs = [_run_batches(session, encodings, order, batch_size) for _ in range(RUNS_TIMED)]
    return sorted(seconds for seconds, _ in runs)[RUNS_TIMED // 2], runs[0][1]


def _run_batches(
    session: onnxruntime.InferenceSession, encodings: list[np.ndarray], order: Sequence[int], batch_size: int
) -> tuple[float, np.ndarray]:
    """Seconds, and the logits in the order of the texts."""
    logits = np.empty((len(encodings), 2), dtype=np.float32)
    start = time.perf_counter()
    for at in range(0, len(order), batch_size):
        rows = list(order[at : at + batch_size])
        ids, mask = pad([encodings[row] for row in rows], padding=0)
        logits[rows] = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    return time.perf_counter() - start, logits
