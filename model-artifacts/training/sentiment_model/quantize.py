"""int8 with fixed scales for any fp32 graph: no text's answer depends on what it is batched with.

1. Smooth (Xiao et al. 2022): before each product, divide the input's channels by s and multiply the weight's rows by
   s, with s_j = max|x_j|^0.7 / max|W_j|^0.3, geometric mean 1. Exact in fp32; it moves the few large channels of
   layer norms' outputs into the weights, which have a scale an output channel.
2. Weights: symmetric, a scale an output channel, 7 bits: 8-bit weights saturate the 16-bit sums of processors that
   have AVX2 without VNNI.
3. Activations: u8 with a constant scale and zero point, from the 99th percentile of each text's minimum and maximum.
   Dynamic scales would be taken over the whole batch and make a text's score depend on its neighbours.
4. Embedding tables: 8 bits, a scale a row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tqdm import tqdm

from .graph import MICROSOFT

LARGEST_WEIGHT_CODE = 64
LARGEST_EMBEDDING_CODE = 127
SMALLEST_TABLE_ROWS = 1_000
"""Below this many rows a table's bytes are not worth a second lookup."""


@dataclass(frozen=True)
class QuantizationRecipe:
    smoothing_exponent: float = 0.7
    """Share of the activation's range that moves into the weight; 0 is no smoothing."""
    range_percentile: float = 99.0
    smoothing_texts: int = 200
    range_texts: int = 600


@dataclass
class _Input:
    """One activation and the products that read it: they share a smoothing, a scale and a zero point."""

    products: list[onnx.NodeProto]
    largest: np.ndarray | None = None
    """Largest absolute value of each channel."""
    smoothing: np.ndarray | None = None
    minima: list[float] | None = None
    maxima: list[float] | None = None


def quantize(
    fp32: onnx.ModelProto, encodings: list[list[int]], recipe: QuantizationRecipe = QuantizationRecipe()
) -> onnx.ModelProto:
    """Quantizes every product with a constant matrix, Attention operators among them, and the embedding tables.

    encodings: token ids of texts like those that will be asked about; not of texts that accuracy is measured on.
    """
    model = onnx.ModelProto()
    model.CopyFrom(fp32)
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    inputs = _inputs_of_products(model, weights)
    _record_largest(model, inputs, encodings[: recipe.smoothing_texts])
    for activation in inputs.values():
        activation.smoothing = _smoothing(activation, weights, recipe.smoothing_exponent)
    _record_ranges(model, inputs, encodings[: recipe.range_texts])
    _Rewriter(model, weights, recipe).rewrite(inputs)
    return model


def _inputs_of_products(model: onnx.ModelProto, weights: dict[str, onnx.TensorProto]) -> dict[str, _Input]:
    inputs: dict[str, _Input] = {}
    for node in model.graph.node:
        is_product = node.op_type in ("MatMul", "Attention") and node.input[1] in weights and node.input[0] not in weights
        if is_product and len(weights[node.input[1]].dims) == 2 and weights[node.input[1]].data_type == TensorProto.FLOAT:
            inputs.setdefault(node.input[0], _Input(products=[])).products.append(node)
    return inputs


