"""The command line, against a hub on this machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from fake_hub import COMMIT, FakeHub, running
from sentiment_model.tiny import write_tiny

TRAINING = Path(__file__).resolve().parents[2]


@pytest.fixture
def hub(tmp_path):
    write_tiny("distilbert", tmp_path / "repository")
    with running(FakeHub(tmp_path / "repository", "winegarj/distilbert-base-uncased-finetuned-sst2")) as hub:
        yield hub


@pytest.fixture
def command(hub, tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess:
        environment = {
            **os.environ,
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(tmp_path / "cache"),
            "NO_PROXY": "127.0.0.1",
        }
        return subprocess.run(
            [sys.executable, "-m", "sentiment_model", *arguments],
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": str(TRAINING)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def pull_arguments(tmp_path, *more):
    return [
        "pull",
        "winegarj/distilbert-base-uncased-finetuned-sst2",
        "--into",
        str(tmp_path),
        "--lock",
        str(tmp_path / "lock"),
        *more,
    ]


def test_pull_writes_a_folder_that_verifies(command, tmp_path):
    pulled = command(*pull_arguments(tmp_path, "--precision", "fp32"))
    assert pulled.returncode == 0, pulled.stderr
    folder = tmp_path / "distilbert-base-uncased-finetuned-sst2-fp32"
    assert sorted(file.name for file in folder.iterdir()) == [
        "config.json",
        "golden.json",
        "manifest.json",
        "model.onnx",
        "tokenizer.json",
    ]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["version"] == COMMIT[:12]
    assert manifest["source"].endswith(COMMIT)
    assert manifest["accuracy"] is None
    verified = command("verify", str(folder), "--source", str(tmp_path / "repository"))
    assert verified.returncode == 0, verified.stderr
    assert "verified over 92 texts" in verified.stdout
    again = command(*pull_arguments(tmp_path, "--precision", "fp32", "--verify"))
    assert again.returncode == 0, again.stderr


def test_verify_ends_with_1_past_tolerance(command, tmp_path):
    shutil.copytree(tmp_path / "repository", tmp_path / "other")
    weights = load_file(tmp_path / "other" / "model.safetensors")
    save_file(
        {name: 1.1 * tensor for name, tensor in weights.items()},
        tmp_path / "other" / "model.safetensors",
        {"format": "pt"},
    )
    exported = command("export", str(tmp_path / "other"), "--out", str(tmp_path / "folder"), "--precision", "fp32")
    assert exported.returncode == 0, exported.stderr
    verified = command("verify", str(tmp_path / "folder"), "--source", str(tmp_path / "repository"))
    assert verified.returncode == 1
    assert verified.stderr.strip().splitlines()[-1].startswith("verify: model.onnx: largest change of a logit")


def test_refusals_are_one_line(command, tmp_path):
    config = tmp_path / "repository" / "config.json"
    config.write_text(config.read_text().replace("distilbert", "gpt2"))
    refused = command(*pull_arguments(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1].startswith("pull: config.json: model_type 'gpt2' is not served")
    assert "Traceback" not in refused.stderr
