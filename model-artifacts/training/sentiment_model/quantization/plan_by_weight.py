"""Reads a plan by the weights of its graph instead of by the names of its tensors."""

from __future__ import annotations

import onnx

from .plan import Activation, Plan
from .products import products_by_input


def index_by_weight(plan: Plan, fp32: onnx.ModelProto) -> dict[str, Activation]:
    """The activations of the plan of a graph, by the names of the weights that they are multiplied by."""
    return {node.input[1]: plan[name] for name, nodes in products_by_input(fp32).items() for node in nodes}


def to_plan(activations: dict[str, Activation], fp32: onnx.ModelProto) -> Plan:
    """The plan of a graph whose weights have the names of `activations`; the graph may have fewer of them."""
    return {name: activations[nodes[0].input[1]] for name, nodes in products_by_input(fp32).items()}
