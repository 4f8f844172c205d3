"""Fetches a classifier from a Hugging Face hub at a pinned revision, and enforces what the lock file knows of it.

Needs `huggingface_hub` alone. HF_ENDPOINT, HF_TOKEN and HF_HOME are read by that library; a download that broke off
goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# Its own protocol does not go on where it broke, and fails with errors of no common class.
os.environ.setdefault("HF_HUB_DISABLE_XET", "1")

from huggingface_hub import HfApi, hf_hub_download

from .hub_request import HubError, request
from .lock import Lock

CONFIG = "config.json"
TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "sentencepiece.bpe.model",
    "spm.model",
)
READY_MADE_FP32 = ("onnx/model.onnx", "model.onnx")
# In the order of preference; each may come in parts under an index.
WEIGHTS = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True)
class Pulled:
    """A repository in the cache."""

    folder: Path
    revision: str
    sha256: dict[str, str]
    """Of every file that was fetched."""
    ready_made: Path | None
    """An fp32 ONNX file of the repository's own."""


def pull(repository: str, lock: Lock, revision: str | None = None, only_pinned: bool = False) -> Pulled:
    """Fetches what exporting needs and checks every file against the lock.

    What the lock pins is taken as it pins it: that commit, those files, those bytes. For the rest the caller records
    what came, when it has proved good.

    revision: branch, tag or commit for a repository that the lock does not pin yet; "main" without one.
    only_pinned: refuses what the lock does not pin yet.
    Raises HubError with the reason.
    """
    locked = lock.get(repository)
    if only_pinned and not locked.revision:
        raise HubError(f"{lock.file.name} does not pin {repository} yet: pull it once where the file can be committed")
    if revision and locked.revision and revision != locked.revision:
        raise HubError(
            f"{lock.file.name} pins {repository} to {locked.revision}; remove its entry there to take {revision}"
        )
    commit, files = _describe(repository, locked.revision or revision or "main")
    if locked.revision and commit != locked.revision:
        raise HubError(f"{repository}: the hub answers {commit} for {locked.revision}, which {lock.file.name} pins")
    chosen = list(locked.sha256) if locked.revision and locked.sha256 else _choose_files(repository, files)
    paths = {file: _download(repository, commit, file) for file in chosen}
    hashes = {file: _hash(path) for file, path in paths.items()}
    for file, sha256 in hashes.items():
        expected = locked.sha256.get(file)
        if expected is not None and sha256 != expected:
            # The cache would hand the same bytes out again.
            paths[file].resolve().unlink()
            raise HubError(
                f"{file} has SHA-256 {sha256[:12]}…, {lock.file.name} says {expected[:12]}…: it was not used"
            )
    ready_made = next((paths[file] for file in READY_MADE_FP32 if file in paths), None)
    return Pulled(paths[CONFIG].parent, commit, hashes, ready_made)


def _describe(repository: str, revision: str) -> tuple[str, list[str]]:
    """The commit behind a revision, and the names of its files."""
    info = request(repository, lambda: HfApi().model_info(repository, revision=revision))
    return info.sha or revision, [sibling.rfilename for sibling in info.siblings or []]


def _choose_files(repository: str, files: list[str]) -> list[str]:
    if CONFIG not in files:
        raise HubError(f"{repository} has no {CONFIG}: it is no transformers model")
    weights = next((found for name in WEIGHTS if (found := _find_weights(name, files))), [])
    if not weights:
        raise HubError(
            f"{repository} has neither {' nor '.join(WEIGHTS)}: there is nothing to check an ONNX file against"
        )
    ready_made = [file for file in READY_MADE_FP32 if file in files][:1]
    return [CONFIG, *(file for file in TOKENIZER_FILES if file in files), *weights, *ready_made]


def _find_weights(name: str, files: list[str]) -> list[str]:
    stem, ending = name.rsplit(".", 1)
    parts = [file for file in files if file.startswith(f"{stem}-0") and file.endswith(f".{ending}")]
    if name in files:
        return [name]
    return [f"{name}.index.json", *sorted(parts)] if f"{name}.index.json" in files and parts else []


def _download(repository: str, commit: str, file: str) -> Path:
    return Path(request(f"{repository}/{file}", lambda: hf_hub_download(repository, file, revision=commit)))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
