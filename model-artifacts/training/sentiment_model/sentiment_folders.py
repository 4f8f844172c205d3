"""The model folders of a student, each with its figures and its model card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transformers import DistilBertForSequenceClassification, PreTrainedTokenizerFast

from .card import format_card
from .export import Origin, check_target
from .labelled_sets import LabelledText
from .quantization.plan import Activation
from .sentiment_files import SentimentOrigin, write_sentiment_folder

FIGURES_FILE = "figures.json"
# Further measurements, for the model card. `card_sections.py` describes the format.
EVALUATION_FILE = "evaluation.json"


@dataclass(frozen=True)
class SentimentModel:
    """A model that becomes a folder."""

    origin: SentimentOrigin
    model: DistilBertForSequenceClassification
    tokenizer: PreTrainedTokenizerFast
    training: dict[str, Any]
    """What the card tells of the training."""
    activations: dict[str, Activation] | None = None
    """Of a model that was trained under quantization, as `write_sentiment_folder` takes them."""


def check_targets(into: Path, origins: list[SentimentOrigin]) -> None:
    """Raises CannotServe when a folder below `into` is another model's, before any work is done for it."""
    for origin in origins:
        check_target(into / origin.name, Origin(origin.name, origin.version, origin.source, origin.license))


def make_folder(
    work: Path,
    into: Path,
    made: SentimentModel,
    *,
    calibration_texts: list[str],
    dev_sets: dict[str, list[LabelledText]],
    long_reviews: list[LabelledText] | None = None,
) -> None:
    """Writes `into`/<name> and keeps its figures in `work`/<name>. A folder that is made is not quantized again.

    The card is written in each call, with the measurements of `work`/<name>/EVALUATION_FILE when that file is there.
    """
    kept = work / made.origin.name
    kept.mkdir(parents=True, exist_ok=True)
    if not (kept / FIGURES_FILE).exists():
        figures = write_sentiment_folder(
            kept / "folder",
            made.model,
            made.tokenizer,
            made.origin,
            calibration_texts=calibration_texts,
            dev_sets=dev_sets,
            activations=made.activations,
            long_reviews=long_reviews,
        )
        text = json.dumps({**asdict(figures), "training": made.training}, indent=2)
        (kept / FIGURES_FILE).write_text(text + "\n", encoding="utf-8")
    evaluation = kept / EVALUATION_FILE
    card = format_card(
        _read_json(kept / "folder" / "manifest.json"),
        _read_json(kept / FIGURES_FILE),
        _read_json(evaluation) if evaluation.exists() else None,
    )
    with _replace_folder(into / made.origin.name) as partial:
        shutil.copytree(kept / "folder", partial)
        (partial / "README.md").write_text(card, encoding="utf-8")


@contextmanager
def _replace_folder(folder: Path) -> Iterator[Path]:
    """A path to write a folder at, which takes the place of `folder` at the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    yield partial
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _read_json(file: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value
