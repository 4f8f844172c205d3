"""A plan carried to another graph with the same weights: no PyTorch."""

from dataclasses import replace

from onnx import numpy_helper

from random_encoder import random_encoder, random_encodings
from sentiment_model.graph import build_graph
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.plan_by_weight import index_by_weight, to_plan
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan

ENCODER = random_encoder("relu")
WHOLE = build_graph(ENCODER)
FIRST_LAYER = build_graph(replace(ENCODER, layers=ENCODER.layers[:1]))
PLAN = make_plan(WHOLE, random_encodings(20), QuantizationRecipe(split_channels=16))


def list_weight_codes(graph, layer: str) -> dict[str, bytes]:
    """Codes by the name of the weight, whatever the activation before it is called."""
    named = [(tensor.name.split(".")[-4:], tensor) for tensor in graph.graph.initializer]
    return {
        name[1]: numpy_helper.to_array(tensor).tobytes()
        for name, tensor in named
        if name[0] == layer and name[2:] == ["weight", "codes"]
    }


def test_plan_of_the_same_graph_comes_back_as_it_was() -> None:
    carried = to_plan(index_by_weight(PLAN, WHOLE), WHOLE)
    assert carried.keys() == PLAN.keys()
    assert all(carried[name] is PLAN[name] for name in PLAN)


def test_graph_of_the_first_layer_gets_the_weight_codes_of_the_whole_graph() -> None:
    carried = to_plan(index_by_weight(PLAN, WHOLE), FIRST_LAYER)
    short, whole = (list_weight_codes(quantize(*each), "0") for each in ((FIRST_LAYER, carried), (WHOLE, PLAN)))
    assert len(short) == 6
    assert short == whole
