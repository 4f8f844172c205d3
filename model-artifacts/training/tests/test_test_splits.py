"""Each shipped file is measured on the test splits once, and the log counts it."""

import json
import shutil

import pytest

from model_folders import THREE_CLASSES
from sentiment_model.labelled_sets import NEGATIVE, NEUTRAL, POSITIVE
from sentiment_model.measure import measure
from sentiment_model.test_splits import (
    SST2_VALIDATION,
    TEST_FILES,
    AlreadyMeasuredError,
    read_test_sets,
    record_measurement,
    write_accuracy,
)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(THREE_CLASSES, tmp_path / "model")


@pytest.fixture
def data(tmp_path):
    heldout = tmp_path / "training-text" / "heldout"
    heldout.mkdir(parents=True)
    for name in TEST_FILES:
        (heldout / f"{name}.tsv").write_text("label\ttext\npositive\tgood\nneutral\ta\nmixed\tso\nnegative\tbad\n")
    (tmp_path / "sst2").mkdir()
    (tmp_path / "sst2" / "validation.tsv").write_text("sentence\tlabel\ngood .\t1\nbad .\t0\n")
    return tmp_path


def test_mixed_rows_are_left_out_and_films_have_two_labels(data):
    sets = read_test_sets(data / "training-text", data / "sst2")
    assert [row.label for row in sets["xed_test"]] == [POSITIVE, NEUTRAL, NEGATIVE]
    assert [row.label for row in sets[SST2_VALIDATION]] == [POSITIVE, NEGATIVE]


def test_a_file_is_measured_once(folder, tmp_path):
    log = tmp_path / "log.json"
    assert record_measurement(folder, log) == 1
    with pytest.raises(AlreadyMeasuredError, match=r"was measured on the test splits before$"):
        record_measurement(folder, log)
    (folder / "model.onnx").write_bytes(b"another file")
    assert record_measurement(folder, log) == 2
    assert [each["name"] for each in json.loads(log.read_text())] == ["three-classes"] * 2


def test_the_accuracy_in_the_manifest_is_never_more_than_measured(folder):
    write_accuracy(folder, {"sets": {SST2_VALIDATION: {"polarity": {"count": 2, "total": 3}}}})
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["accuracy"] == {"dataset": "GLUE SST-2 validation", "texts": 3, "value": 0.6666}


def test_a_file_that_was_measured_before_is_refused_before_any_figure(folder, data, tmp_path, monkeypatch):
    log = tmp_path / "log.json"
    monkeypatch.setattr("sentiment_model.measure.record_measurement", lambda each: record_measurement(each, log))
    record_measurement(folder, log)
    monkeypatch.setattr("sentiment_model.measure.read_dev_sets", lambda *_: None)
    with pytest.raises(AlreadyMeasuredError):
        measure(folder, data=data, out=tmp_path / "report.json", reads_test_splits=True)
    assert not (tmp_path / "report.json").exists()
