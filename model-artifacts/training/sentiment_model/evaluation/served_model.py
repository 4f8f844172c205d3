"""A model folder as the service answers with it: its ONNX file, its tokenizer and the temperatures of its manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from ..probabilities import softmax
from ..session import open_session, run_alone

NEGATIVE_LABEL, POSITIVE_LABEL = "NEGATIVE", "POSITIVE"


class NoSentimentLabelsError(ValueError):
    """The labels of a model folder are not NEGATIVE, POSITIVE and perhaps a neutral one."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of a model to texts, in the order of the texts."""

    positive: np.ndarray
    """Probability of POSITIVE among the two polarities, at the temperature of the polarity (texts)."""
    classes: np.ndarray | None
    """Probabilities at the temperature of three classes, in the order of `labelled_sets.LABELS` (texts × 3).

    None for a model of two labels.
    """

    @property
    def is_positive(self) -> np.ndarray:
        """Whether POSITIVE is the likelier polarity (texts)."""
        likelier: np.ndarray = self.positive > 0.5
        return likelier

    @property
    def polarity_scores(self) -> np.ndarray:
        """Probability of the likelier polarity (texts)."""
        scores: np.ndarray = np.maximum(self.positive, 1 - self.positive)
        return scores

    @property
    def class_labels(self) -> np.ndarray | None:
        """Index of the likeliest class in `labelled_sets.LABELS` (texts). None for a model of two labels."""
        return None if self.classes is None else self.classes.argmax(-1)


class ServedModel:
    """The model of a folder. Each run takes one text."""

    def __init__(self, folder: Path) -> None:
        """folder: a model folder. Raises NoSentimentLabelsError, with the labels of the folder."""
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        labels: list[str] = manifest["labels"]
        neutral: str | None = manifest.get("neutralLabel")
        if sorted(labels) != sorted([NEGATIVE_LABEL, POSITIVE_LABEL, *([neutral] if neutral else [])]):
            raise NoSentimentLabelsError(f"{folder}: its labels {', '.join(labels)} are not those of sentiment")
        self.name: str = manifest["name"]
        self.version: str = manifest["version"]
        self.sha256: str = manifest["files"]["model.onnx"]["sha256"]
        self._polar = [labels.index(NEGATIVE_LABEL), labels.index(POSITIVE_LABEL)]
        self._classes = [self._polar[0], labels.index(neutral), self._polar[1]] if neutral else None
        self._temperature: float = manifest.get("temperature", 1.0)
        self._three_class_temperature: float = manifest.get("threeClassTemperature", 1.0)
        self._padding: int = config["pad_token_id"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(manifest["maxTokens"])
        self._session = open_session(folder / "model.onnx")

    def answer(self, texts: list[str]) -> Answers:
        """texts: one or more."""
        encodings = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        logits = run_alone(self._session, encodings, self._padding)
        return Answers(
            positive=softmax(logits[:, self._polar] / self._temperature)[:, 1],
            classes=softmax(logits[:, self._classes] / self._three_class_temperature) if self._classes else None,
        )
