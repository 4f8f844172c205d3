"""int8 with fixed scales for any fp32 graph: no text's answer depends on what it is batched with.

1. Smooth (Xiao et al. 2022): before each product, divide the input's channels by s and multiply the weight's rows by
   s, with s_j = max|x_j|^0.7 / max|W_j|^0.3, geometric mean 1. Exact in fp32; it moves the few large channels of
   layer norms' outputs into the weights, which have a scale an output channel.
2. Weights: symmetric, a scale an output channel, 7 bits: 8-bit weights saturate the 16-bit sums of processors that
   have AVX2 without VNNI. Rounded to the nearest, or by GPTQ (`gptq.py`) where the plan holds second moments.
3. Activations: u8 with a constant scale and zero point, from the 99th percentile of each text's minimum and maximum.
   Dynamic scales would be taken over the whole batch and make a text's score depend on its neighbours.
4. Embedding tables: 8 bits, a scale a row.
5. Outlier channel splitting (Zhao et al. 2019): behind ReLU a few channels (mostly one in each layer) reach about four times
   the range of all others, so the others would use few codes. Each of these outlier channels becomes several channels that
   hold a part of its value, with the same row of the weight. More smoothing would cost the weights as much precision.
6. Fold: a product's bias goes into the integer product; behind ReLU and attention, which let a channel's factor
   through, the division by s goes into the product before them; ReLU itself is what an unsigned zero does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tqdm import tqdm

from .gptq import gptq_codes
from .graph import MICROSOFT

LARGEST_WEIGHT_CODE = 64
LARGEST_ACTIVATION_CODE = 255
LARGEST_EMBEDDING_CODE = 127
# Below this many rows a table's bytes are not worth a second lookup.
SMALLEST_TABLE_ROWS = 1_000


@dataclass(frozen=True)
class QuantizationRecipe:
    smoothing_exponent: float = 0.7
    """Share of the activation's range that moves into the weight; 0 is no smoothing."""
    least_share: float = 0.05
    """Of the largest channel: a channel is smoothed as if it reached that far. One that is silent in the texts (ReLU has such)
    would be divided by next to nothing, and take the whole range when it speaks."""
    range_percentile: float = 99.0
    smoothing_texts: int = 600
    range_texts: int = 600
    split_channels: int = 0
    """Number of channels that outlier channel splitting adds to each product behind ReLU. A multiple of 16 fills the blocks of
    the kernels."""
    second_moments: bool = False
    """Whether to record second moments over the range texts. With them GPTQ quantizes the weights; without them the weights are
    rounded to the nearest."""


@dataclass(frozen=True)
class Activation:
    """How one input of products becomes u8."""

    smoothing: np.ndarray
    """s, of each channel."""
    copies: np.ndarray
    """c, for each channel: outlier channel splitting writes it as c channels, each with a c-th of the value."""
    lowest: float
    """Of x / (s c), which becomes codes."""
    highest: float
    moments: np.ndarray | None = None
    """Channels × channels, the sum of x xᵀ over tokens, of x / s."""

    @property
    def divisor(self) -> np.ndarray:
        """What each channel is divided by before it becomes codes."""
        return self.smoothing * self.copies

    @property
    def channels(self) -> np.ndarray:
        """For each written channel, the channel that it is a part of."""
        return np.repeat(np.arange(len(self.copies)), self.copies)

    @property
    def step(self) -> float:
        return max(self.highest - self.lowest, 1e-8) / LARGEST_ACTIVATION_CODE

    @property
    def zero_point(self) -> int:
        return int(np.clip(np.rint(-self.lowest / self.step), 0, LARGEST_ACTIVATION_CODE))


# By the name of the activation's tensor in the fp32 graph.
Plan = dict[str, Activation]


