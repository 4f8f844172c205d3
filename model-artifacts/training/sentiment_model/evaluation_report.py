"""Measures a model folder on the evaluation texts, and on dev and test splits where they are given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .evaluation.checks import list_checks
from .evaluation.flips import FLIP_SETS, SEED, choose_sentences, measure_flips
from .evaluation.identity import measure_identity
from .evaluation.kinds import measure_kind
from .evaluation.labelled_figures import measure_labelled_sets
from .evaluation.served_model import ServedModel
from .identity_sets import read_identity_sets
from .labelled_sets import LabelledText
from .slice_sentences import read_slices


def measure_model(
    folder: Path,
    dev_sets: dict[str, list[LabelledText]] | None = None,
    test_sets: dict[str, list[LabelledText]] | None = None,
) -> dict[str, Any]:
    """The figures of a model folder. Those that have a bound of the project stand beside it.

    dev_sets: labelled texts by set. Noise, sure neutral rows and calibration are measured on them alone.
    test_sets: those of `test_splits.py`. A model of two labels has no figures in three classes.
    Raises NoSentimentLabelsError for other labels.
    """
    model = ServedModel(folder)
    report: dict[str, Any] = {
        "model": {"name": model.name, "version": model.version, "sha256": model.sha256},
        "slices": {kind: measure_kind(model, kind, sentences) for kind, sentences in read_slices().items()},
        "identity": measure_identity(model, read_identity_sets()),
    }
    if dev_sets is not None:
        texts = choose_sentences(dev_sets)
        report["flipTexts"] = {"sets": list(FLIP_SETS), "texts": len(texts), "seed": SEED}
        report["flips"] = measure_flips(model, texts)
        report["dev"] = measure_labelled_sets(model, dev_sets)
    if test_sets is not None:
        report["test"] = measure_labelled_sets(model, test_sets)
    return report


def write_report(report: dict[str, Any], out: Path | None) -> None:
    """Writes a report of measure_model as JSON to `out` and prints its bounds; without `out` prints the report."""
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
        return
    out.write_text(text, encoding="utf-8")
    for check in list_checks(report):
        print(f"{'met   ' if check.is_met else 'MISSED'} {check.value:.4f} (bound {check.bound}) {check.name}")
