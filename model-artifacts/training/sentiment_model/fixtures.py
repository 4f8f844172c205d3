"""What the service's tests read: a model whose token "poison" gives NaN, a tiny random one a family, a tokenizer."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from .export import Origin, export
from .folder import write_manifest
from .normalization_fixture import write_text_normalization
from .reference import load_reference
from .tiny import GOLDEN, TINY, write_tiny
from .trace import trace_graph

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "poison"]
ROWS = np.array([[0, 0], [0, 0], [0.1, 0], [0, 0.1], [-1, 1], [1, -1], [np.nan, np.nan]], dtype=np.float32)
LABELS = ["NEGATIVE", "POSITIVE"]
MAX_TOKENS = 32


def write_fixtures(into: Path) -> None:
    """Writes `nan-for-one-token`, `families/<name>` and `text-normalization` below `into`."""
    write_nan_for_one_token(into / "nan-for-one-token")
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
    """A few kilobytes: sums a row a token."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_model(), folder / "model.onnx")
    tokenizer = _tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "model_type": "distilbert",
        "id2label": {str(index): label for index, label in enumerate(LABELS)},
        "pad_token_id": 0,
        "max_position_embeddings": MAX_TOKENS,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    answers = []
    for text in ["good", "bad bad", "", "good " * 40]:
        ids = tokenizer.encode(text).ids
        answers.append(
            {"text": text, "ids": ids, "logits": ROWS[ids].sum(axis=0).tolist(), "truncated": text.count(" ") > 30}
        )
    golden = {"probabilityTolerance": 1e-6, "answers": answers}
    (folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    write_manifest(
        folder,
        name="nan-for-one-token",
        version="1.0.0",
        precision="fp32",
        labels=LABELS,
        max_tokens=MAX_TOKENS,
        batch_invariant=True,
        accuracy={"dataset": "none", "value": 0, "texts": 0},
        temperature=1.0,
        source="made by the tests",
        license="Apache-2.0",
    )


def _tokenizer() -> Tokenizer:
    vocabulary = {token: index for index, token in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _model() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["is_token"], to=TensorProto.BOOL),
        helper.make_node("Unsqueeze", ["is_token", "last"], ["is_token_column"]),
        helper.make_node("Where", ["is_token_column", "each", "nothing"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["logits"], keepdims=0),
    ]
    initializers = [
        numpy_helper.from_array(ROWS, "rows"),
        numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        numpy_helper.from_array(np.array(0, dtype=np.float32), "nothing"),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LABELS)])]
    graph = helper.make_graph(nodes, "fixture", inputs, outputs, initializer=initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