def quantize(fp32: onnx.ModelProto, plan: Plan) -> onnx.ModelProto:
    """Quantizes every product with a constant matrix, Attention operators among them, and the embedding tables."""
    model = onnx.ModelProto()
    model.CopyFrom(fp32)
    _Rewriter(model, plan).rewrite()
    return model


def make_plan(
    fp32: onnx.ModelProto, encodings: list[list[int]], recipe: QuantizationRecipe = QuantizationRecipe()
) -> Plan:
    """Smoothing and ranges, recorded over texts.

    encodings: token ids of texts like those that will be asked about; not of texts that accuracy is measured on.
    """
    weights = {tensor.name: tensor for tensor in fp32.graph.initializer}
    readers = products_by_input(fp32)
    largest: dict[str, np.ndarray] = {}
    for values in _activations(fp32, list(readers), encodings[: recipe.smoothing_texts], "channels"):
        for name, value in values.items():
            seen = np.abs(value).max(axis=0)
            largest[name] = np.maximum(largest[name], seen) if name in largest else seen
    smoothing = {
        name: _smoothing(largest[name], [numpy_helper.to_array(weights[node.input[1]]) for node in products], recipe)
        for name, products in readers.items()
    }
    behind_relu = {node.output[0] for node in fp32.graph.node if node.op_type == "Relu"}
    copies = {
        name: _copies(largest[name] / smoothing[name], recipe.split_channels if name in behind_relu else 0)
        for name in readers
    }
    lows, highs = defaultdict(list), defaultdict(list)
    moments: dict[str, np.ndarray] = {}
    for values in _activations(fp32, list(readers), encodings[: recipe.range_texts], "ranges"):
        for name, value in values.items():
            divided = value / (smoothing[name] * copies[name])
            lows[name].append(-float(divided.min()))
            highs[name].append(float(divided.max()))
            if recipe.second_moments:
                smoothed = value / smoothing[name]
                moments[name] = moments.get(name, 0) + smoothed.T @ smoothed
    return {
        name: Activation(
            smoothing[name],
            copies[name],
            lowest=min(0.0, -float(np.percentile(lows[name], recipe.range_percentile))),
            highest=max(0.0, float(np.percentile(highs[name], recipe.range_percentile))),
            moments=moments.get(name),
        )
        for name in readers
    }


def products_by_input(fp32: onnx.ModelProto) -> dict[str, list[onnx.NodeProto]]:
    """The products with a constant matrix, by the activation that they read: they share its scale."""
    weights = {tensor.name: tensor for tensor in fp32.graph.initializer}
    readers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
    for node in fp32.graph.node:
        is_product = (
            node.op_type in ("MatMul", "Attention") and node.input[1] in weights and node.input[0] not in weights
        )
        if (
            is_product
            and len(weights[node.input[1]].dims) == 2
            and weights[node.input[1]].data_type == TensorProto.FLOAT
        ):
            readers[node.input[0]].append(node)
    return dict(readers)


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


def _smoothing(largest: np.ndarray, matrices: list[np.ndarray], recipe: QuantizationRecipe) -> np.ndarray:
    exponent = recipe.smoothing_exponent
    weight_range = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    reached = np.maximum(largest, max(recipe.least_share * float(largest.max()), 1e-5))
    smoothing = reached**exponent / np.maximum(weight_range, 1e-5) ** (1 - exponent)
    return (smoothing / np.exp(np.mean(np.log(smoothing)))).astype(np.float32)


def _copies(reached: np.ndarray, split_channels: int) -> np.ndarray:
    """Starts with one copy of each channel. Then splits the channel with the largest part, once for each added channel."""
    copies = np.ones(len(reached), dtype=np.int64)
    for _ in range(split_channels):
        copies[np.argmax(reached / copies)] += 1
    return copies


@dataclass
class _Product:
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


