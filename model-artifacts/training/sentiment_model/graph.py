"""Writes a DistilBERT classifier as an ONNX graph, in fp32 or in int8 with fixed scales.

The graph is written, not traced: attention, layer norms and GELU come out as ONNX Runtime's fused operators, and
the last layer computes only what the head reads. The head reads the first token, so behind the last attention
everything runs on that token alone; the values are the same and a run takes about a tenth less time. (The tracer's
graph of transformers 4.57 is not recognised by onnxruntime.transformers' attention fusion.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from transformers import DistilBertForSequenceClassification

OPSET = 17
MICROSOFT = "com.microsoft"
LAYER_NORM_EPSILON = 1e-12

Weights = dict[str, np.ndarray]


@dataclass(frozen=True)
class LinearInt8:
    """One quantized matrix product: y = (x / smoothing -> u8) · weight, scaled back."""

    smoothing: np.ndarray | None
    """Divisor of each input channel; None for none."""
    input_scale: float
    input_zero_point: int
    weight: np.ndarray
    """int8, inputs × outputs, rows multiplied by the smoothing."""
    weight_scale: np.ndarray
    """float32, one an output channel."""


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str | None = None, domain: str = "", **attributes) -> str:
        self._count += 1
        output = output or f"{operator.lower()}_{self._count}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=f"{operator}_{self._count}", domain=domain, **attributes)
        )
        return output

    def quantize(self, value: str, linear: LinearInt8, name: str) -> tuple[str, str, str]:
        """The value as u8, with the names of its scale and zero point."""
        if linear.smoothing is not None:
            value = self.add("Mul", [value, self.constant(f"{name}.smoothing", (1 / linear.smoothing).astype(np.float32))])
        scale = self.constant(f"{name}.input_scale", np.float32(linear.input_scale))
        zero_point = self.constant(f"{name}.input_zero_point", np.uint8(linear.input_zero_point))
        return self.add("QuantizeLinear", [value, scale, zero_point]), scale, zero_point


def build_graph(
    model: DistilBertForSequenceClassification,
    int8: dict[str, LinearInt8] | None = None,
    split_attention: bool = False,
) -> onnx.ModelProto:
    """Inputs `input_ids` and `attention_mask` (int64, batch × length), output `logits` (float32, batch × labels).

    int8: the quantized products by name (`<layer>.qkv`, `<layer>.out`, `<layer>.lin1`, `<layer>.lin2`); None for fp32.
    split_attention: keeps the projection a MatMul of its own, for tools that know no Attention operator.
    """
    config = model.config
    weights: Weights = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    graph = GraphBuilder()
    hidden = _embeddings(graph, weights, quantized=int8 is not None)
    mask = graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    for layer in range(config.n_layers):
        prefix = f"distilbert.transformer.layer.{layer}"
        attend = _split_attention if split_attention else _attention
        attended = attend(graph, weights, prefix, layer, config.n_heads, hidden, mask, int8)
        if layer == config.n_layers - 1:
            first = graph.constant("first_token", np.array([0], dtype=np.int64))
            attended = graph.add("Gather", [attended, first], axis=1)
            hidden = graph.add("Gather", [hidden, first], axis=1)
        projected, bias = _linear(graph, weights, f"{prefix}.attention.out_lin", f"{layer}.out", attended, int8)
        hidden = _skip_layer_norm(graph, weights, f"{prefix}.sa_layer_norm", projected, hidden, bias)
        inner, bias = _linear(graph, weights, f"{prefix}.ffn.lin1", f"{layer}.lin1", hidden, int8)
        activated = graph.add("BiasGelu", [inner, bias], domain=MICROSOFT)
        outer, bias = _linear(graph, weights, f"{prefix}.ffn.lin2", f"{layer}.lin2", activated, int8)
        hidden = _skip_layer_norm(graph, weights, f"{prefix}.output_layer_norm", outer, hidden, bias)
    _head(graph, weights, hidden)
    return _to_model(graph, len(config.id2label))


def qkv_weight(weights: Weights, prefix: str) -> tuple[np.ndarray, np.ndarray]:
    """Query, key and value side by side: (inputs × 3·outputs, 3·outputs)."""
    names = [f"{prefix}.attention.{name}_lin" for name in "qkv"]
    return (
        np.concatenate([weights[f"{name}.weight"].T for name in names], axis=1),
        np.concatenate([weights[f"{name}.bias"] for name in names]),
    )


def _embeddings(graph: GraphBuilder, weights: Weights, quantized: bool) -> str:
    table = weights["distilbert.embeddings.word_embeddings.weight"]
    if quantized:
        row_scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
        codes = np.clip(np.rint(table / row_scale), -127, 127).astype(np.int8)
        words = graph.add("Gather", [graph.constant("word_embeddings", codes), "input_ids"])
        scales = graph.add("Gather", [graph.constant("word_embeddings.scale", row_scale.astype(np.float32)), "input_ids"])
        words = graph.add("Mul", [graph.add("Cast", [words], to=TensorProto.FLOAT), scales])
    else:
        words = graph.add("Gather", [graph.constant("word_embeddings", table), "input_ids"])
    length = graph.add("Shape", ["input_ids"], start=1, end=2)
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    table = graph.constant("position_embeddings", weights["distilbert.embeddings.position_embeddings.weight"])
    positions = graph.add("Slice", [table, zero, length, zero])
    norm = "distilbert.embeddings.LayerNorm"
    return graph.add(
        "LayerNormalization",
        [
            graph.add("Add", [words, positions]),
            graph.constant(f"{norm}.weight", weights[f"{norm}.weight"]),
            graph.constant(f"{norm}.bias", weights[f"{norm}.bias"]),
        ],
        epsilon=LAYER_NORM_EPSILON,
    )


def _attention(graph, weights, prefix, layer, head_count, hidden, mask, int8) -> str:
    name = f"{layer}.qkv"
    weight, bias = qkv_weight(weights, prefix)
    bias = graph.constant(f"{name}.bias", bias)
    if int8 is None:
        weight = graph.constant(f"{name}.weight", weight)
        return graph.add("Attention", [hidden, weight, bias, mask], domain=MICROSOFT, num_heads=head_count)
    linear = int8[name]
    quantized, scale, zero_point = graph.quantize(hidden, linear, name)
    inputs = [
        quantized,
        graph.constant(f"{name}.weight", linear.weight),
        bias,
        scale,
        graph.constant(f"{name}.weight_scale", linear.weight_scale),
        mask,
        zero_point,
        graph.constant(f"{name}.weight_zero_point", np.zeros_like(linear.weight_scale, dtype=np.int8)),
    ]
    return graph.add("QAttention", inputs, domain=MICROSOFT, num_heads=head_count)


def _split_attention(graph, weights, prefix, layer, head_count, hidden, mask, int8) -> str:
    if int8 is not None:
        raise ValueError("split attention is for fp32 graphs")
    name = f"{layer}.qkv"
    weight, bias = qkv_weight(weights, prefix)
    product = graph.add("MatMul", [hidden, graph.constant(f"{name}.weight", weight)])
    summed = graph.add("Add", [product, graph.constant(f"{name}.bias", bias)])
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [summed], parts, name=f"Split_{name}", axis=2))
    inputs = [*parts, "", mask]
    return graph.add("MultiHeadAttention", inputs, domain=MICROSOFT, num_heads=head_count)


def _linear(graph, weights, source, name, value, int8) -> tuple[str, str]:
    """The product without its bias, and the bias: the next operator adds it."""
    bias = graph.constant(f"{name}.bias", weights[f"{source}.bias"])
    if int8 is None:
        return graph.add("MatMul", [value, graph.constant(f"{name}.weight", weights[f"{source}.weight"].T)]), bias
    linear = int8[name]
    quantized, scale, zero_point = graph.quantize(value, linear, name)
    inputs = [
        quantized,
        graph.constant(f"{name}.weight", linear.weight),
        scale,
        graph.constant(f"{name}.weight_scale", linear.weight_scale),
        zero_point,
    ]
    return graph.add("MatMulIntegerToFloat", inputs, domain=MICROSOFT), bias


def _skip_layer_norm(graph, weights, source, value, skip, bias) -> str:
    inputs = [
        value,
        skip,
        graph.constant(f"{source}.weight", weights[f"{source}.weight"]),
        graph.constant(f"{source}.bias", weights[f"{source}.bias"]),
        bias,
    ]
    return graph.add("SkipLayerNormalization", inputs, domain=MICROSOFT, epsilon=LAYER_NORM_EPSILON)


def _head(graph: GraphBuilder, weights: Weights, hidden: str) -> None:
    pooled = graph.add("Squeeze", [hidden, graph.constant("one", np.array([1], dtype=np.int64))])
    for name, output in (("pre_classifier", None), ("classifier", "logits")):
        inputs = [
            pooled,
            graph.constant(f"{name}.weight", weights[f"{name}.weight"]),
            graph.constant(f"{name}.bias", weights[f"{name}.bias"]),
        ]
        pooled = graph.add("Gemm", inputs, output=output, transB=1)
        if output is None:
            pooled = graph.add("Relu", [pooled])


def _to_model(graph: GraphBuilder, label_count: int) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", label_count])]
    return helper.make_model(
        helper.make_graph(graph.nodes, "sentiment", inputs, outputs, graph.initializers),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=8,
        producer_name="sentiment-service",
    )
