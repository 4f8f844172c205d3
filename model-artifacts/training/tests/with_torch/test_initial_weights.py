"""A BERT encoder maps onto DistilBERT exactly."""

import torch
from pretrained_classifier import make_pretrained_classifier
from transformers import AutoModel, AutoTokenizer

from sentiment_model.initial_weights import source_folder

TEXTS = ["A quiet, funny and moving film.", "no", "It fails on every level , and then some . " * 20]


@torch.no_grad()
def test_the_mapped_encoder_gives_the_hidden_states_of_bert():
    batch = AutoTokenizer.from_pretrained(source_folder())(TEXTS, padding=True, return_tensors="pt")
    inputs = {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"]}
    expected = AutoModel.from_pretrained(source_folder()).eval()(**inputs).last_hidden_state
    actual = make_pretrained_classifier(activation="gelu").distilbert(**inputs).last_hidden_state
    assert (expected - actual)[batch["attention_mask"].bool()].abs().max() < 1e-5
