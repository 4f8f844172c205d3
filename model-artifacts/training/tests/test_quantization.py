"""The int8 graph of a small encoder: no PyTorch."""

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from random_encoder import LAYERS, OUTLIER_CHANNEL, random_encoder, random_encodings
from sentiment_model.graph import build_graph
from sentiment_model.probabilities import softmax
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.session import open_session, run, run_alone

CALIBRATION = random_encodings(60)
MEASURED = random_encodings(40, seed=1)
RECIPES = [
    QuantizationRecipe(),
    QuantizationRecipe(split_channels=16),
    QuantizationRecipe(second_moments=True),
    QuantizationRecipe(split_channels=16, second_moments=True),
]


@pytest.fixture(scope="module", params=["relu", "gelu"])
def fp32(request) -> onnx.ModelProto:
    return build_graph(random_encoder(request.param))


@pytest.fixture(scope="module")
def relu() -> onnx.ModelProto:
    return build_graph(random_encoder("relu"))


def scores(graph: onnx.ModelProto) -> np.ndarray:
    return softmax(run_alone(open_session(graph.SerializeToString()), MEASURED, padding=0))


def change(graph: onnx.ModelProto, recipe: QuantizationRecipe) -> float:
    return float(np.abs(scores(quantize(graph, make_plan(graph, CALIBRATION, recipe))) - scores(graph)).mean())


def test_a_text_has_the_same_scores_alone_and_in_a_batch(fp32):
    graph = quantize(fp32, make_plan(fp32, CALIBRATION))
    together = softmax(run(open_session(graph.SerializeToString()), MEASURED, padding=0))
    assert np.abs(together - scores(graph)).max() <= 1e-6


@pytest.mark.parametrize("recipe", RECIPES)
def test_scores_stay_near_those_of_fp32(relu, recipe):
    assert change(relu, recipe) < 0.002


def test_gptq_brings_scores_nearer_to_fp32(relu):
    assert change(relu, QuantizationRecipe(second_moments=True)) < change(relu, QuantizationRecipe())


def test_splitting_outlier_channels_brings_scores_nearer_to_fp32(relu):
    assert change(relu, QuantizationRecipe(split_channels=16)) < change(relu, QuantizationRecipe())


def test_the_outlier_channel_behind_relu_is_the_one_that_is_split_most(relu):
    plan = make_plan(relu, CALIBRATION, QuantizationRecipe(split_channels=16))
    split = [activation for activation in plan.values() if (activation.copies > 1).any()]
    assert len(split) == LAYERS
    for activation in split:
        assert np.argmax(activation.copies) == OUTLIER_CHANNEL
        assert activation.copies.sum() == len(activation.copies) + 16


def test_every_product_of_the_layers_becomes_an_integer_product(fp32):
    nodes = quantize(fp32, make_plan(fp32, CALIBRATION)).graph.node
    operators = [node.op_type for node in nodes]
    assert operators.count("MatMulIntegerToFloat") == 6 * LAYERS
    assert "MatMul" not in operators
    assert operators.count("Relu") == 1, "of the head, which is not quantized"


def test_smoothing_is_folded_where_the_nodes_between_let_a_factor_through(fp32):
    nodes = quantize(fp32, make_plan(fp32, CALIBRATION)).graph.node
    is_gelu = any(node.op_type == "BiasGelu" for node in nodes)
    # Behind each layer norm, once more for the last query, and behind GELU, which lets no factor through.
    expected = 2 * LAYERS + 1 + (LAYERS if is_gelu else 0)
    assert sum(node.name.endswith(".smooth") for node in nodes) == expected


def test_the_table_of_words_is_looked_up_in_codes(fp32):
    graph = quantize(fp32, make_plan(fp32, CALIBRATION)).graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    assert "word_embeddings" not in constants
    table = numpy_helper.to_array(next(each for each in fp32.graph.initializer if each.name == "word_embeddings"))
    read = constants["word_embeddings.codes"] * constants["word_embeddings.scale"]
    assert constants["word_embeddings.codes"].dtype == np.int8
    assert (np.abs(read - table) <= constants["word_embeddings.scale"] * 0.501).all()


def test_a_graph_without_a_product_that_could_write_the_parts_cannot_be_split(relu):
    plan = make_plan(relu, CALIBRATION)
    name = next(iter(plan))
    plan[name].copies[0] = 2
    with pytest.raises(ValueError, match="cannot be split"):
        quantize(relu, plan)
