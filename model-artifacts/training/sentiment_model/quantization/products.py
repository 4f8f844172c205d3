"""Finds the products with a constant matrix in a graph, and the nodes around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto


@dataclass
class Product:
    """An integer product to be: what goes into it besides codes."""

    node: onnx.NodeProto
    output: str
    bias: str | None = None
    factor: np.ndarray | None = None
    """Of each output channel."""
    channels: np.ndarray | None = None
    """Output channels as they are written: some several times."""
    absorbed: list[str] = field(default_factory=list)
    """Outputs of the nodes that it does the work of."""


def products_by_input(fp32: onnx.ModelProto) -> dict[str, list[onnx.NodeProto]]:
    """The products with a constant matrix, by the activation that they read: they share its scale."""
    weights = {tensor.name: tensor for tensor in fp32.graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in fp32.graph.node:
        if node.op_type not in ("MatMul", "Attention") or node.input[1] not in weights or node.input[0] in weights:
            continue
        matrix = weights[node.input[1]]
        if len(matrix.dims) == 2 and matrix.data_type == TensorProto.FLOAT:
            readers[node.input[0]].append(node)
    return dict(readers)


class ProductGraph:
    """A graph, its products, and which nodes produce and read each tensor."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.weights = {tensor.name: tensor for tensor in model.graph.initializer}
        self.readers = products_by_input(model)
        """By the activation that they read."""
        self._producer = {output: node for node in model.graph.node for output in node.output}
        self._consumers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in model.graph.node:
            for name in node.input:
                self._consumers[name].append(node)
        self.products = {
            node.output[0]: self._describe(node) for products in self.readers.values() for node in products
        }
        """By the output of their node."""

    def get_producer(self, name: str) -> onnx.NodeProto | None:
        """The node that produces the tensor; None for an input or a constant of the graph."""
        return self._producer.get(name)

    def get_only_source(self, name: str, readers: list[onnx.NodeProto]) -> onnx.NodeProto | None:
        """The node that produces the tensor, if only `readers` read it."""
        return self._producer.get(name) if len(self._consumers[name]) == len(readers) else None

    def get_only_product(self, name: str, reader: onnx.NodeProto) -> Product | None:
        """The product that the tensor is the output of, if only `reader` reads it."""
        if self.get_only_source(name, [reader]) is None:
            return None
        return next((product for product in self.products.values() if product.output == name), None)

    def _describe(self, node: onnx.NodeProto) -> Product:
        if node.op_type == "Attention":
            return Product(node, node.output[0], bias=node.input[2])
        readers = self._consumers[node.output[0]]
        if len(readers) != 1 or readers[0].op_type != "Add":
            return Product(node, node.output[0])
        (reader,) = readers
        bias = next(name for name in reversed(reader.input) if name != node.output[0])
        columns = self.weights[node.input[1]].dims[1]
        if bias not in self.weights or list(self.weights[bias].dims) != [columns]:
            return Product(node, node.output[0])
        return Product(node, reader.output[0], bias=bias, absorbed=[reader.output[0]])
