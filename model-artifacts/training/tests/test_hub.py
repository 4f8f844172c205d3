"""Pulling from a hub: what is pinned stays pinned, and every failure has its sentence. Needs no PyTorch."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fake_hub import COMMIT, FakeHub, running

TRAINING = Path(__file__).resolve().parent.parent
PULL = """
import sys
from pathlib import Path
from sentiment_model.hub import pull
from sentiment_model.hub_request import HubError
from sentiment_model.lock import Lock
try:
    lock = Lock(Path(sys.argv[2]))
    pulled = pull(sys.argv[1], lock, *sys.argv[3:])
    lock.record(sys.argv[1], pulled.revision, pulled.sha256)
    print(pulled.revision, pulled.folder, pulled.ready_made.name if pulled.ready_made else None)
except HubError as error:
    sys.exit(str(error))
"""
FILES = {
    "config.json": b'{"is": "config"}',
    "tokenizer.json": b'{"is": "tokenizer"}',
    "model.safetensors": bytes(range(256)) * 4_000,
    "pytorch_model.bin": b"never fetched",
    "README.md": b"never fetched",
}


@pytest.fixture
def hub(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    with running(FakeHub(folder)) as hub:
        yield hub


@pytest.fixture
def pull(hub, tmp_path):
    """Pulls in a process of its own, because huggingface_hub reads its environment once."""

    def run(*revision: str, repository: str = hub.repository, token: str | None = None) -> subprocess.CompletedProcess:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(tmp_path / "cache"),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            **({"HF_TOKEN": token} if token else {}),
        }
        arguments = [sys.executable, "-c", PULL, repository, str(tmp_path / "lock.json"), *revision]
        return subprocess.run(
            arguments, cwd=TRAINING, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    return run


@pytest.fixture
def lock(tmp_path):
    return lambda: json.loads((tmp_path / "lock.json").read_text())


def sha256(name: str) -> str:
    return hashlib.sha256(FILES[name]).hexdigest()


def test_the_first_pull_fills_the_lock_with_the_commit_and_the_hashes(hub, pull, lock):
    result = pull()
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(COMMIT)
    wanted = ["config.json", "model.safetensors", "tokenizer.json"]
    assert lock() == {hub.repository: {"revision": COMMIT, "sha256": {name: sha256(name) for name in wanted}}}
    assert sorted({file for file, _ in hub.served}) == wanted


def test_the_second_pull_downloads_nothing(hub, pull):
    pull()
    hub.served.clear()
    assert pull().returncode == 0
    assert hub.served == []


def test_a_lock_that_waits_for_its_first_pull_is_filled(hub, pull, lock, tmp_path):
    (tmp_path / "lock.json").write_text(
        json.dumps({hub.repository: {"revision": None, "sha256": {"config.json": None}}})
    )
    assert pull().returncode == 0
    assert lock()[hub.repository]["sha256"]["config.json"] == sha256("config.json")


def test_a_broken_connection_goes_on_where_it_broke(hub, pull):
    (hub.folder / "model.safetensors").write_bytes(bytes(range(256)) * 80_000)
    hub.breaks["model.safetensors"] = 15_000_000
    result = pull()
    assert result.returncode == 0, result.stderr
    starts = [start for file, start in hub.served if file == "model.safetensors"]
    # huggingface_hub keeps whole pieces of 10 MiB.
    assert starts == [0, 10 * 1024 * 1024]


def test_other_bytes_than_the_lock_says_are_refused_and_forgotten(hub, pull, lock, tmp_path):
    pull()
    before = lock()
    (hub.folder / "model.safetensors").write_bytes(b"other bytes")
    result = pull()
    # The cache still has the right ones for this commit.
    assert result.returncode == 0
    for blob in (tmp_path / "cache").rglob("*/blobs/*"):
        blob.unlink()
    for _ in range(2):
        result = pull()
        assert result.returncode == 1
        assert "model.safetensors has SHA-256" in result.stderr
    assert lock() == before


def test_a_pinned_repository_takes_the_pinned_files_and_no_others(hub, pull, lock):
    pull()
    before = lock()
    (hub.folder / "onnx").mkdir()
    (hub.folder / "onnx" / "model.onnx").write_bytes(b"onnx")
    (hub.folder / "merges.txt").write_bytes(b"merges")
    assert pull().stdout.split()[2] == "None"
    assert lock() == before


def test_another_commit_than_the_pinned_one_is_refused(hub, pull, tmp_path):
    pinned = "f" * 40
    (tmp_path / "lock.json").write_text(json.dumps({hub.repository: {"revision": pinned, "sha256": {}}}))
    hub.revisions.add(pinned)
    assert f"the hub answers {COMMIT} for {pinned}" in pull().stderr


def test_a_revision_that_the_lock_does_not_pin_is_refused(pull):
    pull()
    result = pull("another")
    assert result.returncode == 1
    assert "pins somebody/tiny" in result.stderr


def test_ready_made_onnx_is_fetched_too(hub, pull):
    (hub.folder / "onnx").mkdir()
    (hub.folder / "onnx" / "model.onnx").write_bytes(b"onnx")
    result = pull()
    assert result.stdout.split()[2] == "model.onnx"


def test_weights_in_parts_are_fetched_with_their_index(hub, pull):
    (hub.folder / "model.safetensors").unlink()
    for name in (
        "model.safetensors.index.json",
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ):
        (hub.folder / name).write_bytes(name.encode())
    assert pull().returncode == 0
    assert "model-00002-of-00002.safetensors" in {file for file, _ in hub.served}
    assert "pytorch_model.bin" not in {file for file, _ in hub.served}


def _expire(hub):
    hub.token = "a new one"


def _remove_config(hub):
    (hub.folder / "config.json").unlink()


def _remove_weights(hub):
    (hub.folder / "model.safetensors").unlink()
    (hub.folder / "pytorch_model.bin").unlink()


def _lose_a_file(hub):
    (hub.folder / "tokenizer.json").unlink()
    hub.unlisted.add("tokenizer.json")


def _gate(hub):
    hub.is_gated = True


def _go_down(hub):
    hub.is_down = True


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_expire, "the hub refuses HF_TOKEN (HTTP 401); it may have expired"),
        (_remove_config, "has no config.json: it is no transformers model"),
        (_remove_weights, "has neither model.safetensors nor pytorch_model.bin"),
        (_lose_a_file, "tokenizer.json: the hub does not have this file"),
        (_gate, "its owners must let you in first"),
        (_go_down, "the hub answered HTTP 503"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line_and_leaves_no_lock(hub, pull, tmp_path, damage, sentence):
    damage(hub)
    result = pull(token="an old one")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert sentence in result.stderr
    assert not (tmp_path / "lock.json").exists()


def test_an_unknown_repository_and_revision_are_named(pull):
    assert "is no repository; owner/name is one" in pull(repository="https://hub/nobody/nothing").stderr
    assert "nobody/nothing: the hub does not have it" in pull(repository="nobody/nothing").stderr
    assert "does not know this revision" in pull("no-such-branch").stderr


def test_the_token_is_sent(hub, pull):
    hub.token = "secret"
    result = pull(token="secret")
    assert result.returncode == 0, result.stderr
    assert "secret" not in result.stdout + result.stderr
