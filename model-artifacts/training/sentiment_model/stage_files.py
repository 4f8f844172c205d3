"""The files in which a stage of `make` keeps its result, so that a second call reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def write_lines(file: Path, items: Iterable[Any]) -> None:
    """Writes a JSON value a line. The file is there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.partial")
    with partial.open("w", encoding="utf-8") as lines:
        for each in items:
            lines.write(json.dumps(each, ensure_ascii=False) + "\n")
    partial.rename(file)


def read_lines(file: Path) -> list[Any]:
    """The JSON values of such a file."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]
