"""Joins a model and its first layers into one graph, in which easy texts leave after the first layers.

Both models share their first layers, as the two classifiers of `two_exit_student.py` do. The joined graph runs the
shorter model for each text of a batch. A text leaves with these logits when its polarity or its neutral label is likely
enough. The graph gathers the other texts, runs the remaining layers for them, and puts their logits in the place of the
early ones. (Early exit by confidence: Teerapittayanon et al. 2016, BranchyNet; for BERT Xin et al. 2020, DeeBERT.)

The decision is made for each text by itself, so batch neighbours do not change an answer.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LOGITS = "logits"
EARLY_EXITS = "early_exits"
"""Output of the joined graph: 1 for a text that left early, else 0 (int32, batch)."""
_EARLY = "early"
# Hidden states, keys and values are length × batch × channels. The mask is batch × 1 × 1 × length.
_HIDDEN_BATCH_AXIS = 1
_MASK_BATCH_AXIS = 0
_MASK_OPERATOR = "Unsqueeze"


class CannotJoinError(ValueError):
    """Two graphs do not share their first layers."""


@dataclass(frozen=True, kw_only=True)
class EarlyExit:
    """When a text leaves early: by the probabilities of the early logits."""

    polarity: float
    """Least probability of the likelier polarity among the two (0.5 to 1). Such a text leaves."""
    neutral: float
    """Least probability of the neutral label among the three (0 to 1). Such a text leaves too."""
    negative_label: int
    neutral_label: int
    positive_label: int
    temperature: float
    """Divides logits of the polarity."""
    three_class_temperature: float
    """Divides logits of three labels."""
    early_temperature: float
    """Of the polarity of the shorter model. Its logits are scaled, so that the temperatures above suit them."""

    def __post_init__(self) -> None:
        if not (0.5 <= self.polarity < 1 and 0 <= self.neutral <= 1):
            raise ValueError("the polarity has to be from 0.5 to below 1, and neutral from 0 to 1")

    @property
    def logit_scale(self) -> float:
        """What the early logits are multiplied by."""
        return self.temperature / self.early_temperature

    def leaves(self, early_logits: np.ndarray) -> np.ndarray:
        """Whether each text leaves. early_logits: of the shorter model, unscaled (texts × labels)."""
        logits = early_logits * self.logit_scale
        margins = np.abs(logits[:, self.positive_label] - logits[:, self.negative_label])
        exponentials = np.exp(logits / self.three_class_temperature)
        neutral = exponentials[:, self.neutral_label] / exponentials.sum(-1)
        leaving: np.ndarray = (margins >= self.least_margin) | (neutral >= self.neutral)
        return leaving

    @property
    def least_margin(self) -> float:
        """The difference of the two polar logits at which the likelier polarity has the probability `polarity`."""
        return self.temperature * math.log(self.polarity / (1 - self.polarity))


def join(early: onnx.ModelProto, full: onnx.ModelProto, early_exit: EarlyExit) -> onnx.ModelProto:
    """Returns the joined graph, with the inputs of both and the outputs LOGITS and EARLY_EXITS.

    early: the first layers of `full` with a classifier of their own. Raises CannotJoinError when they share no layer.
    """
    common = _count_common_nodes(early.graph, full.graph)
    initializers = {each.name: each for each in full.graph.initializer}
    first_nodes = list(full.graph.node[:common])
    if not any(node.op_type == "Softmax" for node in first_nodes):
        raise CannotJoinError("the graphs do not share their first layers")
    early_nodes = _rename_early_nodes(early.graph, common, initializers)
    decision, constants = _decide(early_exit)
    initializers |= constants
    scale = numpy_helper.from_array(np.array(early_exit.logit_scale, dtype=np.float32), f"{_EARLY}.logit_scale")
    initializers[scale.name] = scale
    before = [*first_nodes, *early_nodes, *decision]
    rest = _remaining_nodes(full.graph, common, before)
    branch = helper.make_graph(
        rest,
        "remaining_layers",
        [],
        [helper.make_tensor_value_info("merged", TensorProto.FLOAT, None)],
    )
    none = helper.make_graph(
        [helper.make_node("Identity", [f"{_EARLY}.scaled_logits"], ["unchanged"])],
        "no_text_remains",
        [],
        [helper.make_tensor_value_info("unchanged", TensorProto.FLOAT, None)],
    )
    choice = helper.make_node("If", [f"{_EARLY}.any_remains"], [LOGITS], then_branch=branch, else_branch=none)
    graph = helper.make_graph(
        [*before, choice],
        full.graph.name,
        list(full.graph.input),
        [*full.graph.output, helper.make_tensor_value_info(EARLY_EXITS, TensorProto.INT32, ["batch"])],
        # ONNX Runtime keeps a second copy of the weights that belong to a branch, so all belong to the graph.
        [each for name, each in initializers.items() if name in _list_inputs([*before, *rest])],
    )
    joined = helper.make_model(
        graph,
        opset_imports=list(full.opset_import),
        ir_version=full.ir_version,
        producer_name=full.producer_name,
    )
    onnx.checker.check_model(joined)
    return joined


def _count_common_nodes(early: onnx.GraphProto, full: onnx.GraphProto) -> int:
    """How many nodes of both are equal from the start, with equal weights."""
    weights = [{each.name: each.SerializeToString() for each in graph.initializer} for graph in (early, full)]
    for number, (one, other) in enumerate(zip(early.node, full.node, strict=False)):
        same_weights = all(weights[0].get(name) == weights[1].get(name) for name in one.input)
        if one.SerializeToString() != other.SerializeToString() or not same_weights:
            return number
    raise CannotJoinError("the graphs are equal")


def _rename_early_nodes(
    early: onnx.GraphProto, common: int, initializers: dict[str, onnx.TensorProto]
) -> list[onnx.NodeProto]:
    """The nodes of the shorter model after the common ones. Adds weights that the full model does not have."""
    by_content = {_get_content(each): name for name, each in initializers.items()}
    own = {each.name: each for each in early.initializer}
    nodes = [copy.deepcopy(node) for node in early.node[common:]]
    computed = {output for node in nodes for output in node.output}
    for node in nodes:
        for place, name in enumerate(node.input):
            if name in computed:
                node.input[place] = f"{_EARLY}.{name}"
            elif name in own:
                weight = own[name]
                is_same = name in initializers and _get_content(initializers[name]) == _get_content(weight)
                known = name if is_same else by_content.get(_get_content(weight), f"{_EARLY}.{name}")
                if known not in initializers:
                    initializers[known] = numpy_helper.from_array(numpy_helper.to_array(weight), known)
                node.input[place] = known
        for place, name in enumerate(node.output):
            node.output[place] = f"{_EARLY}.{name}"
        node.name = f"{_EARLY}.{node.name}"
    return nodes


def _get_content(weight: onnx.TensorProto) -> tuple[int, tuple[int, ...], bytes]:
    return weight.data_type, tuple(weight.dims), numpy_helper.to_array(weight).tobytes()


def _decide(early_exit: EarlyExit) -> tuple[list[onnx.NodeProto], dict[str, onnx.TensorProto]]:
    """The nodes that tell which texts remain: `early.rows`, their places in the batch."""
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, onnx.TensorProto] = {}

    def constant(name: str, value: np.ndarray) -> str:
        constants[f"{_EARLY}.{name}"] = numpy_helper.from_array(value, f"{_EARLY}.{name}")
        return f"{_EARLY}.{name}"

    def integers(name: str, *values: int) -> str:
        return constant(name, np.array(values, dtype=np.int64))

    def floats(name: str, value: float) -> str:
        return constant(name, np.array(value, dtype=np.float32))

    def add(operator: str, inputs: Iterable[str], output: str, **attributes: Any) -> str:
        name = output if output == EARLY_EXITS else f"{_EARLY}.{output}"
        nodes.append(helper.make_node(operator, list(inputs), [name], name=f"{_EARLY}.{output}", **attributes))
        return name

    logits = add("Mul", [f"{_EARLY}.{LOGITS}", f"{_EARLY}.logit_scale"], "scaled_logits")
    column = integers("label_axis", 1)
    positive = add("Gather", [logits, integers("positive_label", early_exit.positive_label)], "positive", axis=1)
    negative = add("Gather", [logits, integers("negative_label", early_exit.negative_label)], "negative", axis=1)
    margin = add("Abs", [add("Sub", [positive, negative], "difference")], "margin")
    unsure_polarity = add("Less", [margin, floats("least_margin", early_exit.least_margin)], "unsure_polarity")
    cooled = add("Div", [logits, floats("three_class_temperature", early_exit.three_class_temperature)], "cooled")
    classes = add("Softmax", [cooled], "classes", axis=1)
    neutral = add("Gather", [classes, integers("neutral_label", early_exit.neutral_label)], "neutral", axis=1)
    unsure_neutral = add("Less", [neutral, floats("least_neutral", early_exit.neutral)], "unsure_neutral")
    remains = add("Squeeze", [add("And", [unsure_polarity, unsure_neutral], "remains_column"), column], "remains")
    add("Cast", [add("Not", [remains], "leaves")], EARLY_EXITS, to=TensorProto.INT32)
    places = add("NonZero", [remains], "places")
    rows = add("Squeeze", [places, integers("place_axis", 0)], "rows")
    add("Transpose", [places], "row_indices", perm=[1, 0])
    add("Cast", [add("Size", [rows], "row_count")], "any_remains", to=TensorProto.BOOL)
    return nodes, constants


def _remaining_nodes(full: onnx.GraphProto, common: int, before: list[onnx.NodeProto]) -> list[onnx.NodeProto]:
    """The remaining layers for the texts that remain, and their logits in the place of the early ones.

    What the shorter model has computed as well (keys and values of its last layer) is gathered, not computed again.
    """
    computed = {output: node for node in before for output in node.output}
    known = {_get_operation(node): node.output[0] for node in before}
    renamed: dict[str, str] = {}
    nodes: list[onnx.NodeProto] = []
    gathers: dict[str, onnx.NodeProto] = {}
    for original in full.node[common:]:
        node = copy.deepcopy(original)
        for place, name in enumerate(node.input):
            node.input[place] = renamed.get(name, name)
        same = known.get(_get_operation(node))
        if same is not None:
            renamed[node.output[0]] = same
            continue
        for place, name in enumerate(node.input):
            if name in computed:
                axis = _MASK_BATCH_AXIS if computed[name].op_type == _MASK_OPERATOR else _HIDDEN_BATCH_AXIS
                gathered = f"remaining.{name}"
                gathers[name] = helper.make_node("Gather", [name, f"{_EARLY}.rows"], [gathered], gathered, axis=axis)
                node.input[place] = gathered
        if node.output[0] == LOGITS:
            node.output[0] = f"remaining.{LOGITS}"
        nodes.append(node)
    inputs = [f"{_EARLY}.scaled_logits", f"{_EARLY}.row_indices", f"remaining.{LOGITS}"]
    return [*gathers.values(), *nodes, helper.make_node("ScatterND", inputs, ["merged"], "merged")]


def _get_operation(node: onnx.NodeProto) -> tuple[str, tuple[str, ...], tuple[bytes, ...]]:
    return node.op_type, tuple(node.input), tuple(each.SerializeToString() for each in node.attribute)


def _list_inputs(nodes: Iterable[onnx.NodeProto]) -> set[str]:
    return {name for node in nodes for name in node.input}