class _Rewriter:
    """Replaces the products of a graph in place."""

    def __init__(self, model: onnx.ModelProto, plan: Plan) -> None:
        self.model = model
        self.plan = plan
        self.weights = {tensor.name: tensor for tensor in model.graph.initializer}
        self.producer = {output: node for node in model.graph.node for output in node.output}
        self.consumers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in model.graph.node:
            for name in node.input:
                self.consumers[name].append(node)
        self.readers = products_by_input(model)
        self.products = {node.output[0]: self._product(node) for products in self.readers.values() for node in products}
        self.before: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        """New nodes, by the name of an output that they must come before."""
        self.instead: dict[str, list[onnx.NodeProto]] = {}
        """New nodes in place of the one with this output."""

    def rewrite(self) -> None:
        # A later product's smoothing becomes a factor of an earlier one: first all factors, then the nodes.
        tensors = {name: self._fold(name, products) for name, products in self.readers.items()}
        for name, (tensor, divisor) in tensors.items():
            self._quantize_products(name, tensor, divisor)
        for node in self.model.graph.node:
            if node.op_type == "Gather" and node.input[0] in self.weights and self._are_ids(node.input[1]):
                self._quantize_table(node)
        for product in self.products.values():
            for output in product.absorbed:
                self.instead[output] = []
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

    def _product(self, node: onnx.NodeProto) -> _Product:
        if node.op_type == "Attention":
            return _Product(node, node.output[0], bias=node.input[2])
        (reader, *others) = self.consumers[node.output[0]] or [None]
        if others or reader is None or reader.op_type != "Add":
            return _Product(node, node.output[0])
        bias = next(name for name in reversed(reader.input) if name != node.output[0])
        columns = self.weights[node.input[1]].dims[1]
        if bias not in self.weights or list(self.weights[bias].dims) != [columns]:
            return _Product(node, node.output[0])
        return _Product(node, reader.output[0], bias=bias, absorbed=[reader.output[0]])

    def _fold(self, name: str, products: list[onnx.NodeProto]) -> tuple[str, np.ndarray | None]:
        """The tensor to take the codes of, and what its channels are still to be divided by.

        Where only ReLU or attention lies between, the columns of the product before are divided instead.
        """
        activation = self.plan[name]
        source = self._only_source(name, products)
        if source is not None and source.op_type == "Relu":
            earlier = self._only_product(source.input[0], source)
            if earlier is not None:
                earlier.factor, earlier.channels = 1 / activation.divisor, activation.channels
                earlier.absorbed.append(name)
                return source.input[0], None
        if np.any(activation.copies > 1):
            raise ValueError(f"{name} cannot be split: no product before it that could write its channels")
        value = self._value_behind_attention(source)
        if value is not None:
            value.factor = 1 / activation.divisor
            return name, None
        return name, activation.divisor

    def _value_behind_attention(self, source: onnx.NodeProto | None) -> _Product | None:
        """The product of the values whose weighted sums `source` gives, as `graph.py` writes attention.

        Heads are split and joined in the same order, so a channel goes in where it comes out.
        """
        backwards = [("Reshape", 0), ("Transpose", 0), ("FusedMatMul", 1), ("Reshape", 0)]
        shapes: list[np.ndarray | None] = []
        name, reader = "", source
        for operator, which in backwards:
            if source is None or source.op_type != operator:
                return None
            if operator == "Reshape":
                shapes.append(
                    numpy_helper.to_array(self.weights[source.input[1]]) if source.input[1] in self.weights else None
                )
            if operator == "Transpose" and helper.get_attribute_value(source.attribute[0]) != [2, 0, 1, 3]:
                return None
            reader, name = source, source.input[which]
            source = self._only_source(name, [reader])
        joined, split = shapes
        if joined is None or split is None or len(split) != 4 or list(joined) != [0, 0, split[2] * split[3]]:
            return None
        return self._only_product(name, reader)

    def _only_source(self, name: str, readers: list[onnx.NodeProto]) -> onnx.NodeProto | None:
        """Returns the node that produces the tensor, if only `readers` read it."""
        return self.producer.get(name) if len(self.consumers[name]) == len(readers) else None

    def _only_product(self, name: str, reader: onnx.NodeProto) -> _Product | None:
        is_read_once = self._only_source(name, [reader]) is not None
        return next((product for product in self.products.values() if is_read_once and product.output == name), None)

    def _quantize_products(self, name: str, tensor: str, divisor: np.ndarray | None) -> None:
        activation = self.plan[name]
        scale = self._constant(f"{name}.scale", np.float32(activation.step))
        zero_point = self._constant(f"{name}.zero_point", np.uint8(activation.zero_point))
        before = self.before[self.readers[name][0].output[0]]
        if divisor is not None:
            factor = self._constant(f"{name}.smoothing", (1 / divisor).astype(np.float32))
            before.append(helper.make_node("Mul", [tensor, factor], [f"{name}.smoothed"], name=f"{name}.smooth"))
            tensor = f"{name}.smoothed"
        before.append(
            helper.make_node("QuantizeLinear", [tensor, scale, zero_point], [f"{name}.codes"], name=f"{name}.quantize")
        )
        for node in self.readers[name]:
            self.instead[node.output[0]] = [
                self._integer_product(name, self.products[node.output[0]], scale, zero_point)
            ]

    def _integer_product(self, name: str, product: _Product, scale: str, zero_point: str) -> onnx.NodeProto:
        node = product.node
        # By both names: DeBERTa reads one matrix with two activations, each with a smoothing of its own.
        prefix = f"{name}.{node.input[1]}"
        activation = self.plan[name]
        matrix = numpy_helper.to_array(self.weights[node.input[1]]) * activation.smoothing[:, None]
        column_scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / LARGEST_WEIGHT_CODE
        if activation.moments is None:
            rounded = np.clip(np.rint(matrix / column_scale), -LARGEST_WEIGHT_CODE, LARGEST_WEIGHT_CODE).astype(np.int8)
        else:
            rounded = gptq_codes(matrix, column_scale, activation.moments, LARGEST_WEIGHT_CODE)
        factor = np.ones_like(column_scale) if product.factor is None else product.factor
        written = np.arange(len(column_scale)) if product.channels is None else product.channels
        codes = self._constant(f"{prefix}.codes", rounded[activation.channels][:, written])
        weight_scale = self._constant(f"{prefix}.scale", (column_scale * factor)[written].astype(np.float32))
        bias = ""
        if product.bias is not None:
            values = (numpy_helper.to_array(self.weights[product.bias]) * factor)[written]
            bias = self._constant(f"{prefix}.bias", values.astype(np.float32))
        if node.op_type == "MatMul":
            inputs = [f"{name}.codes", codes, scale, weight_scale, zero_point, "", bias]
            inputs = inputs if bias else inputs[:5]
            return helper.make_node("MatMulIntegerToFloat", inputs, [product.output], name=node.name, domain=MICROSOFT)
        weight_zero_point = self._constant(f"{prefix}.zero_point", np.zeros(rounded.shape[1], dtype=np.int8))
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        inputs = [f"{name}.codes", codes, bias, scale, weight_scale, node.input[3], zero_point, weight_zero_point]
        return helper.make_node("QAttention", inputs, [product.output], name=node.name, domain=MICROSOFT, **attributes)

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
            helper.make_node(
                "Cast", [f"{output}.codes"], [f"{output}.floats"], name=f"{name}.cast", to=TensorProto.FLOAT
            ),
            helper.make_node("Mul", [f"{output}.floats", f"{output}.scales"], [output], name=f"{name}.scale_rows"),
        ]

    def _are_ids(self, name: str) -> bool:
        source = self.producer.get(name)
        return name == "input_ids" or (
            source is not None and source.op_type == "Transpose" and source.input[0] == "input_ids"
        )

    def _constant(self, name: str, value: np.ndarray) -> str:
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name
