"""Makes a plan from the values that the activations of a graph take over texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from tqdm import tqdm

from .plan import Activation, Plan
from .products import products_by_input
from .recipe import QuantizationRecipe


def make_plan(
    fp32: onnx.ModelProto, encodings: list[list[int]], recipe: QuantizationRecipe = QuantizationRecipe()
) -> Plan:
    """Smoothing and ranges, recorded over texts.

    encodings: token ids of texts like those that will be asked about; not of texts that accuracy is measured on.
    """
    weights = {tensor.name: tensor for tensor in fp32.graph.initializer}
    readers = products_by_input(fp32)
    largest = _record_largest(fp32, list(readers), encodings[: recipe.smoothing_texts])
    smoothing = {
        name: _compute_smoothing(
            largest[name], [numpy_helper.to_array(weights[node.input[1]]) for node in products], recipe
        )
        for name, products in readers.items()
    }
    behind_relu = {node.output[0] for node in fp32.graph.node if node.op_type == "Relu"}
    copies = {
        name: _count_copies(largest[name] / smoothing[name], recipe.split_channels if name in behind_relu else 0)
        for name in readers
    }
    lows, highs = defaultdict(list), defaultdict(list)
    moments: dict[str, np.ndarray] = {}
    for values in _run_watched(fp32, list(readers), encodings[: recipe.range_texts], "ranges"):
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


def _record_largest(fp32: onnx.ModelProto, names: list[str], encodings: list[list[int]]) -> dict[str, np.ndarray]:
    """The largest magnitude of each channel, by the activation's name."""
    largest: dict[str, np.ndarray] = {}
    for values in _run_watched(fp32, names, encodings, "channels"):
        for name, value in values.items():
            seen = np.abs(value).max(axis=0)
            largest[name] = np.maximum(largest[name], seen) if name in largest else seen
    return largest


def _run_watched(
    model: onnx.ModelProto, names: list[str], encodings: list[list[int]], title: str
) -> Iterator[dict[str, np.ndarray]]:
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
        yield {name: value.reshape(-1, value.shape[-1]) for name, value in zip(names, values, strict=True)}


def _compute_smoothing(largest: np.ndarray, matrices: list[np.ndarray], recipe: QuantizationRecipe) -> np.ndarray:
    exponent = recipe.smoothing_exponent
    weight_range = np.max([np.abs(matrix).max(axis=1) for matrix in matrices], axis=0)
    reached = np.maximum(largest, max(recipe.least_share * float(largest.max()), 1e-5))
    smoothing = reached**exponent / np.maximum(weight_range, 1e-5) ** (1 - exponent)
    centred: np.ndarray = (smoothing / np.exp(np.mean(np.log(smoothing)))).astype(np.float32)
    return centred


def _count_copies(reached: np.ndarray, split_channels: int) -> np.ndarray:
    """Starts with one copy of each channel. Then splits the channel with the largest part, once for each added one."""
    copies = np.ones(len(reached), dtype=np.int64)
    for _ in range(split_channels):
        copies[np.argmax(reached / copies)] += 1
    return copies
