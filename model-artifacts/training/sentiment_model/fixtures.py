"""What the service's tests read.

A model whose token "poison" gives NaN, one of three classes, a tiny random one a family, and a tokenizer.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from .export import Origin, export
from .folder import ThreeClasses, write_manifest
from .normalization_fixture import write_text_normalization
from .reference import load_reference
from .tiny import GOLDEN, TINY, write_tiny
from .trace import trace_graph

SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
MAX_TOKENS = 32
CUT_TEXT = "good " * 40


def write_fixtures(into: Path) -> None:
    """Writes `nan-for-one-token`, `three-classes`, `families/<name>` and `text-normalization` below `into`."""
    write_nan_for_one_token(into / "nan-for-one-token")
    write_three_classes(into / "three-classes")
    for name in TINY:
        _write_family(name, into / "families" / name)
    _write_family("bert", into / "families" / "bert-with-token-types", with_token_types=True)
    write_text_normalization(into / "text-normalization", into / "families" / "bert" / "tokenizer.json")


def _write_family(name: str, folder: Path, with_token_types: bool = False) -> None:
    with tempfile.TemporaryDirectory() as work:
        source, ready_made = Path(work) / "source", Path(work) / "ready.onnx"
        write_tiny(name, source)
        reference = load_reference(source)
        if with_token_types:
            onnx.save(trace_graph(reference.model, with_token_types=True), ready_made)
        origin = Origin(folder.name, "1.0.0", "made by the tests", "Apache-2.0")
        export(
            reference,
            folder,
            origin,
            "fp32",
            calibration_texts=GOLDEN,
            ready_made=ready_made if with_token_types else None,
            golden_texts=GOLDEN,
        )


def write_nan_for_one_token(folder: Path) -> None:
    """Two labels; the logits of a text with the word "poison" are NaN."""
    _write_sum_of_rows(
        folder,
        labels=["NEGATIVE", "POSITIVE"],
        special_rows=[[0, 0], [0, 0], [0.1, 0], [0, 0.1]],
        word_rows={"good": [-1, 1], "bad": [1, -1], "poison": [np.nan, np.nan]},
        golden_texts=["good", "bad bad", "", CUT_TEXT],
        temperature=1.0,
    )


def write_three_classes(folder: Path) -> None:
    """Three labels, one of them neutral, with a temperature for each kind of answer."""
    _write_sum_of_rows(
        folder,
        labels=["NEGATIVE", "NEUTRAL", "POSITIVE"],
        special_rows=[[0, 0, 0], [0, 0, 0], [0.25, 0, 0], [0, 0.25, 0]],
        word_rows={"good": [-1, 0, 1], "bad": [1, 0, -1], "parcel": [0, 2, 0.5]},
        golden_texts=["good", "bad bad", "parcel", "good parcel", "", CUT_TEXT],
        temperature=2.0,
        three_classes=ThreeClasses("NEUTRAL", temperature=0.5),
        abstain=[{"slice": "all", "threshold": 0.9, "precision": 0.97, "coverage": 0.8}],
    )


def _write_sum_of_rows(
    folder: Path,
    *,
    labels: list[str],
    special_rows: list[list[float]],
    word_rows: dict[str, list[float]],
    golden_texts: list[str],
    temperature: float,
    three_classes: ThreeClasses | None = None,
    abstain: list[dict[str, Any]] | None = None,
) -> None:
    """A model of a few kilobytes: the logits of a text are the sum of the rows of its tokens.

    special_rows: of SPECIAL_TOKENS. word_rows: of the words that the model knows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.array([*special_rows, *word_rows.values()], dtype=np.float32)
    onnx.save(_model(rows), folder / "model.onnx")
    tokenizer = _tokenizer([*SPECIAL_TOKENS, *word_rows])
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "model_type": "distilbert",
        "id2label": {str(index): label for index, label in enumerate(labels)},
        "pad_token_id": 0,
        "max_position_embeddings": MAX_TOKENS,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    answers = []
    for text in golden_texts:
        ids = tokenizer.encode(text).ids
        answers.append(
            {"text": text, "ids": ids, "logits": rows[ids].sum(axis=0).tolist(), "truncated": text == CUT_TEXT}
        )
    golden = {"probabilityTolerance": 1e-6, "answers": answers}
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    write_manifest(
        folder,
        name=folder.name,
        version="1.0.0",
        precision="fp32",
        labels=labels,
        max_tokens=MAX_TOKENS,
        batch_invariant=True,
        accuracy={"dataset": "none", "value": 0, "texts": 0},
        temperature=temperature,
        three_classes=three_classes,
        abstain=abstain,
        source="made by the tests",
        license="Apache-2.0",
    )


def _tokenizer(tokens: list[str]) -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _model(rows: np.ndarray) -> onnx.ModelProto:
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["is_token"], to=TensorProto.BOOL),
        helper.make_node("Unsqueeze", ["is_token", "last"], ["is_token_column"]),
        helper.make_node("Where", ["is_token_column", "each", "nothing"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["logits"], keepdims=0),
    ]
    initializers = [
        numpy_helper.from_array(rows, "rows"),
        numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        numpy_helper.from_array(np.array(0, dtype=np.float32), "nothing"),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", rows.shape[1]])]
    graph = helper.make_graph(nodes, "fixture", inputs, outputs, initializer=initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
