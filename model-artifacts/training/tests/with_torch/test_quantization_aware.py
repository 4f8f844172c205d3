"""Quantization-aware training uses the same rounding as the int8 file."""

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer

from sentiment_model.encoder import to_encoder
from sentiment_model.fit import Schedule
from sentiment_model.golden_texts import GOLDEN_TEXTS
from sentiment_model.graph import build_graph
from sentiment_model.initial_weights import initial_model, keep_layers, source_folder
from sentiment_model.probabilities import softmax
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.quantization_aware import (
    QuantizationAwareRecipe,
    as_float,
    train_under_quantization,
    under_quantization,
)
from sentiment_model.session import open_session, run_alone
from sentiment_model.sst2 import Example

TEXTS = [text for text in GOLDEN_TEXTS if 10 < len(text) < 200][:24]


@pytest.fixture(scope="module")
def setting():
    model = keep_layers(initial_model(seed=0, activation="relu"), (0, 3)).eval()
    torch.nn.init.normal_(model.classifier.weight, std=1.0)
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    graph = build_graph(to_encoder(model))
    return (
        model,
        tokenizer,
        graph,
        make_plan(graph, tokenizer(TEXTS)["input_ids"], QuantizationRecipe(split_channels=16)),
    )


def onnx_logits(graph, tokenizer) -> np.ndarray:
    return run_alone(open_session(graph.SerializeToString()), tokenizer(TEXTS)["input_ids"], tokenizer.pad_token_id)


@torch.no_grad()
def torch_logits(model, tokenizer) -> np.ndarray:
    batches = [tokenizer(text, return_tensors="pt") for text in TEXTS]
    return np.concatenate(
        [
            model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.numpy()
            for batch in batches
        ]
    )


def test_the_model_in_training_answers_what_the_int8_file_answers(setting):
    model, tokenizer, graph, plan = setting
    served = onnx_logits(quantize(graph, plan), tokenizer)
    trained = torch_logits(under_quantization(model, plan).eval(), tokenizer)
    rounding = np.abs(softmax(served) - softmax(onnx_logits(graph, tokenizer))).mean()
    difference = np.abs(softmax(served) - softmax(trained))
    # Sums in another order move a value over the edge of a code here and there: never much, and on the mean little.
    assert difference.mean() < rounding / 5
    assert difference.max() < 0.02


def test_gradients_pass_the_rounding_and_reach_every_product(setting):
    model, tokenizer, _, plan = setting
    trained = under_quantization(model, plan).train()
    batch = tokenizer(TEXTS[0], return_tensors="pt")
    trained(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits[0, 1].backward()
    for name, parameter in trained.named_parameters():
        if "layer" in name and name.endswith("original"):
            assert parameter.grad is not None, name
            assert parameter.grad.abs().max() > 0, name


def test_float_weights_come_out_as_they_went_in(setting):
    model, _, _, plan = setting
    back = as_float(under_quantization(model, plan))
    for name, value in back.state_dict().items():
        if "word_embeddings" not in name:
            assert torch.equal(value, model.state_dict()[name]), name


def test_what_has_ended_is_not_trained_again_and_belongs_to_its_recipe(setting, tmp_path):
    model, tokenizer, _, plan = setting
    held_out = [Example("a joy", 1), Example("a bore", 0)]

    def train(epochs: int) -> dict:
        recipe = QuantizationAwareRecipe(schedule=Schedule(epochs=epochs, batch_size=8, learning_rate=1e-5))
        return train_under_quantization(
            tmp_path, model, plan, texts=TEXTS, held_out=held_out, tokenizer=tokenizer, recipe=recipe
        )

    first = train(1)
    written = (tmp_path / "model" / "model.safetensors").stat().st_mtime_ns
    assert train(1) == first
    assert (tmp_path / "model" / "model.safetensors").stat().st_mtime_ns == written
    with pytest.raises(SystemExit, match="another recipe"):
        train(2)
