"""Reads the texts of the labelled documents that measure the service's `POST /analyze`."""

from __future__ import annotations

import json
from pathlib import Path

DOCUMENTS = Path(__file__).resolve().parents[3] / "e2e" / "fixtures" / "documents" / "documents.json"


def read_document_texts(path: Path = DOCUMENTS) -> list[str]:
    """Each document, followed by its sentences."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    return [text for each in documents for text in (each["text"], *(part["text"] for part in each["sentences"]))]
