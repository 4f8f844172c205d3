"""Writes an encoder with its head as an ONNX graph in fp32.

The graph is written, not traced: attention and GELU come out as ONNX Runtime's fused operators, and
the last layer computes only what the head reads. The head reads the first token, so behind the last attention
everything runs on that token alone; the values are the same and a run takes about a tenth less time. (The tracer's
graph of transformers 4.57 is not recognised by onnxruntime.transformers' attention fusion.)

A residual is an Add before a LayerNormalization and not the fused SkipLayerNormalization, which is scalar code on CPUs
(1.30 and 1.32: 363 µs for 200 tokens of 384, Add and LayerNormalization 76): a quarter of an int8 run.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .encoder import Affine, Encoder

OPSET = 17
MICROSOFT = "com.microsoft"
IR_VERSION = 8


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, operator: str, inputs: list[str], output: str | None = None, domain: str = "", **attributes) -> str:
        self._count += 1
        output = output or f"{operator.lower()}_{self._count}"
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=f"{operator}_{self._count}", domain=domain, **attributes)
        )
        return output


def build_graph(encoder: Encoder, split_attention: bool = False) -> onnx.ModelProto:
    """Inputs `input_ids` and `attention_mask` (int64, batch × length), output `logits` (float32, batch × labels).

    split_attention: keeps the projection a MatMul of its own, for tools that know no Attention operator.
    """
    graph = GraphBuilder()
    hidden = _embeddings(graph, encoder)
    mask = graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    attend = _split_attention if split_attention else _attention
    for index, layer in enumerate(encoder.layers):
        attended = attend(graph, f"{index}.qkv", layer.qkv, encoder.head_count, hidden, mask)
        if index == len(encoder.layers) - 1:
            first = graph.constant("first_token", np.array([0], dtype=np.int64))
            attended = graph.add("Gather", [attended, first], axis=1)
            hidden = graph.add("Gather", [hidden, first], axis=1)
        projected = _affine(graph, f"{index}.out", layer.out, attended)
        hidden = _residual_norm(graph, f"{index}.attention_norm", layer.attention_norm, encoder, projected, hidden)
        activated = _activated(graph, f"{index}.lin1", layer.lin1, encoder.activation, hidden)
        outer = _affine(graph, f"{index}.lin2", layer.lin2, activated)
        hidden = _residual_norm(graph, f"{index}.output_norm", layer.output_norm, encoder, outer, hidden)
    _head(graph, encoder, hidden)
    return _to_model(graph, len(encoder.head[-1][0].bias))


def _embeddings(graph: GraphBuilder, encoder: Encoder) -> str:
    words = graph.add("Gather", [graph.constant("word_embeddings", encoder.words), "input_ids"])
    table = graph.constant("position_embeddings", encoder.positions)
    if encoder.padding_position is None:
        length = graph.add("Shape", ["input_ids"], start=1, end=2)
        zero = graph.constant("zero", np.array([0], dtype=np.int64))
        positions = graph.add("Slice", [table, zero, length, zero])
    else:
        padding = graph.constant("padding_position", np.array(encoder.padding_position, dtype=np.int64))
        is_padding = graph.add("Equal", ["input_ids", padding])
        is_token = graph.add("Cast", [graph.add("Not", [is_padding])], to=TensorProto.INT64)
        last_axis = graph.constant("last_axis", np.array(1, dtype=np.int64))
        counted = graph.add("Mul", [graph.add("CumSum", [is_token, last_axis]), is_token])
        positions = graph.add("Gather", [table, graph.add("Add", [counted, padding])])
    return _residual_norm(graph, "embedding_norm", encoder.embedding_norm, encoder, words, positions)


def _attention(graph: GraphBuilder, name: str, qkv: Affine, head_count: int, hidden: str, mask: str) -> str:
    inputs = [hidden, graph.constant(f"{name}.weight", qkv.weight), graph.constant(f"{name}.bias", qkv.bias), mask]
    return graph.add("Attention", inputs, domain=MICROSOFT, num_heads=head_count)


def _split_attention(graph: GraphBuilder, name: str, qkv: Affine, head_count: int, hidden: str, mask: str) -> str:
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [_affine(graph, name, qkv, hidden)], parts, name=f"Split_{name}", axis=2))
    return graph.add("MultiHeadAttention", [*parts, "", mask], domain=MICROSOFT, num_heads=head_count)


def _affine(graph: GraphBuilder, name: str, product: Affine, value: str) -> str:
    return graph.add("Add", [_matmul(graph, name, product, value), graph.constant(f"{name}.bias", product.bias)])


def _activated(graph: GraphBuilder, name: str, product: Affine, activation: str, value: str) -> str:
    if activation == "relu":
        return graph.add("Relu", [_affine(graph, name, product, value)])
    bias = graph.constant(f"{name}.bias", product.bias)
    return graph.add("BiasGelu", [_matmul(graph, name, product, value), bias], domain=MICROSOFT)


def _matmul(graph: GraphBuilder, name: str, product: Affine, value: str) -> str:
    return graph.add("MatMul", [value, graph.constant(f"{name}.weight", product.weight)])


def _residual_norm(graph: GraphBuilder, name: str, norm: Affine, encoder: Encoder, value: str, skip: str) -> str:
    inputs = [graph.add("Add", [value, skip]), graph.constant(f"{name}.weight", norm.weight), graph.constant(f"{name}.bias", norm.bias)]
    return graph.add("LayerNormalization", inputs, epsilon=encoder.epsilon)


def _head(graph: GraphBuilder, encoder: Encoder, hidden: str) -> None:
    value = graph.add("Squeeze", [hidden, graph.constant("one", np.array([1], dtype=np.int64))])
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
        helper.make_graph(graph.nodes, "sentiment", inputs, outputs, list(graph.initializers.values())),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=IR_VERSION,
        producer_name="sentiment-service",
    )
