"""models.lock.json: the pinned commit and files of each repository."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class LockedRepository:
    """What the lock pins of one repository."""

    revision: str | None
    """Commit; None until the first pull fills it."""
    sha256: dict[str, str | None] = field(default_factory=dict)
    """By file; None until the first pull fills it."""


class Lock:
    """models.lock.json: which commit and which bytes a repository's name stands for here."""

    def __init__(self, file: Path) -> None:
        self.file = file
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.repositories = {
            name: LockedRepository(entry["revision"], dict(entry["sha256"])) for name, entry in known.items()
        }

    def get(self, repository: str) -> LockedRepository:
        """What is pinned of the repository; nothing without an entry."""
        return self.repositories.get(repository) or LockedRepository(revision=None)

    def record(self, repository: str, revision: str, sha256: dict[str, str]) -> None:
        """Pins the repository and writes the file."""
        self.repositories[repository] = LockedRepository(revision, dict(sha256))
        content = {
            name: {"revision": entry.revision, "sha256": dict(sorted(entry.sha256.items()))}
            for name, entry in sorted(self.repositories.items())
        }
        partial = self.file.with_name(f"{self.file.name}.partial")
        partial.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        partial.rename(self.file)
