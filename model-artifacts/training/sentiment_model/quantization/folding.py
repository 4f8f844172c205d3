"""Moves the division of an activation's channels into the product before it, where what lies between allows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import helper, numpy_helper

from .plan import Plan
from .products import Product, ProductGraph

# The nodes behind the product of the values, as the module `graph` writes attention, from the last to the first. Each
# comes with the index of its input that leads there.
ATTENTION_BACKWARDS = [("Reshape", 0), ("Transpose", 0), ("FusedMatMul", 1), ("Reshape", 0)]
LAST_ATTENTION_BACKWARDS = [("Reshape", 0), ("ReduceSum", 0), ("Mul", 1), ("Reshape", 0)]
JOIN_HEADS = [2, 0, 1, 3]


@dataclass(frozen=True)
class Operand:
    """The tensor that becomes the codes of an activation."""

    tensor: str
    divisor: np.ndarray | None
    """What its channels are still to be divided by; None when a product before does that."""


def fold_divisors(graph: ProductGraph, plan: Plan) -> dict[str, Operand]:
    """Returns the operand of each activation, by its name.

    Where only ReLU or attention lies between, changes the product before: its columns are divided instead.
    Raises ValueError when the plan splits channels that no product before could write.
    """
    return {name: _fold(graph, plan, name) for name in graph.readers}


def _fold(graph: ProductGraph, plan: Plan, name: str) -> Operand:
    activation = plan[name]
    source = graph.get_only_source(name, graph.readers[name])
    if source is not None and source.op_type == "Relu":
        earlier = graph.get_only_product(source.input[0], source)
        if earlier is not None:
            earlier.factor, earlier.channels = 1 / activation.divisor, activation.channels
            earlier.absorbed.append(name)
            return Operand(source.input[0], None)
    if np.any(activation.copies > 1):
        raise ValueError(f"{name} cannot be split: no product before it that could write its channels")
    value = _find_value_behind_attention(graph, source)
    if value is not None:
        value.factor = 1 / activation.divisor
        return Operand(name, None)
    return Operand(name, activation.divisor)


def _find_value_behind_attention(graph: ProductGraph, source: onnx.NodeProto | None) -> Product | None:
    """The product of the values whose weighted sums `source` gives, as the module `graph` writes attention.

    Heads are split and joined in the same order, so a channel goes in where it comes out.
    """
    for nodes in (ATTENTION_BACKWARDS, LAST_ATTENTION_BACKWARDS):
        value = _find_value_behind(graph, source, nodes)
        if value is not None:
            return value
    return None


def _find_value_behind(
    graph: ProductGraph, source: onnx.NodeProto | None, nodes: list[tuple[str, int]]
) -> Product | None:
    if source is None:
        return None
    shapes: list[np.ndarray | None] = []
    name, reader = "", source
    for operator, which in nodes:
        if source is None or source.op_type != operator:
            return None
        if operator == "Reshape":
            shape = graph.weights.get(source.input[1])
            shapes.append(None if shape is None else numpy_helper.to_array(shape))
        if operator == "Transpose" and helper.get_attribute_value(source.attribute[0]) != JOIN_HEADS:
            return None
        reader, name = source, source.input[which]
        source = graph.get_only_source(name, [reader])
    joined, split = shapes
    if joined is None or split is None or len(split) != 4 or list(joined) != [0, 0, split[2] * split[3]]:
        return None
    return graph.get_only_product(name, reader)
