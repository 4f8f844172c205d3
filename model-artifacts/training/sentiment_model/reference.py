"""A classifier as transformers and PyTorch run it: what every exported file is measured against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DistilBertForSequenceClassification,
    PretrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from .probabilities import softmax

# `model_type` of what can be served; DeBERTa-v3 calls itself deberta-v2.
FAMILIES = ("distilbert", "bert", "roberta", "xlm-roberta", "deberta-v2", "modernbert")
HEAD = "ForSequenceClassification"
# Unless more is asked for: what a run holds grows with the square of its tokens (ModernBERT reads 8,192).
MAX_TOKENS = 512
FP32_BYTES = 4
# Protocol buffers end here.
LARGEST_FILE_BYTES = 2**31 - 1
# Tokenizers without a limit say 10^30.
UNLIMITED = 1_000_000


class CannotServe(Exception):
    """The reason why a classifier cannot become a model folder; names the file."""


@dataclass(frozen=True)
class Reference:
    """A classifier that can be served."""

    config: dict[str, Any]
    """config.json as it was published, with what serving needs filled in."""
    tokenizer: PreTrainedTokenizerFast
    model: PreTrainedModel
    max_tokens: int

    @property
    def labels(self) -> list[str]:
        """Their names, in the order of the logits."""
        names = self.config["id2label"]
        return [names[str(index)] for index in range(len(names))]

    @property
    def is_multi_label(self) -> bool:
        """Each label has a probability of its own (sigmoid); transformers' pipelines treat a single label alike."""
        return self.config.get("problem_type") == "multi_label_classification" or len(self.labels) == 1

    def encode(self, text: str) -> tuple[list[int], bool]:
        """Token ids, cut to what the model reads, and whether they were cut."""
        ids = self.tokenizer(text, truncation=True, max_length=self.max_tokens)["input_ids"]
        whole = self.encode_whole(text)
        return ids, len(whole) > len(ids)

    def encode_whole(self, text: str) -> list[int]:
        """All token ids, special tokens included."""
        ids: list[int] = self.tokenizer(text, truncation=False, verbose=False)["input_ids"]
        return ids

    @torch.no_grad()
    def logits(self, ids: list[int]) -> np.ndarray:
        """fp32, one a label, of one text alone."""
        tensor = torch.tensor([ids])
        answer = self.model(input_ids=tensor, attention_mask=torch.ones_like(tensor))
        logits: np.ndarray = answer.logits[0].float().numpy()
        return logits

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Of logits (… × labels), as the service makes them."""
        if self.is_multi_label:
            sigmoids: np.ndarray = 1 / (1 + np.exp(-logits))
            return sigmoids
        return softmax(logits)


def load_reference(folder: Path, max_tokens: int | None = None) -> Reference:
    """Loads a transformers folder; safetensors before pickles, and those with weights only.

    max_tokens: a limit of one's own in place of MAX_TOKENS; the model's own goes before both.
    Raises CannotServe with the reason.
    """
    config = _read_config(folder / "config.json")
    tokenizer = _load_tokenizer(folder)
    if tokenizer.truncation_side != "right":
        raise CannotServe("tokenizer_config.json: texts are cut at their left; only cutting at the right is served")
    model = _load_model(folder, config)
    positions = _get_positions(config, model.config)
    filled = {
        **config,
        "id2label": {str(index): name for index, name in (model.config.id2label or {}).items()},
        "pad_token_id": tokenizer.pad_token_id if tokenizer.pad_token_id is not None else config.get("pad_token_id", 0),
        "max_position_embeddings": positions,
    }
    known = tokenizer.model_max_length if tokenizer.model_max_length < UNLIMITED else positions
    return Reference(filled, tokenizer, model, min(known, positions, max_tokens or MAX_TOKENS))


def to_reference(model: DistilBertForSequenceClassification, tokenizer: PreTrainedTokenizerFast) -> Reference:
    """Returns the model to compare files of these weights with, and the configuration that the service needs."""
    config = model.config
    return Reference(
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
            "id2label": {str(index): label for index, label in (config.id2label or {}).items()},
            "label2id": config.label2id,
        },
        tokenizer,
        model,
        MAX_TOKENS,
    )


def _load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
    except (TypeError, ValueError, OSError, KeyError, ImportError) as error:
        raise CannotServe(f"tokenizer.json: there is none, and none can be made of what is there ({error})") from error
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise CannotServe("tokenizer.json: there is none, and none can be made of what is there")
    return tokenizer


def _load_model(folder: Path, config: dict[str, Any]) -> PreTrainedModel:
    try:
        model, loading = AutoModelForSequenceClassification.from_pretrained(
            folder,
            dtype=torch.float32,
            attn_implementation="eager",
            output_loading_info=True,
            **_get_model_options(config),
        )
    except (TypeError, ValueError, OSError, KeyError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CannotServe(f"the weights do not fit config.json: {reason}") from error
    # What the file lacks is filled with random numbers, and a warning: every later check would agree with them.
    missing = [*loading["missing_keys"], *(name for name, *_ in loading["mismatched_keys"])]
    if missing:
        raise CannotServe(f"the weights lack {', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}")
    if sum(parameter.numel() for parameter in model.parameters()) * FP32_BYTES > LARGEST_FILE_BYTES:
        raise CannotServe("the weights are more than 2 GiB in fp32, the most that one ONNX file holds")
    ready: PreTrainedModel = model.eval()
    return ready


def _read_config(file: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    family = config.get("model_type")
    heads = config.get("architectures") or []
    if family not in FAMILIES:
        raise CannotServe(f"config.json: model_type {family!r} is not served; served are {', '.join(FAMILIES)}")
    if not any(head.endswith(HEAD) for head in heads):
        raise CannotServe(
            f"config.json: the head is {', '.join(heads) or 'unknown'}; only …{HEAD} is a text classifier"
        )
    names = config.get("id2label")
    if not names:
        raise CannotServe("config.json: no id2label, so its labels have no names")
    if sorted(names) != sorted(str(index) for index in range(len(names))):
        raise CannotServe(f"config.json: id2label names {', '.join(sorted(names))}, not 0 to {len(names) - 1}")
    if any(not isinstance(name, str) or not name for name in names.values()) or len(set(names.values())) < len(names):
        raise CannotServe("config.json: id2label must give every label a name of its own")
    if config.get("problem_type") == "regression":
        raise CannotServe("config.json: problem_type is regression: its output is a number, not a label")
    return config


def _get_model_options(config: dict[str, Any]) -> dict[str, Any]:
    # ModernBERT compiles itself at its first run unless told not to; a trace needs the plain operators.
    return {"reference_compile": False} if config["model_type"] == "modernbert" else {}


def _get_positions(config: dict[str, Any], loaded: PretrainedConfig) -> int:
    """Longest input in tokens. RoBERTa's table begins behind its padding position."""
    positions = int(loaded.max_position_embeddings)
    padding = loaded.pad_token_id
    is_roberta = config["model_type"] in ("roberta", "xlm-roberta")
    return positions - int(padding) - 1 if is_roberta and padding is not None else positions
