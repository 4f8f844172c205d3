"""The command measure writes a report of a model folder, and it needs no PyTorch."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from model_folders import STARS, THREE_CLASSES, TWO_CLASSES
from sentiment_model.__main__ import main
from sentiment_model.evaluation.bounds import compare_share_with_least, compare_share_with_most, compare_with_most
from sentiment_model.evaluation.checks import Check, list_checks
from sentiment_model.evaluation.share import make_share
from sentiment_model.evaluation_report import measure_model
from sentiment_model.labelled_dev_sets import DEV_FILES
from sentiment_model.slice_sentences import read_slices

WITHOUT_TORCH = (
    "import sys; sys.modules.update(torch=None, transformers=None); from sentiment_model.__main__ import main; main()"
)
LABELS = ("positive", "negative", "neutral")


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["sentiment_model", "measure", *map(str, arguments)])
    main()


def write_rows(file, count):
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{LABELS[index % 3]}\tgood text {index} of {file.stem}" for index in range(count)]
    file.write_text("\n".join(["label\ttext", *rows]) + "\n")


def list_keys(figures):
    return {*figures} | {key for inner in figures.values() if isinstance(inner, dict) for key in list_keys(inner)}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Dev splits with as many rows as are drawn, and no test split."""
    folder = tmp_path_factory.mktemp("data")
    texts = folder / "training-text"
    for name in DEV_FILES:
        write_rows(texts / "heldout" / f"{name}.tsv", 170)
    for name in ("sentfin", "xed"):
        write_rows(texts / "train" / f"{name}.tsv", 5000)
    sentences = [f"this is sentence {index} about a bad film .\t{index % 2}" for index in range(1200)]
    (folder / "sst2").mkdir()
    (folder / "sst2" / "train.tsv").write_text("\n".join(["sentence\tlabel", *sentences]) + "\n")
    return folder


def test_a_report_without_dev_splits_has_slices_and_identity():
    report = measure_model(THREE_CLASSES)
    assert list(report) == ["model", "slices", "identity"]
    assert report["slices"].keys() == read_slices().keys()
    assert report["model"]["name"] == "three-classes"


def test_the_command_writes_the_report_and_prints_its_bounds(monkeypatch, capsys, tmp_path, data):
    run(monkeypatch, THREE_CLASSES, "--out", tmp_path / "report.json", "--data", data)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(report) == ["model", "slices", "identity", "flipTexts", "flips", "dev"]
    assert report["flipTexts"]["texts"] == 500
    assert len(report["dev"]["sets"]) == 11
    printed = capsys.readouterr().out
    assert "(bound 0.05) flips: typo" in printed
    assert "(bound 0.8) emoji alone" in printed


def test_each_figure_with_a_bound_is_listed_once():
    share = compare_share_with_most(1, 10, 0.08)
    report = {
        "slices": {"emoji": {"polarity": compare_share_with_least(9, 10, 0.8)}, "answers": {}},
        "identity": {
            "overall": {
                "labelsOffMajority": make_share(1, 10),
                "labelsOffMajorityBound": 0.05,
                "meanChange": 0.05,
                "meanChangeBound": 0.05,
            },
        },
        "flips": {"typo": {"polarityFlips": share, "bound": 0.05, "isMet": False}},
        "dev": {
            "sets": {"a": {"sureNeutral": share}, "b": {}},
            "polarityCalibrationError": compare_with_most(0.1, 0.2),
        },
    }
    assert list(list_checks(report)) == [
        Check("emoji alone", 0.9, 0.8, True),
        Check("identity: labels off majority", 0.1, 0.05, False),
        Check("identity: mean change", 0.05, 0.05, True),
        Check("flips: typo", 0.1, 0.05, False),
        Check("sure neutral: a", 0.1, 0.08, False),
        Check("calibration error of the polarity", 0.1, 0.2, True),
    ]


def test_a_report_on_two_labels_has_nothing_about_three_classes(monkeypatch, tmp_path, data):
    run(monkeypatch, TWO_CLASSES, "--out", tmp_path / "report.json", "--data", data)
    keys = list_keys(json.loads((tmp_path / "report.json").read_text(encoding="utf-8")))
    assert "polarityFlips" in keys
    parts = ("threeClass", "recalls", "macroRecall", "polarityFlipsOfNeutralAnswers", "sureNeutral")
    assert [key for key in keys if key.startswith(parts)] == []


def test_the_command_needs_no_pytorch():
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, "measure", str(THREE_CLASSES)],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout)["model"]["name"] == "three-classes"


def test_test_splits_need_data_and_a_file_for_the_report(monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, THREE_CLASSES, "--test", "--data", "somewhere")
    assert "--test needs --data and --out" in capsys.readouterr().err


def test_a_model_with_other_labels_ends_the_command_with_one_line(monkeypatch):
    with pytest.raises(SystemExit, match=r"^measure: .*1 star.* are not those of sentiment$"):
        run(monkeypatch, STARS)
