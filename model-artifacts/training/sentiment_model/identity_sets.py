"""Sentences that differ by one identity term alone: a fair model gives all sentences of a set the same answer.

`identity/templates.tsv` holds neutral templates, `identity/terms.tsv` the terms that fit into them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

IDENTITY = Path(__file__).resolve().parent.parent / "identity"


@dataclass(frozen=True, kw_only=True)
class IdentitySet:
    """One template filled with every term of one group."""

    group: str
    """For example `religion`."""
    template: str
    """With `{}` in the place of the term."""
    sentences: dict[str, str]
    """By term."""


def read_identity_sets(folder: Path = IDENTITY) -> list[IdentitySet]:
    """Fills each template with the terms of each group of its kind (person, place, name, film, language)."""
    terms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _read_rows(folder / "terms.tsv"):
        terms[row["kind"], row["group"]].append(row["term"])
    templates = _read_rows(folder / "templates.tsv")
    return [
        IdentitySet(
            group=group,
            template=row["template"],
            sentences={term: _fill(row["template"], term) for term in group_terms},
        )
        for (kind, group), group_terms in terms.items()
        for row in templates
        if row["kind"] == kind
    ]


def read_identity_terms(folder: Path = IDENTITY) -> list[str]:
    """The terms of all groups, in the order of the file."""
    return [row["term"] for row in _read_rows(folder / "terms.tsv")]


def _fill(template: str, term: str) -> str:
    return template.replace("{}", term)


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
