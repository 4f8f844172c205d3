"""Measures a model folder, as the command line does."""

from __future__ import annotations

from pathlib import Path

from .evaluation_report import measure_model, write_report
from .labelled_dev_sets import read_dev_sets
from .test_splits import read_test_sets, record_measurement, write_accuracy


def measure(folder: Path, *, data: Path | None, out: Path | None, reads_test_splits: bool) -> None:
    """Writes the report to `out`, or prints it.

    data: the folder with `training-text` and `sst2`; None for the evaluation texts alone. reads_test_splits needs it;
    then the manifest gets its accuracy. Raises AlreadyMeasuredError when the test splits were read for this file.
    """
    dev_sets = read_dev_sets(data / "training-text", data / "sst2") if data else None
    test_sets = None
    if data and reads_test_splits:
        files = record_measurement(folder)
        print(f"model files measured on the test splits so far: {files}")
        test_sets = read_test_sets(data / "training-text", data / "sst2")
    report = measure_model(folder, dev_sets, test_sets)
    write_report(report, out)
    if test_sets:
        write_accuracy(folder, report["test"])
