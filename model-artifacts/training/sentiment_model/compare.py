"""What each precision of one model costs and changes, measured side by side."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .folder import open_session
from .reference import softmax
from .sst2 import Example

RUNS_TIMED = 3


@dataclass(frozen=True)
class Measurement:
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


def compare(files: dict[str, Path], tokenizer, examples: list[Example]) -> list[Measurement]:
    """Measures every file on one thread. The first one is the fp32 reference."""
    texts = [example.text for example in examples]
    labels = np.array([example.label for example in examples])
    encoded = [np.array(ids) for ids in tokenizer(texts, truncation=True, max_length=512)["input_ids"]]
    by_length = sorted(range(len(texts)), key=lambda index: len(encoded[index]))
    as_given = list(range(len(texts)))
    reference: np.ndarray | None = None
    measurements = []
    for name, file in tqdm(files.items(), unit="file"):
        start = time.perf_counter()
        session = open_session(file)
        start_ms = (time.perf_counter() - start) * 1000
        alone_seconds, alone = _median(session, encoded, as_given, 1)
        eights_seconds, _ = _median(session, encoded, by_length, 8)
        _, sixteens = _run(session, encoded, as_given, 16)
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


def logits_alone(file: Path | bytes, encodings: list[list[int]]) -> np.ndarray:
    """Texts × labels, one text a run."""
    return _run(open_session(file), [np.array(ids) for ids in encodings], range(len(encodings)), 1)[1]


def _median(session, encoded, order, batch_size) -> tuple[float, np.ndarray]:
    """Median seconds of the runs, and the logits."""
    runs = [_run(session, encoded, order, batch_size) for _ in range(RUNS_TIMED)]
    return sorted(seconds for seconds, _ in runs)[RUNS_TIMED // 2], runs[0][1]


def _run(session, encoded, order, batch_size) -> tuple[float, np.ndarray]:
    """Seconds, and the logits in the order of the texts."""
    logits = np.empty((len(encoded), 2), dtype=np.float32)
    start = time.perf_counter()
    for at in range(0, len(order), batch_size):
        rows = order[at : at + batch_size]
        longest = max(len(encoded[row]) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for position, row in enumerate(rows):
            ids[position, : len(encoded[row])] = encoded[row]
            mask[position, : len(encoded[row])] = 1
        logits[rows] = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    return time.perf_counter() - start, logits
