"""Rewrites an fp32 graph with integer products, by a plan."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ..graph import MICROSOFT
from .folding import Operand, fold_divisors
from .gptq import gptq_codes
from .plan import Activation, Plan
from .products import Product, ProductGraph
from .recipe import LARGEST_EMBEDDING_CODE, LARGEST_WEIGHT_CODE

# Below this many rows a table's bytes are not worth a second lookup.
SMALLEST_TABLE_ROWS = 1_000


def quantize(fp32: onnx.ModelProto, plan: Plan) -> onnx.ModelProto:
    """Quantizes every product with a constant matrix, Attention operators among them, and the embedding tables."""
    model = onnx.ModelProto()
    model.CopyFrom(fp32)
    _Rewriter(model, plan).rewrite()
    return model


class _Rewriter:
    """Replaces the products of a graph in place."""

    def __init__(self, model: onnx.ModelProto, plan: Plan) -> None:
        self.model = model
        self.plan = plan
        self.graph = ProductGraph(model)
        self.constants = dict(self.graph.weights)
        self.before: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        """New nodes, by the name of an output that they must come before."""
        self.instead: dict[str, list[onnx.NodeProto]] = {}
        """New nodes in place of the one with this output."""

    def rewrite(self) -> None:
        # A later product's smoothing becomes a factor of an earlier one: first all factors, then the nodes.
        for name, operand in fold_divisors(self.graph, self.plan).items():
            self._quantize_products(name, operand)
        for node in self.model.graph.node:
            if node.op_type == "Gather" and node.input[0] in self.graph.weights and self._are_ids(node.input[1]):
                self._quantize_table(node)
        for product in self.graph.products.values():
            for output in product.absorbed:
                self.instead[output] = []
        self._replace_nodes()

    def _replace_nodes(self) -> None:
        nodes: list[onnx.NodeProto] = []
        for node in self.model.graph.node:
            nodes += self.before[node.output[0]] + self.instead.get(node.output[0], [node])
        del self.model.graph.node[:]
        self.model.graph.node.extend(nodes)
        used = {name for node in nodes for name in node.input}
        kept = [tensor for name, tensor in self.constants.items() if name in used]
        del self.model.graph.initializer[:]
        self.model.graph.initializer.extend(kept)
        if not any(opset.domain == MICROSOFT for opset in self.model.opset_import):
            self.model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))

    def _quantize_products(self, name: str, operand: Operand) -> None:
        activation = self.plan[name]
        scale = self._add_constant(f"{name}.scale", np.array(activation.step, dtype=np.float32))
        zero_point = self._add_constant(f"{name}.zero_point", np.array(activation.zero_point, dtype=np.uint8))
        tensor = operand.tensor
        before = self.before[self.graph.readers[name][0].output[0]]
        if operand.divisor is not None:
            factor = self._add_constant(f"{name}.smoothing", (1 / operand.divisor).astype(np.float32))
            before.append(helper.make_node("Mul", [tensor, factor], [f"{name}.smoothed"], name=f"{name}.smooth"))
            tensor = f"{name}.smoothed"
        before.append(
            helper.make_node("QuantizeLinear", [tensor, scale, zero_point], [f"{name}.codes"], name=f"{name}.quantize")
        )
        for node in self.graph.readers[name]:
            product = self.graph.products[node.output[0]]
            self.instead[node.output[0]] = [self._make_integer_product(name, product, scale, zero_point)]

    def _make_integer_product(self, name: str, product: Product, scale: str, zero_point: str) -> onnx.NodeProto:
        node = product.node
        # By both names: DeBERTa reads one matrix with two activations, each with a smoothing of its own.
        prefix = f"{name}.{node.input[1]}"
        activation = self.plan[name]
        rounded, column_scale = _round_matrix(numpy_helper.to_array(self.constants[node.input[1]]), activation)
        factor = np.ones_like(column_scale) if product.factor is None else product.factor
        written = np.arange(len(column_scale)) if product.channels is None else product.channels
        codes = self._add_constant(f"{prefix}.codes", rounded[activation.channels][:, written])
        weight_scale = self._add_constant(f"{prefix}.scale", (column_scale * factor)[written].astype(np.float32))
        bias = ""
        if product.bias is not None:
            values = (numpy_helper.to_array(self.constants[product.bias]) * factor)[written]
            bias = self._add_constant(f"{prefix}.bias", values.astype(np.float32))
        if node.op_type == "MatMul":
            inputs = [f"{name}.codes", codes, scale, weight_scale, zero_point, "", bias]
            inputs = inputs if bias else inputs[:5]
            return helper.make_node("MatMulIntegerToFloat", inputs, [product.output], name=node.name, domain=MICROSOFT)
        weight_zero_point = self._add_constant(f"{prefix}.zero_point", np.zeros(rounded.shape[1], dtype=np.int8))
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        inputs = [f"{name}.codes", codes, bias, scale, weight_scale, node.input[3], zero_point, weight_zero_point]
        return helper.make_node("QAttention", inputs, [product.output], name=node.name, domain=MICROSOFT, **attributes)

    def _quantize_table(self, node: onnx.NodeProto) -> None:
        table = numpy_helper.to_array(self.constants[node.input[0]])
        if table.ndim != 2 or table.shape[0] < SMALLEST_TABLE_ROWS:
            return
        row_scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / LARGEST_EMBEDDING_CODE
        codes = np.clip(np.rint(table / row_scale), -LARGEST_EMBEDDING_CODE, LARGEST_EMBEDDING_CODE).astype(np.int8)
        name, output = node.input[0], node.output[0]
        rows = self._add_constant(f"{name}.codes", codes)
        scales = self._add_constant(f"{name}.scale", row_scale.astype(np.float32))
        row_codes, row_scales, floats = f"{output}.codes", f"{output}.scales", f"{output}.floats"
        self.instead[output] = [
            helper.make_node("Gather", [rows, node.input[1]], [row_codes], name=f"{name}.gather_codes"),
            helper.make_node("Gather", [scales, node.input[1]], [row_scales], name=f"{name}.gather_scales"),
            helper.make_node("Cast", [row_codes], [floats], name=f"{name}.cast", to=TensorProto.FLOAT),
            helper.make_node("Mul", [floats, row_scales], [output], name=f"{name}.scale_rows"),
        ]

    def _are_ids(self, name: str) -> bool:
        source = self.graph.get_producer(name)
        is_transposed = source is not None and source.op_type == "Transpose" and source.input[0] == "input_ids"
        return name == "input_ids" or is_transposed

    def _add_constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name


def _round_matrix(matrix: np.ndarray, activation: Activation) -> tuple[np.ndarray, np.ndarray]:
    """int8 codes (inputs × outputs) of the smoothed matrix, and the value of a code of 1 for each output."""
    smoothed = matrix * activation.smoothing[:, None]
    column_scale = np.maximum(np.abs(smoothed).max(axis=0), 1e-8) / LARGEST_WEIGHT_CODE
    if activation.moments is not None:
        return gptq_codes(smoothed, column_scale, activation.moments, LARGEST_WEIGHT_CODE), column_scale
    codes = np.clip(np.rint(smoothed / column_scale), -LARGEST_WEIGHT_CODE, LARGEST_WEIGHT_CODE).astype(np.int8)
    return codes, column_scale
