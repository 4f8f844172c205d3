"""Random pretrained encoders of a few kilobytes, as transformers folders: whole trainings take seconds on them."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoTokenizer, BertConfig, BertModel

from sentiment_model.tiny import write_tiny

POSITIONS = 512


def write_tiny_bert(folder: Path, layers: int, seed: int = 0) -> Path:
    """An uncased BERT without a head. Returns the folder."""
    write_tiny("bert", folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.model_max_length = POSITIONS
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=POSITIONS,
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
