"""A transformers folder becomes a model folder."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from tqdm import tqdm

from .encoder import to_encoder
from .folder import write_folder
from .golden_texts import GOLDEN_TEXTS
from .graph import build_graph
from .quantization.integer_graph import quantize
from .quantization.statistics import make_plan
from .reference import CannotServe, Reference
from .session import open_session, run
from .trace import trace_graph
from .verify import TOLERANCES, Verification, verify

PRECISIONS = ("fp32", "int8")
MAX_LOGIT_DIFFERENCE = 1e-4
# Calibration texts are cut here: what the long golden texts repeat needs no recording.
CALIBRATION_TOKENS = 64
# What a header can carry: the service names the model in each answer.
NAME = re.compile(r"[\w.-]{1,64}")


@dataclass(frozen=True)
class Origin:
    """What a manifest tells of where a model comes from."""

    name: str
    version: str
    source: str
    license: str


def export(
    reference: Reference,
    out: Path,
    origin: Origin,
    precision: str,
    *,
    calibration_texts: list[str] = GOLDEN_TEXTS,
    ready_made: Path | None = None,
    golden_texts: list[str] = GOLDEN_TEXTS,
) -> Verification:
    """Writes the model folder `out`. What was there is replaced at the end, when the new one is verified.

    calibration_texts: for int8's scales; the folder is verified over them and the golden texts.
    ready_made: an fp32 ONNX file of the same weights, used when it answers what PyTorch answers.
    Raises CannotServe when no graph gives PyTorch's logits, or a precision changes more than it may.
    """
    check_target(out, origin)
    graph = checked_graph(reference, ready_made, golden_texts)
    if precision == "int8":
        encodings = [reference.encode(text)[0][:CALIBRATION_TOKENS] for text in calibration_texts]
        graph = quantize(graph, make_plan(graph, encodings))
    partial = out.with_name(f"{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    write_folder(
        partial,
        reference,
        graph,
        name=origin.name,
        version=origin.version,
        precision=precision,
        source=origin.source,
        license=origin.license,
        golden_texts=golden_texts,
    )
    verification = verify(partial, reference, list(dict.fromkeys([*golden_texts, *calibration_texts])))
    verification.check(TOLERANCES[precision])
    shutil.rmtree(out, ignore_errors=True)
    partial.rename(out)
    return verification


def check_target(out: Path, origin: Origin) -> None:
    """Raises CannotServe when `out` holds something else that writing would destroy, or cannot be a model's name."""
    if not NAME.fullmatch(origin.name):
        raise CannotServe(f"{origin.name!r} is no name for a model: 1 to 64 letters, digits, '.', '_' or '-'")
    if not out.exists():
        return
    manifest = out / "manifest.json"
    if not manifest.is_file():
        raise CannotServe(f"{out} is there and is no model folder: it is not overwritten")
    source = json.loads(manifest.read_text(encoding="utf-8")).get("source")
    if source.split(" at ")[0] != origin.source.split(" at ")[0]:
        raise CannotServe(f"{out} is the model of {source}: it is not overwritten")


def checked_graph(reference: Reference, ready_made: Path | None, texts: list[str]) -> onnx.ModelProto:
    """The fp32 graph: ready-made when it is right, else written, else traced."""
    encodings = [reference.encode(text)[0] for text in texts]
    expected = [reference.logits(ids) for ids in tqdm(encodings, desc="reference", unit="text", leave=False)]
    if ready_made is not None:
        graph = _load_whole(ready_made)
        difference = largest_difference(graph, reference, encodings, expected) if graph else float("inf")
        if graph and difference <= MAX_LOGIT_DIFFERENCE:
            print(f"fp32: {ready_made.name} of the repository, within {difference:.1e} of PyTorch's logits")
            return graph
        print(f"fp32: {ready_made.name} of the repository is off PyTorch's logits by {difference:.1e}: not used")
    encoder = to_encoder(reference.model)
    graph = build_graph(encoder) if encoder else trace_graph(reference.model)
    difference = largest_difference(graph, reference, encodings, expected)
    if difference > MAX_LOGIT_DIFFERENCE:
        raise CannotServe(f"model.onnx: the exported graph's logits are off PyTorch's by {difference:.1e}")
    print(f"fp32: {'written' if encoder else 'traced'}, within {difference:.1e} of PyTorch's logits")
    return graph


def _load_whole(ready_made: Path) -> onnx.ModelProto | None:
    """The file; None when its weights lie in other files, which the hub's cache has under other names."""
    graph = onnx.load(ready_made, load_external_data=False)
    is_whole = all(tensor.data_location != onnx.TensorProto.EXTERNAL for tensor in graph.graph.initializer)
    return graph if is_whole else None


def largest_difference(
    graph: onnx.ModelProto, reference: Reference, encodings: list[list[int]], expected: list[np.ndarray]
) -> float:
    """Of a logit, over the texts one by one; infinite when the file takes other inputs or gives another output."""
    try:
        session = open_session(graph.SerializeToString())
        actual = [run(session, [ids], reference.config["pad_token_id"])[0] for ids in encodings]
    except Exception as error:  # ONNX Runtime's errors have no common class, and a foreign file can be off in any way.
        print(f"the file cannot be run: {error}")
        return float("inf")
    if any(one.shape != other.shape for one, other in zip(actual, expected, strict=True)):
        return float("inf")
    return max(float(np.abs(one - other).max()) for one, other in zip(actual, expected, strict=True))
