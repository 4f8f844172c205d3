"""Fetches a classifier from a Hugging Face hub at a pinned revision, and enforces what the lock file knows of it.

Needs `huggingface_hub` alone. HF_ENDPOINT, HF_TOKEN and HF_HOME are read by that library; a download that broke off
goes on where it stopped.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

# Its own protocol does not go on where it broke, and fails with errors of no common class.
os.environ.setdefault("HF_HUB_DISABLE_XET", "1")

import requests
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

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
ATTEMPTS = 3
PAUSE_SECONDS = 1
OURS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "the cache cannot be written",
    errno.EROFS: "the cache cannot be written",
}


class HubError(Exception):
    """Why nothing was pulled, in a sentence."""


@dataclass
class LockedRepository:
    revision: str | None
    """Commit; None until the first pull fills it."""
    sha256: dict[str, str | None] = field(default_factory=dict)
    """By file; None until the first pull fills it."""


@dataclass(frozen=True)
class Pulled:
    folder: Path
    revision: str
    sha256: dict[str, str]
    """Of every file that was fetched."""
    ready_made: Path | None
    """An fp32 ONNX file of the repository's own."""


class Lock:
    """models.lock.json: which commit and which bytes a repository's name stands for here."""

    def __init__(self, file: Path) -> None:
        self.file = file
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.repositories = {
            name: LockedRepository(entry["revision"], dict(entry["sha256"])) for name, entry in known.items()
        }

    def of(self, repository: str) -> LockedRepository:
        return self.repositories.get(repository) or LockedRepository(revision=None)

    def record(self, repository: str, revision: str, sha256: dict[str, str]) -> None:
        self.repositories[repository] = LockedRepository(revision, dict(sha256))
        content = {
            name: {"revision": entry.revision, "sha256": dict(sorted(entry.sha256.items()))}
            for name, entry in sorted(self.repositories.items())
        }
        partial = self.file.with_name(f"{self.file.name}.partial")
        partial.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        partial.rename(self.file)


def pull(repository: str, lock: Lock, revision: str | None = None, only_pinned: bool = False) -> Pulled:
    """Fetches what exporting needs and checks every file against the lock.

    What the lock pins is taken as it pins it: that commit, those files, those bytes. For the rest the caller records what
    came, when it has proved good.

    revision: branch, tag or commit for a repository that the lock does not pin yet; "main" without one.
    only_pinned: refuses what the lock does not pin yet.
    Raises HubError with the reason.
    """
    locked = lock.of(repository)
    if only_pinned and not locked.revision:
        raise HubError(f"{lock.file.name} does not pin {repository} yet: pull it once where the file can be committed")
    if revision and locked.revision and revision != locked.revision:
        raise HubError(
            f"{lock.file.name} pins {repository} to {locked.revision}; remove its entry there to take {revision}"
        )
    commit, files = _described(repository, locked.revision or revision or "main")
    if locked.revision and commit != locked.revision:
        raise HubError(f"{repository}: the hub answers {commit} for {locked.revision}, which {lock.file.name} pins")
    chosen = list(locked.sha256) if locked.revision and locked.sha256 else _chosen(repository, files)
    paths = {file: _download(repository, commit, file) for file in chosen}
    hashes = {file: _sha256(path) for file, path in paths.items()}
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


def _described(repository: str, revision: str) -> tuple[str, list[str]]:
    """The commit behind a revision, and the names of its files."""
    info = _asked(repository, "", lambda: HfApi().model_info(repository, revision=revision))
    return info.sha or revision, [sibling.rfilename for sibling in info.siblings or []]


def _chosen(repository: str, files: list[str]) -> list[str]:
    if CONFIG not in files:
        raise HubError(f"{repository} has no {CONFIG}: it is no transformers model")
    weights = next((found for name in WEIGHTS if (found := _weight_files(name, files))), [])
    if not weights:
        raise HubError(
            f"{repository} has neither {' nor '.join(WEIGHTS)}: there is nothing to check an ONNX file against"
        )
    ready_made = [file for file in READY_MADE_FP32 if file in files][:1]
    return [CONFIG, *(file for file in TOKENIZER_FILES if file in files), *weights, *ready_made]


def _weight_files(name: str, files: list[str]) -> list[str]:
    stem, ending = name.rsplit(".", 1)
    parts = [file for file in files if file.startswith(f"{stem}-0") and file.endswith(f".{ending}")]
    if name in files:
        return [name]
    return [f"{name}.index.json", *sorted(parts)] if f"{name}.index.json" in files and parts else []


def _download(repository: str, commit: str, file: str) -> Path:
    return Path(_asked(repository, file, lambda: hf_hub_download(repository, file, revision=commit)))


def _asked(repository: str, file: str, request):
    """One question to the hub; tried again when the connection breaks, and its refusals in our words."""
    of = f"{repository}/{file}" if file else repository
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return request()
        except GatedRepoError as error:
            raise HubError(f"{of}: its owners must let you in first, and HF_TOKEN must be yours") from error
        except RevisionNotFoundError as error:
            raise HubError(f"{of}: the hub does not know this revision") from error
        except LocalEntryNotFoundError as error:
            # Says that it is not in the cache either; an EntryNotFoundError all the same.
            if attempt == ATTEMPTS:
                raise HubError(f"{of}: the hub cannot be reached") from error
        except EntryNotFoundError as error:
            raise HubError(f"{of}: the hub does not have this file") from error
        except RepositoryNotFoundError as error:
            raise HubError(
                f"{of}: the hub does not have it, or HF_TOKEN is missing, expired or of somebody else"
            ) from error
        except HfHubHTTPError as error:
            status = error.response.status_code if error.response is not None else None
            if status in (401, 403):
                raise HubError(f"{of}: the hub refuses HF_TOKEN (HTTP {status}); it may have expired") from error
            if attempt == ATTEMPTS or (status is not None and status < 500 and status != 429):
                raise HubError(f"{of}: the hub answered HTTP {status}") from error
        except HFValidationError as error:
            raise HubError(f"{of}: is no repository; owner/name is one") from error
        except (requests.RequestException, OSError) as error:
            if isinstance(error, OSError) and error.errno in OURS:
                raise HubError(f"{of}: {OURS[error.errno]}") from error
            if attempt == ATTEMPTS:
                raise HubError(
                    f"{of}: the connection to the hub broke {ATTEMPTS} times ({type(error).__name__})"
                ) from error
            print(f"{of}: the connection broke; tries again")
        time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