def _activations(model: onnx.ModelProto, names: list[str], encodings: list[list[int]], title: str):
    """Yields one dictionary a text: (tokens × channels) by name."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    options = onnxruntime.SessionOptions()
    # The watched values must exist: higher levels would fuse them away.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(watched.SerializeToString(), options)
    known = {value.name for value in session.get_inputs()}
    for ids in tqdm(encodings, desc=title, unit="text", leave=False):
        array = np.array([ids], dtype=np.int64)
        feeds = {"input_ids": array, "attention_mask": np.ones_like(array), "token_type_ids": np.zeros_like(array)}
        values = session.run(names, {name: value for name, value in feeds.items() if name in known})
        yield {name: value.reshape(-1, value.shape[-1]) for name, value in zip(names, values)}


def _record_largest(model: onnx.ModelProto, inputs: dict[str, _Input], encodings: list[list[int]]) -> None:
    for values in _activations(model, list(inputs), encodings, "channels"):
        for name, value in values.items():
            largest = np.abs(value).max(axis=0)
            known = inputs[name].largest
            inputs[name].largest = largest if known is None else np.maximum(known, largest)


def _record_ranges(model: onnx.ModelProto, inputs: dict[str, _Input], encodings: list[list[int]]) -> None:
    for activation in inputs.values():
        activation.minima, activation.maxima = [], []
    for values in _activations(model, list(inputs), encodings, "ranges"):
        for name, value in values.items():
            smoothed = value / inputs[name].smoothing
            inputs[name].minima.append(float(smoothed.min()))
            inputs[name].maxima.append(float(smoothed.max()))


def _smoothing(activation: _Input, weights: dict[str, onnx.TensorProto], exponent: float) -> np.ndarray:
    matrices = [numpy_helper.to_array(weights[node.input[1]]) for node in activation.products]
    weight_range = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    smoothing = np.maximum(activation.largest, 1e-5) ** exponent / np.maximum(weight_range, 1e-5) ** (1 - exponent)
    return (smoothing / np.exp(np.mean(np.log(smoothing)))).astype(np.float32)


class _Rewriter:
    """Replaces the products of a graph in place."""

    def __init__(self, model: onnx.ModelProto, weights: dict[str, onnx.TensorProto], recipe: QuantizationRecipe) -> None:
        self.model = model
        self.weights = weights
        self.recipe = recipe
        self.before: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        """New nodes, by the name of an output that they must come before."""
        self.instead: dict[str, list[onnx.NodeProto]] = {}
        """New nodes in place of the one with this output."""

    def rewrite(self, inputs: dict[str, _Input]) -> None:
        for name, activation in inputs.items():
            self._quantize_products(name, activation)
        for node in self.model.graph.node:
            if node.op_type == "Gather" and node.input[0] in self.weights and node.input[1] == "input_ids":
                self._quantize_table(node)
        nodes = []
        for node in self.model.graph.node:
            nodes += self.before[node.output[0]] + self.instead.get(node.output[0], [node])
        del self.model.graph.node[:]
        self.model.graph.node.extend(nodes)
        used = {name for node in nodes for name in node.input}
        kept = [tensor for name, tensor in self.weights.items() if name in used]
        del self.model.graph.initializer[:]
        self.model.graph.initializer.extend(kept)
        if not any(opset.domain == MICROSOFT for opset in self.model.opset_import):
            self.model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))

    def _constant(self, name: str, value: np.ndarray) -> str:
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def _quantize_products(self, name: str, activation: _Input) -> None:
        lowest = min(0.0, -np.percentile([-low for low in activation.minima], self.recipe.range_percentile))
        highest = max(0.0, np.percentile(activation.maxima, self.recipe.range_percentile))
        step = max(highest - lowest, 1e-8) / 255
        scale = self._constant(f"{name}.scale", np.float32(step))
        zero_point = self._constant(f"{name}.zero_point", np.uint8(np.clip(np.rint(-lowest / step), 0, 255)))
        divisor = self._constant(f"{name}.smoothing", (1 / activation.smoothing).astype(np.float32))
        self.before[activation.products[0].output[0]] += [
            helper.make_node("Mul", [name, divisor], [f"{name}.smoothed"], name=f"{name}.smooth"),
            helper.make_node(
                "QuantizeLinear", [f"{name}.smoothed", scale, zero_point], [f"{name}.codes"], name=f"{name}.quantize"
            ),
        ]
        for node in activation.products:
            # By both names: DeBERTa reads one matrix with two activations, each with a smoothing of its own.
            weight, weight_scale = self._quantize_weight(f"{name}.{node.input[1]}", node.input[1], activation.smoothing)
            product = f"{name}.codes", weight, scale, weight_scale, zero_point
            self.instead[node.output[0]] = [self._integer_product(node, *product)]

    def _quantize_weight(self, name: str, matrix: str, smoothing: np.ndarray) -> tuple[str, str]:
        smoothed = numpy_helper.to_array(self.weights[matrix]) * smoothing[:, None]
        scale = np.maximum(np.abs(smoothed).max(axis=0), 1e-8) / LARGEST_WEIGHT_CODE
        codes = np.clip(np.rint(smoothed / scale), -LARGEST_WEIGHT_CODE, LARGEST_WEIGHT_CODE).astype(np.int8)
        return self._constant(f"{name}.codes", codes), self._constant(f"{name}.scale", scale.astype(np.float32))

    def _quantize_table(self, node: onnx.NodeProto) -> None:
        table = numpy_helper.to_array(self.weights[node.input[0]])
        if table.ndim != 2 or table.shape[0] < SMALLEST_TABLE_ROWS:
            return
        row_scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / LARGEST_EMBEDDING_CODE
        codes = np.clip(np.rint(table / row_scale), -LARGEST_EMBEDDING_CODE, LARGEST_EMBEDDING_CODE).astype(np.int8)
        name, output = node.input[0], node.output[0]
        rows = self._constant(f"{name}.codes", codes)
        scales = self._constant(f"{name}.scale", row_scale.astype(np.float32))
        self.instead[output] = [
            helper.make_node("Gather", [rows, node.input[1]], [f"{output}.codes"], name=f"{name}.gather_codes"),
            helper.make_node("Gather", [scales, node.input[1]], [f"{output}.scales"], name=f"{name}.gather_scales"),
            helper.make_node("Cast", [f"{output}.codes"], [f"{output}.floats"], name=f"{name}.cast", to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{output}.floats", f"{output}.scales"], [output], name=f"{name}.scale_rows"),
        ]

    def _integer_product(
        self, node: onnx.NodeProto, codes: str, weight: str, scale: str, weight_scale: str, zero_point: str
    ) -> onnx.NodeProto:
        if node.op_type == "MatMul":
            inputs = [codes, weight, scale, weight_scale, zero_point]
            return helper.make_node("MatMulIntegerToFloat", inputs, list(node.output), name=node.name, domain=MICROSOFT)
        columns = self.weights[weight].dims[1]
        weight_zero_point = self._constant(f"{weight}.zero_point", np.zeros(columns, dtype=np.int8))
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        inputs = [codes, weight, node.input[2], scale, weight_scale, node.input[3], zero_point, weight_zero_point]
        return helper.make_node("QAttention", inputs, list(node.output), name=node.name, domain=MICROSOFT, **attributes)
