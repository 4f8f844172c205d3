"""The rows of the distillation: what a student learns, and the texts that teachers read in its place."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from pathlib import Path

from .stage_files import read_lines, write_lines


@dataclass(frozen=True)
class DistillationRow:
    """A text that a student learns."""

    text: str
    reads: tuple[int, ...]
    """Places of the texts whose answers by the teachers are averaged; its own one first."""
    label: int
    polarity_only: bool
    """Whether the label is one of two because its set has no neutral class."""
    source: str
    label_share: float
    """Of the label in the target; 0 where teachers alone decide."""


@dataclass(frozen=True)
class DistillationRows:
    """All rows, and the texts that teachers read for them."""

    rows: list[DistillationRow] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)

    def save(self, folder: Path) -> None:
        """Writes `rows.jsonl`, and `reads.jsonl` before it: with the rows both are there."""
        write_lines(folder / "reads.jsonl", self.reads)
        write_lines(folder / "rows.jsonl", (astuple(row) for row in self.rows))


def load_rows(folder: Path) -> DistillationRows | None:
    """What `save` wrote; None when it is not there."""
    if not (folder / "rows.jsonl").exists():
        return None
    rows = [DistillationRow(text, tuple(reads), *others) for text, reads, *others in read_lines(folder / "rows.jsonl")]
    return DistillationRows(rows, read_lines(folder / "reads.jsonl"))
