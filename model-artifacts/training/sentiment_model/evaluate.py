"""Measures the accuracy of a model folder in Python, for training. `npm run model:evaluate` uses the classes of the service."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from tqdm import tqdm

from .card import wilson_interval
from .folder import open_session, run
from .sst2 import read_tsv


@dataclass(frozen=True)
class Evaluation:
    texts: int
    correct: int

    def __str__(self) -> str:
        low, high = wilson_interval(self.correct, self.texts)
        return f"accuracy {self.correct / self.texts:.4f} of {self.texts} texts, 95 % interval {low:.4f} to {high:.4f}"


def evaluate_folder(folder: Path, data: Path) -> Evaluation:
    """data: a TSV with the header `sentence<TAB>label`; labels are indexes. One text a run."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    padding = json.loads((folder / "config.json").read_text(encoding="utf-8"))["pad_token_id"]
    session = open_session(folder / "model.onnx")
    examples = read_tsv(data)
    correct = 0
    for example in tqdm(examples, desc=folder.name, unit="text"):
        logits = run(session, [tokenizer.encode(example.text).ids], padding)[0]
        correct += int(logits.argmax() == example.label)
    return Evaluation(len(examples), correct)
