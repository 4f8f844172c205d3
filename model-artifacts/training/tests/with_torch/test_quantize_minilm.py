"""Each step of the recipe brings int8 nearer to fp32."""

import numpy as np
import onnx
import pytest
from pretrained_classifier import make_pretrained_classifier
from transformers import AutoTokenizer

from sentiment_model.encoder import to_encoder
from sentiment_model.golden_texts import GOLDEN_TEXTS
from sentiment_model.graph import build_graph
from sentiment_model.initial_weights import source_folder
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.session import open_session, run_alone

TEXTS = [text for text in GOLDEN_TEXTS if 10 < len(text) < 200][:24]
# Outlier channel behind ReLU in the first layer of the pretrained encoder.
OUTLIER_CHANNEL = 856


@pytest.fixture(scope="module")
def setting():
    graph = build_graph(to_encoder(make_pretrained_classifier(layers=1)))
    return graph, AutoTokenizer.from_pretrained(source_folder())(TEXTS)["input_ids"]


def off(graph: onnx.ModelProto, encodings: list[list[int]], recipe: QuantizationRecipe) -> float:
    served = quantize(graph, make_plan(graph, encodings, recipe))
    logits = [run_alone(open_session(each.SerializeToString()), encodings, padding=0) for each in (served, graph)]
    return float(np.abs(logits[0] - logits[1]).mean())


def test_a_split_channel_leaves_the_others_their_codes(setting):
    graph, encodings = setting
    assert off(graph, encodings, QuantizationRecipe(split_channels=16)) < 0.9 * off(
        graph, encodings, QuantizationRecipe()
    )


def test_outlier_channels_are_split(setting):
    graph, encodings = setting
    plan = make_plan(graph, encodings, QuantizationRecipe(split_channels=16))
    (behind_relu,) = [activation for activation in plan.values() if len(activation.copies) > 384]
    assert behind_relu.copies.sum() == len(behind_relu.copies) + 16
    assert np.argmax(behind_relu.copies) == OUTLIER_CHANNEL
    assert all((activation.copies == 1).all() for activation in plan.values() if activation is not behind_relu)


def test_gptq_brings_int8_nearer_to_fp32(setting):
    graph, encodings = setting
    assert off(graph, encodings, QuantizationRecipe(second_moments=True)) < off(graph, encodings, QuantizationRecipe())
