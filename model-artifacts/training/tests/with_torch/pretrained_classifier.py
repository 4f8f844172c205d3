"""The pretrained encoder of the students with a random classifier: what tests of graphs and quantization take."""

from __future__ import annotations

import torch
from transformers import AutoModel, DistilBertConfig, DistilBertForSequenceClassification

from sentiment_model.initial_weights import map_bert_weights, source_folder


def make_pretrained_classifier(layers: int = 6, activation: str = "relu") -> DistilBertForSequenceClassification:
    """Two labels. The encoder was trained with GELU: with ReLU its answers mean nothing, and its weights are real."""
    bert = AutoModel.from_pretrained(source_folder()).eval()
    torch.manual_seed(0)
    config = DistilBertConfig(
        vocab_size=bert.config.vocab_size,
        max_position_embeddings=bert.config.max_position_embeddings,
        n_layers=layers,
        n_heads=bert.config.num_attention_heads,
        dim=bert.config.hidden_size,
        hidden_dim=bert.config.intermediate_size,
        activation=activation,
        attn_implementation="eager",
    )
    model = DistilBertForSequenceClassification(config).eval()
    model.distilbert.load_state_dict(map_bert_weights(bert.state_dict(), layers))
    torch.nn.init.normal_(model.classifier.weight, std=1.0)
    return model
