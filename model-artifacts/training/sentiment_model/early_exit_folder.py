"""Writes the folder of a model in which easy texts leave early, from those of its first layers and of all layers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from .early_exit import CannotJoinError, EarlyExit, join
from .evaluation.served_model import NEGATIVE_LABEL, POSITIVE_LABEL
from .folder import compute_tolerance, describe_files, write_golden_file, write_json
from .probabilities import softmax
from .session import open_session, run


def write_early_exit_folder(
    early: Path, full: Path, out: Path, *, polarity: float, neutral: float, layer: int, version: str
) -> float:
    """Writes `out`, which may be `full` itself. Returns the largest difference of a golden probability.

    early, full: model folders with the same tokenizer and labels, one of them neutral. polarity, neutral: see
    EarlyExit. layer: the layer after which texts leave, for readers of the manifest. Raises CannotJoinError.
    """
    manifests = [_read_json(folder / "manifest.json") for folder in (early, full)]
    if (early / "tokenizer.json").read_bytes() != (full / "tokenizer.json").read_bytes():
        raise CannotJoinError(f"{early} and {full} have different tokenizers")
    early_exit = _to_early_exit(*manifests, polarity=polarity, neutral=neutral)
    joined = join(onnx.load(early / "model.onnx"), onnx.load(full / "model.onnx"), early_exit)
    goldens = [_read_json(folder / "golden.json")["answers"] for folder in (early, full)]
    out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json"):
        if out.resolve() != full.resolve():
            shutil.copyfile(full / name, out / name)
    onnx.save(joined, out / "model.onnx")
    largest = _write_golden(out, goldens[0], goldens[1], early_exit)
    manifest = manifests[1] | {"version": version}
    del manifest["files"]
    manifest["earlyExit"] = {"afterLayer": layer, "polarity": polarity, "neutral": neutral}
    manifest["files"] = describe_files(out)
    write_json(out / "manifest.json", manifest)
    return largest


def _to_early_exit(early: dict[str, Any], full: dict[str, Any], *, polarity: float, neutral: float) -> EarlyExit:
    labels: list[str] = full["labels"]
    if early["labels"] != labels or "neutralLabel" not in full:
        raise CannotJoinError("both models need the same three labels, one of them neutral")
    return EarlyExit(
        polarity=polarity,
        neutral=neutral,
        negative_label=labels.index(NEGATIVE_LABEL),
        neutral_label=labels.index(full["neutralLabel"]),
        positive_label=labels.index(POSITIVE_LABEL),
        temperature=full["temperature"],
        three_class_temperature=full["threeClassTemperature"],
        early_temperature=early["temperature"],
    )


def _write_golden(out: Path, early: list[dict[str, Any]], full: list[dict[str, Any]], early_exit: EarlyExit) -> float:
    """The fp32 logits of the exit that the fp32 models choose, and whether it is the early one."""
    session = open_session(out / "model.onnx")
    padding: int = _read_json(out / "config.json")["pad_token_id"]
    answers, differences = [], []
    for short, whole in zip(early, full, strict=True):
        if short["ids"] != whole["ids"]:
            raise CannotJoinError("the golden answers are about different texts")
        early_logits = np.array([short["logits"]], dtype=np.float32)
        leaves = bool(early_exit.leaves(early_logits)[0])
        logits = (early_logits * early_exit.logit_scale)[0] if leaves else np.array(whole["logits"], dtype=np.float32)
        served = run(session, [whole["ids"]], padding)[0]
        differences.append(_measure_difference(logits, served, early_exit))
        answer = whole | {"logits": [float(each) for each in logits], "leavesEarly": leaves}
        answers.append(answer)
    largest = max(differences)
    about = "Ids, and fp32 logits by transformers and PyTorch; leavesEarly: by the fp32 logits"
    write_golden_file(out, answers, about=about, tolerance=compute_tolerance(largest), largest=largest)
    return largest


def _measure_difference(expected: np.ndarray, served: np.ndarray, early_exit: EarlyExit) -> float:
    """Largest difference of a probability, with two labels and with three."""
    polar = [early_exit.negative_label, early_exit.positive_label]
    two = [softmax(each[polar] / early_exit.temperature) for each in (expected, served)]
    three = [softmax(each / early_exit.three_class_temperature) for each in (expected, served)]
    return float(max(np.abs(two[0] - two[1]).max(), np.abs(three[0] - three[1]).max()))


def _read_json(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value
