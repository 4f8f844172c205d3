"""The folder of one training: its recipe, its model, and its figures once it has ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

RESULT_FILE = "result.json"
# Figures on the dev sets by set, and what the training adds to them.
Figures = dict[str, Any]


def claim(out: Path, recipe: dict[str, Any]) -> Figures | None:
    """The figures of a training that has ended here before; None when it is still to be done, or to be gone on with.

    A folder belongs to one recipe: a checkpoint must not be continued, or a result taken, under another.
    """
    out.mkdir(parents=True, exist_ok=True)
    file = out / "recipe.json"
    if not file.exists():
        file.write_text(json.dumps(recipe, indent=2))
    elif json.loads(file.read_text()) != json.loads(json.dumps(recipe)):
        raise SystemExit(f"{out} holds the work of another recipe ({file}); give another folder")
    result = out / RESULT_FILE
    figures: Figures | None = json.loads(result.read_text()) if result.exists() else None
    return figures


def keep(out: Path, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, figures: Figures) -> Figures:
    """Writes `out`/model and, last, the figures: with them the training has ended. Returns them."""
    model.save_pretrained(out / "model")
    tokenizer.save_pretrained(out / "model")
    (out / RESULT_FILE).write_text(json.dumps(figures, indent=2))
    return figures
