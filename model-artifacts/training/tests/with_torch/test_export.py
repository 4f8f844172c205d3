"""The exported graphs answer what PyTorch answers."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from pretrained_classifier import make_pretrained_classifier
from transformers import AutoTokenizer, DistilBertForSequenceClassification

from sentiment_model.encoder import to_encoder
from sentiment_model.golden_texts import GOLDEN_TEXTS
from sentiment_model.graph import build_graph
from sentiment_model.initial_weights import source_folder
from sentiment_model.probabilities import softmax
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.reference import MAX_TOKENS

TEXTS = [text for text in GOLDEN_TEXTS if len(text) < 2_000]


@pytest.fixture(scope="module", params=["gelu", "relu"])
def model(request) -> DistilBertForSequenceClassification:
    return make_pretrained_classifier(activation=request.param)


@pytest.fixture(scope="module")
def tokenizer():
    return AutoTokenizer.from_pretrained(source_folder())


def compute_logits(graph: onnx.ModelProto, path: Path, batch) -> np.ndarray:
    onnx.save(graph, path)
    session = onnxruntime.InferenceSession(path)
    return session.run(None, {name: batch[name].numpy() for name in ("input_ids", "attention_mask")})[0]


def test_fp32_graph_gives_pytorchs_logits(model, tokenizer, tmp_path):
    batch = tokenizer(TEXTS, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
    with torch.no_grad():
        expected = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.numpy()
    actual = compute_logits(build_graph(to_encoder(model)), tmp_path / "fp32.onnx", batch)
    assert np.abs(expected - actual).max() < 1e-4


def test_int8_graph_gives_a_text_the_same_logits_alone_and_in_any_batch(model, tokenizer, tmp_path):
    recipe = QuantizationRecipe(smoothing_texts=20, range_texts=40)
    encodings = tokenizer(TEXTS, truncation=True, max_length=MAX_TOKENS)["input_ids"]
    fp32 = build_graph(to_encoder(model))
    graph = quantize(fp32, make_plan(fp32, encodings, recipe))
    batch = tokenizer(TEXTS, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
    together = compute_logits(graph, tmp_path / "int8.onnx", batch)
    for row, text in enumerate(TEXTS):
        alone = tokenizer(text, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        difference = softmax(compute_logits(graph, tmp_path / "int8.onnx", alone)[0]) - softmax(together[row])
        assert np.abs(difference).max() <= 1e-6


def test_int8_graph_divides_only_where_nothing_before_can(model, tokenizer):
    encodings = tokenizer(TEXTS[:8], truncation=True, max_length=64)["input_ids"]
    fp32 = build_graph(to_encoder(model))
    nodes = quantize(fp32, make_plan(fp32, encodings)).graph.node
    layers = model.config.n_layers
    # Behind each layer norm, once more for the last query, and behind GELU, which lets no factor through.
    expected = 2 * layers + 1 + (layers if model.config.activation == "gelu" else 0)
    assert sum(node.name.endswith(".smooth") for node in nodes) == expected
    assert not any(node.op_type == "MatMul" for node in nodes)
    assert sum(node.op_type == "Relu" for node in nodes) == 1, "the head's, which is not quantized"
