"""The part that DistilBERT, BERT, RoBERTa and XLM-R have in common: one vocabulary for one graph.

All are post-norm transformers with learned absolute positions, exact GELU or ReLU and a head that reads the first
token. With one segment a model with token types adds type 0's embedding everywhere, so it is added to the positions
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from transformers import PretrainedConfig, PreTrainedModel

Weights = dict[str, np.ndarray]
ACTIVATIONS = ("gelu", "relu")


@dataclass(frozen=True)
class Affine:
    """Of a product (weight: inputs × outputs) or of a layer norm (weight: channels)."""

    weight: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True)
class Layer:
    """One transformer layer."""

    query: Affine
    key: Affine
    value: Affine
    out: Affine
    attention_norm: Affine
    lin1: Affine
    lin2: Affine
    output_norm: Affine


@dataclass(frozen=True)
class Encoder:
    """The weights of a classifier, and what its graph depends on."""

    words: np.ndarray
    positions: np.ndarray
    padding_position: int | None
    """RoBERTa counts positions from the one behind this, and leaves padding tokens out; None: 0, 1, 2, …"""
    embedding_norm: Affine
    layers: list[Layer]
    head: list[tuple[Affine, str | None]]
    """Products on the first token, each with the ONNX operator of its activation."""
    head_count: int
    activation: str
    """Between lin1 and lin2: one of ACTIVATIONS."""
    epsilon: float


def to_encoder(model: PreTrainedModel) -> Encoder | None:
    """The model in this vocabulary; None when it says something that the vocabulary lacks."""
    config = model.config
    weights = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    match config.model_type:
        case "distilbert":
            return _distilbert(config, weights) if config.activation in ACTIVATIONS else None
        case "bert" | "roberta" | "xlm-roberta":
            plain = (
                config.hidden_act in ACTIVATIONS
                and getattr(config, "position_embedding_type", "absolute") == "absolute"
            )
            return _bert_like(config, weights) if plain else None
    return None


def written_encoder(model: PreTrainedModel) -> Encoder:
    """The same of a model of this project."""
    found = to_encoder(model)
    if found is None:
        raise SystemExit("the student's architecture is not one that the graph is written for")
    return found


def _distilbert(config: PretrainedConfig, weights: Weights) -> Encoder:
    def layer(prefix: str) -> Layer:
        return Layer(
            query=_product(weights, f"{prefix}.attention.q_lin"),
            key=_product(weights, f"{prefix}.attention.k_lin"),
            value=_product(weights, f"{prefix}.attention.v_lin"),
            out=_product(weights, f"{prefix}.attention.out_lin"),
            attention_norm=_norm(weights, f"{prefix}.sa_layer_norm"),
            lin1=_product(weights, f"{prefix}.ffn.lin1"),
            lin2=_product(weights, f"{prefix}.ffn.lin2"),
            output_norm=_norm(weights, f"{prefix}.output_layer_norm"),
        )

    embeddings = "distilbert.embeddings"
    return Encoder(
        words=weights[f"{embeddings}.word_embeddings.weight"],
        positions=weights[f"{embeddings}.position_embeddings.weight"],
        padding_position=None,
        embedding_norm=_norm(weights, f"{embeddings}.LayerNorm"),
        layers=[layer(f"distilbert.transformer.layer.{index}") for index in range(config.n_layers)],
        head=[(_product(weights, "pre_classifier"), "Relu"), (_product(weights, "classifier"), None)],
        head_count=config.n_heads,
        activation=config.activation,
        epsilon=1e-12,
    )


def _bert_like(config: PretrainedConfig, weights: Weights) -> Encoder:
    is_bert = config.model_type == "bert"
    base = "bert" if is_bert else "roberta"

    def layer(prefix: str) -> Layer:
        return Layer(
            query=_product(weights, f"{prefix}.attention.self.query"),
            key=_product(weights, f"{prefix}.attention.self.key"),
            value=_product(weights, f"{prefix}.attention.self.value"),
            out=_product(weights, f"{prefix}.attention.output.dense"),
            attention_norm=_norm(weights, f"{prefix}.attention.output.LayerNorm"),
            lin1=_product(weights, f"{prefix}.intermediate.dense"),
            lin2=_product(weights, f"{prefix}.output.dense"),
            output_norm=_norm(weights, f"{prefix}.output.LayerNorm"),
        )

    first, last = ("bert.pooler.dense", "classifier") if is_bert else ("classifier.dense", "classifier.out_proj")
    embeddings = f"{base}.embeddings"
    return Encoder(
        words=weights[f"{embeddings}.word_embeddings.weight"],
        positions=weights[f"{embeddings}.position_embeddings.weight"]
        + weights[f"{embeddings}.token_type_embeddings.weight"][0],
        padding_position=None if is_bert else config.pad_token_id,
        embedding_norm=_norm(weights, f"{embeddings}.LayerNorm"),
        layers=[layer(f"{base}.encoder.layer.{index}") for index in range(config.num_hidden_layers)],
        head=[(_product(weights, first), "Tanh"), (_product(weights, last), None)],
        head_count=config.num_attention_heads,
        activation=config.hidden_act,
        epsilon=config.layer_norm_eps,
    )


def _product(weights: Weights, name: str) -> Affine:
    return Affine(weights[f"{name}.weight"].T, weights[f"{name}.bias"])


def _norm(weights: Weights, name: str) -> Affine:
    return Affine(weights[f"{name}.weight"], weights[f"{name}.bias"])
