"""The folder of a model in which easy texts leave early: no PyTorch."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from model_folders import THREE_CLASSES
from random_encoder import random_encoder, random_encodings
from sentiment_model.early_exit import CannotJoinError
from sentiment_model.early_exit_folder import write_early_exit_folder
from sentiment_model.folder import MANIFEST_FILES
from sentiment_model.graph import build_graph
from sentiment_model.session import open_session, run_alone
from test_early_exit import with_three_labels

TEXTS = random_encodings(30)


def write_folder(folder: Path, graph: onnx.ModelProto, temperature: float) -> Path:
    """A model folder with the tokenizer of the fixture and golden answers of the graph itself."""
    shutil.copytree(THREE_CLASSES, folder)
    onnx.save(graph, folder / "model.onnx")
    logits = run_alone(open_session(graph.SerializeToString()), TEXTS, padding=0)
    answers = [
        {"text": f"text {place}", "ids": ids, "logits": row.tolist(), "truncated": False}
        for place, (ids, row) in enumerate(zip(TEXTS, logits, strict=True))
    ]
    (folder / "golden.json").write_text(json.dumps({"probabilityTolerance": 1e-4, "answers": answers}))
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"temperature": temperature}))
    return folder


@pytest.fixture
def folders(tmp_path):
    two_layers = random_encoder()
    layers = [*two_layers.layers, random_encoder(seed=4).layers[0]]
    full = build_graph(with_three_labels(replace(two_layers, layers=layers), seed=1))
    early = build_graph(with_three_labels(two_layers, seed=2))
    return write_folder(tmp_path / "early", early, 2.0), write_folder(tmp_path / "full", full, 1.5)


def write(folders, out, polarity=0.95):
    return write_early_exit_folder(*folders, out, polarity=polarity, neutral=0.9, layer=2, version="1.2.0")


def test_the_folder_says_where_and_when_texts_leave_and_hashes_its_files(folders, tmp_path):
    write(folders, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["earlyExit"] == {"afterLayer": 2, "polarity": 0.95, "neutral": 0.9}
    assert (manifest["version"], manifest["temperature"]) == ("1.2.0", 1.5)
    for name in MANIFEST_FILES:
        content = (tmp_path / "out" / name).read_bytes()
        assert manifest["files"][name] == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_a_golden_answer_names_its_exit_and_has_the_logits_of_that_exit(folders, tmp_path):
    assert write(folders, tmp_path / "out") < 1e-4
    early, full, golden = (
        json.loads((folder / "golden.json").read_text())["answers"] for folder in (*folders, tmp_path / "out")
    )
    leaving = [answer["leavesEarly"] for answer in golden]
    assert True in leaving
    assert False in leaving
    for short, whole, answer in zip(early, full, golden, strict=True):
        expected = np.array(short["logits"]) * 1.5 / 2 if answer["leavesEarly"] else np.array(whole["logits"])
        assert np.abs(np.array(answer["logits"]) - expected).max() <= 1e-5


def test_the_folder_can_replace_the_full_one(folders):
    write(folders, folders[1])
    assert "earlyExit" in json.loads((folders[1] / "manifest.json").read_text())


def test_folders_with_different_tokenizers_are_refused(folders, tmp_path):
    (folders[0] / "tokenizer.json").write_text("{}")
    with pytest.raises(CannotJoinError, match="different tokenizers"):
        write(folders, tmp_path / "out")


def test_folders_with_other_labels_are_refused(folders, tmp_path):
    manifest = json.loads((folders[0] / "manifest.json").read_text())
    (folders[0] / "manifest.json").write_text(json.dumps(manifest | {"labels": ["A", "B", "C"]}))
    with pytest.raises(CannotJoinError, match="same three labels"):
        write(folders, tmp_path / "out")
