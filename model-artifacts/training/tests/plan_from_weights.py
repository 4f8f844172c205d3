"""Carries a plan from one graph to another with the same weights, such as one of the first layers alone."""

from __future__ import annotations

import onnx

from sentiment_model.quantization.plan import Activation, Plan
from sentiment_model.quantization.products import products_by_input


def make_plan_from_weights(activations: dict[str, Activation], fp32: onnx.ModelProto) -> Plan:
    """The plan of a graph whose weights have the names of another one's. All readers of a tensor must agree."""
    return {name: activations[nodes[0].input[1]] for name, nodes in products_by_input(fp32).items()}
