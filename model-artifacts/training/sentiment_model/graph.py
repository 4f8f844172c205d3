"""Writes an encoder with its head as an ONNX graph in fp32.

The graph is written, not traced, for what ONNX Runtime's CPU kernels are good at (1.30 and 1.32, measured on the int8
graphs that the package `quantization` makes of this one, 8 texts of 25 tokens, one thread):

- Tokens come first, texts second (length × batch × channels). FusedMatMul reads heads out of that layout by itself
  (`transBatchA`, `transBatchB`), so attention is two products, a softmax and one transposition: 0.87 of the time with
  the fused Attention operator, which copies and transposes query, key and value.
- A residual is an Add before a LayerNormalization and not the fused SkipLayerNormalization, which is scalar code: 76
  µs against 363, a quarter of a run.
- The head reads the first token, so in the last layer the query, and behind attention everything, is of that token
  alone. There the values are weighted by Mul and added by ReduceSum, which adds in the order of the tokens. A product
  of one row adds in groups of four, so padding would change the last bit of a sum, and the code after it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .encoder import Affine, Encoder

OPSET = 17
MICROSOFT = "com.microsoft"
IR_VERSION = 8
# Taken off the attention logits of padding: its exponential is 0 in float32, so padding weighs nothing at all.
MASKED = 10_000.0


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        """Adds an initializer."""
        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, name: str, values: list[int]) -> str:
        """Adds an initializer of int64."""
        return self.constant(name, np.array(values, dtype=np.int64))

    def add(
        self, operator: str, inputs: list[str], *, output: str | None = None, domain: str = "", **attributes: Any
    ) -> str:
        """Adds a node. Without `output` its output is named by the operator and a number."""
        self._count += 1
        output = output or f"{operator.lower()}_{self._count}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=f"{operator}_{self._count}", domain=domain, **attributes)
        )
        return output


def build_graph(encoder: Encoder) -> onnx.ModelProto:
    """Inputs `input_ids` and `attention_mask` (int64, batch × length), output `logits` (float32, batch × labels)."""
    graph = GraphBuilder()
    hidden = _embeddings(graph, encoder)
    mask = _mask(graph)
    first = graph.integers("first_token", [0])
    norm = partial(_residual_norm, graph, epsilon=encoder.epsilon)
    for index, layer in enumerate(encoder.layers):
        is_last = index == len(encoder.layers) - 1
        asking = graph.add("Gather", [hidden, first], axis=0) if is_last else hidden
        attended = _attention(graph, index, encoder, asking=asking, hidden=hidden, mask=mask, is_last=is_last)
        projected = _affine(graph, f"{index}.out", layer.out, attended)
        hidden = norm(f"{index}.attention_norm", layer.attention_norm, value=projected, skip=asking)
        activated = _activated(graph, f"{index}.lin1", layer.lin1, activation=encoder.activation, value=hidden)
        outer = _affine(graph, f"{index}.lin2", layer.lin2, activated)
        hidden = norm(f"{index}.output_norm", layer.output_norm, value=outer, skip=hidden)
    _head(graph, encoder, hidden)
    return _to_model(graph, len(encoder.head[-1][0].bias))


def _embeddings(graph: GraphBuilder, encoder: Encoder) -> str:
    ids = graph.add("Transpose", ["input_ids"], perm=[1, 0])
    words = graph.add("Gather", [graph.constant("word_embeddings", encoder.words), ids])
    if encoder.padding_position is None:
        table = graph.constant("position_embeddings", encoder.positions[:, None, :])
        length = graph.add("Shape", ["input_ids"], start=1, end=2)
        zero = graph.integers("zero", [0])
        positions = graph.add("Slice", [table, zero, length, zero])
    else:
        table = graph.constant("position_embeddings", encoder.positions)
        padding = graph.constant("padding_position", np.array(encoder.padding_position, dtype=np.int64))
        is_padding = graph.add("Equal", [ids, padding])
        is_token = graph.add("Cast", [graph.add("Not", [is_padding])], to=TensorProto.INT64)
        along_text = graph.constant("along_text", np.array(0, dtype=np.int64))
        counted = graph.add("Mul", [graph.add("CumSum", [is_token, along_text]), is_token])
        positions = graph.add("Gather", [table, graph.add("Add", [counted, padding])])
    return _residual_norm(
        graph, "embedding_norm", encoder.embedding_norm, epsilon=encoder.epsilon, value=words, skip=positions
    )


def _mask(graph: GraphBuilder) -> str:
    """Batch × 1 × 1 × length: 0 for tokens, -MASKED for padding."""
    is_token = graph.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    minus = graph.add("Sub", [is_token, graph.constant("token", np.array(1, dtype=np.float32))])
    masked = graph.add("Mul", [minus, graph.constant("masked", np.array(MASKED, dtype=np.float32))])
    return graph.add("Unsqueeze", [masked, graph.integers("head_and_asking", [1, 2])])


def _attention(
    graph: GraphBuilder, index: int, encoder: Encoder, *, asking: str, hidden: str, mask: str, is_last: bool
) -> str:
    """asking: what the queries are made of, in the last layer one token; hidden: what keys and values are made of."""
    layer, head_count = encoder.layers[index], encoder.head_count
    channels = layer.query.bias.shape[0]
    split = graph.integers("heads", [0, 0, head_count, channels // head_count])
    query, key, value = (
        graph.add("Reshape", [_affine(graph, f"{index}.{name}", product, source), split])
        for name, product, source in (
            ("query", layer.query, asking),
            ("key", layer.key, hidden),
            ("value", layer.value, hidden),
        )
    )
    scale = float((channels // head_count) ** -0.5)
    weights = graph.add(
        "FusedMatMul", [query, key], domain=MICROSOFT, alpha=scale, transBatchA=1, transBatchB=1, transB=1
    )
    weights = graph.add("Softmax", [graph.add("Add", [weights, mask])], axis=-1)
    if is_last:
        weighted = graph.add("Mul", [graph.add("Transpose", [weights], perm=[3, 0, 1, 2]), value])
        attended = graph.add("ReduceSum", [weighted, graph.integers("token_axis", [0])], keepdims=1)
    else:
        attended = graph.add("FusedMatMul", [weights, value], domain=MICROSOFT, transBatchB=1)
        attended = graph.add("Transpose", [attended], perm=[2, 0, 1, 3])
    return graph.add("Reshape", [attended, graph.integers("channels", [0, 0, channels])])


def _affine(graph: GraphBuilder, name: str, product: Affine, value: str) -> str:
    return graph.add("Add", [_matmul(graph, name, product, value), graph.constant(f"{name}.bias", product.bias)])


def _activated(graph: GraphBuilder, name: str, product: Affine, *, activation: str, value: str) -> str:
    if activation == "relu":
        return graph.add("Relu", [_affine(graph, name, product, value)])
    bias = graph.constant(f"{name}.bias", product.bias)
    return graph.add("BiasGelu", [_matmul(graph, name, product, value), bias], domain=MICROSOFT)


def _matmul(graph: GraphBuilder, name: str, product: Affine, value: str) -> str:
    return graph.add("MatMul", [value, graph.constant(f"{name}.weight", product.weight)])


def _residual_norm(graph: GraphBuilder, name: str, norm: Affine, *, epsilon: float, value: str, skip: str) -> str:
    inputs = [
        graph.add("Add", [value, skip]),
        graph.constant(f"{name}.weight", norm.weight),
        graph.constant(f"{name}.bias", norm.bias),
    ]
    return graph.add("LayerNormalization", inputs, epsilon=epsilon)


def _head(graph: GraphBuilder, encoder: Encoder, hidden: str) -> None:
    value = graph.add("Squeeze", [hidden, graph.integers("length_axis", [0])])
    for index, (product, activation) in enumerate(encoder.head):
        name = f"head.{index}"
        inputs = [value, graph.constant(f"{name}.weight", product.weight), graph.constant(f"{name}.bias", product.bias)]
        value = graph.add("Gemm", inputs, output=None if activation else "logits")
        if activation:
            value = graph.add(activation, [value])


def _to_model(graph: GraphBuilder, label_count: int) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", label_count])]
    return helper.make_model(
        helper.make_graph(graph.nodes, "sentiment", inputs, outputs, initializer=list(graph.initializers.values())),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=IR_VERSION,
        producer_name="sentiment-service",
    )
