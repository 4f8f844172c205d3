"""Compares a model folder with PyTorch over a set of texts, and refuses what is past tolerance."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tqdm import tqdm

from .reference import CannotServe, Reference
from .session import open_session, run


@dataclass(frozen=True)
class Tolerance:
    """What a precision may change against PyTorch in fp32."""

    logit: float
    probability: float
    mean_probability: float
    label_share: float
    """Share of texts with another label, among those that PyTorch is surer of than SURE."""


SURE = 0.6
TOLERANCES = {
    "fp32": Tolerance(logit=1e-3, probability=1e-4, mean_probability=1e-5, label_share=0.0),
    "int8": Tolerance(logit=np.inf, probability=0.3, mean_probability=0.02, label_share=0.01),
}


@dataclass(frozen=True, kw_only=True)
class Verification:
    """How far a file is from PyTorch, over texts."""

    texts: int
    largest_logit: float
    largest_probability: float
    mean_probability: float
    sure_texts: int
    changed_labels: int
    """Among the sure ones."""

    def check(self, tolerance: Tolerance) -> None:
        """Raises CannotServe with whatever is past tolerance."""
        bounds = [
            ("largest change of a logit", self.largest_logit, tolerance.logit),
            ("largest change of a probability", self.largest_probability, tolerance.probability),
            ("mean change of a probability", self.mean_probability, tolerance.mean_probability),
            # One text is always allowed where any is: among few texts a share would allow none.
            (
                "texts with another label",
                self.changed_labels,
                max(math.ceil(tolerance.label_share), self.sure_texts * tolerance.label_share),
            ),
        ]
        excesses = [
            f"{name} is {value:.2g}, allowed are {bound:g}" for name, value, bound in bounds if not value <= bound
        ]
        if excesses:
            raise CannotServe(f"model.onnx: {'; '.join(excesses)}")

    def __str__(self) -> str:
        return (
            f"verified over {self.texts} texts: logits within {self.largest_logit:.1e}, probabilities within "
            f"{self.largest_probability:.1e} (mean {self.mean_probability:.1e}), another label for "
            f"{self.changed_labels} of the {self.sure_texts} that PyTorch is sure of"
        )


def verify(folder: Path, reference: Reference, texts: list[str]) -> Verification:
    """Runs every text alone through PyTorch and through the folder's file."""
    session = open_session(folder / "model.onnx")
    logits, probabilities, sure, changed = [], [], 0, 0
    for text in tqdm(texts, desc="verify", unit="text", leave=False):
        ids, _ = reference.encode(text)
        expected, actual = reference.logits(ids), run(session, [ids], reference.config["pad_token_id"])[0]
        if expected.shape != actual.shape:
            raise CannotServe(f"model.onnx: answers {actual.shape[0]} labels, PyTorch {expected.shape[0]}")
        wanted, given = reference.probabilities(expected), reference.probabilities(actual)
        logits.append(np.abs(expected - actual).max())
        probabilities.append(np.abs(wanted - given).max())
        is_sure, has_changed = _compare(wanted, given, reference.is_multi_label)
        sure += is_sure
        changed += is_sure and has_changed
    return Verification(
        texts=len(texts),
        largest_logit=float(max(logits)),
        largest_probability=float(max(probabilities)),
        mean_probability=float(np.mean(probabilities)),
        sure_texts=sure,
        changed_labels=changed,
    )


def check_beside(folder: Path, reference: Reference, texts: list[str]) -> None:
    """Raises CannotServe when a file beside model.onnx differs from the source, or from what the manifest lists."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, listed in manifest["files"].items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed["sha256"]:
            raise CannotServe(f"{name}: its SHA-256 is not the manifest's")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for field in ("id2label", "problem_type", "pad_token_id"):
        if config.get(field) != reference.config.get(field):
            raise CannotServe(
                f"config.json: {field} is {config.get(field)}, in the source {reference.config.get(field)}"
            )
    if manifest["labels"] != reference.labels:
        raise CannotServe(f"manifest.json: labels are {manifest['labels']}, in the source {reference.labels}")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for index, text in enumerate(texts):
        if tokenizer.encode(text).ids != reference.encode(text)[0]:
            raise CannotServe(f"tokenizer.json: text {index} has other token ids than in the source")


def _compare(wanted: np.ndarray, given: np.ndarray, is_multi_label: bool) -> tuple[bool, bool]:
    """Whether the reference is sure of its answer, and whether the other answer is another one."""
    if is_multi_label:
        sure = np.maximum(wanted, 1 - wanted) > SURE
        return bool(sure.any()), bool(((wanted > 0.5) != (given > 0.5))[sure].any())
    return bool(wanted.max() > SURE), bool(wanted.argmax() != given.argmax())
