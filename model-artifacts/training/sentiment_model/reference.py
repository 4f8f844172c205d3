"""A classifier as transformers and PyTorch run it: what every exported file is measured against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast

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
    config: dict
    """config.json as it was published, with what serving needs filled in."""
    tokenizer: PreTrainedTokenizerFast
    model: PreTrainedModel
    max_tokens: int

    @property
    def labels(self) -> list[str]:
        names = self.config["id2label"]
        return [names[str(index)] for index in range(len(names))]

    @property
    def is_multi_label(self) -> bool:
        """Each label has a probability of its own (sigmoid); transformers' pipelines treat a single label alike."""
        return self.config.get("problem_type") == "multi_label_classification" or len(self.labels) == 1

    def encode(self, text: str) -> tuple[list[int], bool]:
        """Token ids, cut to what the model reads, and whether they were cut."""
        ids = self.tokenizer(text, truncation=True, max_length=self.max_tokens)["input_ids"]
        whole = self.tokenizer(text, truncation=False, verbose=False)["input_ids"]
        return ids, len(whole) > len(ids)

    @torch.no_grad()
    def logits(self, ids: list[int]) -> np.ndarray:
        """fp32, one a label, of one text alone."""
        tensor = torch.tensor([ids])
        return self.model(input_ids=tensor, attention_mask=torch.ones_like(tensor)).logits[0].float().numpy()

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Of logits (… × labels), as the service makes them."""
        if self.is_multi_label:
            return 1 / (1 + np.exp(-logits))
        return softmax(logits)


def softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def load_reference(folder: Path, max_tokens: int | None = None) -> Reference:
    """Loads a transformers folder; safetensors before pickles, and those with weights only.

    max_tokens: a limit of one's own in place of MAX_TOKENS; the model's own goes before both.
    Raises CannotServe with the reason.
    """
    config = _checked_config(folder / "config.json")
    tokenizer = _loaded_tokenizer(folder)
    if tokenizer.truncation_side != "right":
        raise CannotServe("tokenizer_config.json: texts are cut at their left; only cutting at the right is served")
    model = _loaded_model(folder, config)
    positions = _positions(config, model.config)
    filled = {
        **config,
        "id2label": {str(index): name for index, name in model.config.id2label.items()},
        "pad_token_id": tokenizer.pad_token_id if tokenizer.pad_token_id is not None else config.get("pad_token_id", 0),
        "max_position_embeddings": positions,
    }
    known = tokenizer.model_max_length if tokenizer.model_max_length < UNLIMITED else positions
    return Reference(filled, tokenizer, model, min(known, positions, max_tokens or MAX_TOKENS))


def _loaded_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except (TypeError, ValueError, OSError, KeyError, ImportError) as error:
        raise CannotServe(f"tokenizer.json: there is none, and none can be made of what is there ({error})") from error
    if not tokenizer.is_fast:
        raise CannotServe("tokenizer.json: there is none, and none can be made of what is there")
    return tokenizer


def _loaded_model(folder: Path, config: dict) -> PreTrainedModel:
    try:
        model, loading = AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True, **_model_options(config)
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
    return model.eval()


def _checked_config(file: Path) -> dict:
    config = json.loads(file.read_text(encoding="utf-8"))
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


def _model_options(config: dict) -> dict:
    # ModernBERT compiles itself at its first run unless told not to; a trace needs the plain operators.
    return {"reference_compile": False} if config["model_type"] == "modernbert" else {}


def _positions(config: dict, loaded) -> int:
    """Longest input in tokens. RoBERTa's table begins behind its padding position."""
    if config["model_type"] in ("roberta", "xlm-roberta"):
        return loaded.max_position_embeddings - loaded.pad_token_id - 1
    return loaded.max_position_embeddings
