"""Runs an ONNX file over token ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime


def open_session(file: Path | bytes, threads: int = 1) -> onnxruntime.InferenceSession:
    """file: a path, or the bytes of a serialized model."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options)


def run(session: onnxruntime.InferenceSession, encodings: list[list[int]], padding: int) -> np.ndarray:
    """Logits (texts × labels) of one batch through whatever inputs the file has."""
    ids, mask = pad(encodings, padding)
    feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    logits: np.ndarray = session.run(None, {value.name: feeds[value.name] for value in session.get_inputs()})[0]
    return logits


def run_alone(session: onnxruntime.InferenceSession, encodings: list[list[int]], padding: int) -> np.ndarray:
    """Logits (texts × labels), one text a run."""
    return np.concatenate([run(session, [ids], padding) for ids in encodings])


def pad(encodings: Sequence[list[int] | np.ndarray], padding: int) -> tuple[np.ndarray, np.ndarray]:
    """Token ids and attention mask of one batch (int64, texts × the longest text's tokens).

    Padded at the right, whatever side the tokenizer names: every head served here reads the first token or the mask,
    so padding there changes nothing, while padding at the left would move the first token and the positions.
    """
    longest = max(len(ids) for ids in encodings)
    ids = np.full((len(encodings), longest), padding, dtype=np.int64)
    mask = np.zeros((len(encodings), longest), dtype=np.int64)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding
        mask[row, : len(encoding)] = 1
    return ids, mask
