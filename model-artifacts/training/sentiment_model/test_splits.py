"""The test splits: labelled texts that a shipped model is measured on once, after all choices are made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from .labelled_sets import NEGATIVE, POSITIVE, LabelledText, read_labelled
from .sst2 import read_tsv

TEST_FILES = (
    "dynasent_r1_test",
    "dynasent_r2_test",
    "goemotions_test",
    "cad_new_test",
    "cad_orig_test",
    "newsmtsc_rw_test",
    "newsmtsc_mt_test",
    "clinc150_test",
    "sentfin_test",
    "xed_test",
)
SST2_VALIDATION = "sst2_validation"
# Measured model files by name and SHA-256, in the order of their measurements. Part of the repository.
LOG = Path(__file__).resolve().parent.parent / "test-splits-read.json"


class AlreadyMeasuredError(ValueError):
    """The file was measured on the test splits before. A second reading would be a choice by them."""


def read_test_sets(data: Path, sst2: Path) -> dict[str, list[LabelledText]]:
    """Returns the texts by set; rows that are labelled mixed are left out.

    data: the folder with `heldout`. sst2: the folder with `validation.tsv`, which serves as a test split.
    """
    sets = {name: read_labelled(data / "heldout" / f"{name}.tsv") for name in TEST_FILES}
    films = read_tsv(sst2 / "validation.tsv")
    sets[SST2_VALIDATION] = [LabelledText(each.text, POSITIVE if each.label else NEGATIVE, "sst2") for each in films]
    return sets


def record_measurement(folder: Path, log: Path = LOG) -> int:
    """Adds the ONNX file of a model folder to the log. Returns the number of files measured so far, this one included.

    Raises AlreadyMeasuredError when the log has the file.
    """
    measured: list[dict[str, str]] = json.loads(log.read_text(encoding="utf-8")) if log.exists() else []
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    if any(each["sha256"] == digest for each in measured):
        raise AlreadyMeasuredError(f"{folder}: its model.onnx was measured on the test splits before")
    name: str = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["name"]
    measured.append({"name": name, "sha256": digest})
    log.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    return len(measured)


def write_accuracy(folder: Path, test: dict[str, Any]) -> None:
    """Writes the accuracy on SST-2's validation set into the manifest of a model folder.

    test: the figures of `measure_labelled_sets` with SST2_VALIDATION. Four digits, never more than measured: the
    service's own evaluation must reach the value.
    """
    share = test["sets"][SST2_VALIDATION]["polarity"]
    file = folder / "manifest.json"
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    value = share["count"] * 10_000 // share["total"] / 10_000
    manifest["accuracy"] = {"dataset": "GLUE SST-2 validation", "texts": share["total"], "value": value}
    file.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
