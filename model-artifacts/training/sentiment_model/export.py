"""A transformers folder becomes a model folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from tqdm import tqdm

from .encoder import encoder_of
from .folder import open_session, run, write_folder
from .golden_texts import GOLDEN_TEXTS
from .graph import build_graph
from .quantize import quantize
from .reference import CannotServe, Reference
from .trace import trace_graph
from .verify import TOLERANCES, Verification, verify

PRECISIONS = ("int8", "fp32")
MAX_LOGIT_DIFFERENCE = 1e-4
CALIBRATION_TOKENS = 64
"""Calibration texts are cut here: what the long golden texts repeat needs no recording."""
LARGEST_FILE_BYTES = 2**31 - 1
"""Protocol buffers end here."""


@dataclass(frozen=True)
class Origin:
    name: str
    version: str
    source: str
    license: str


def export(
    reference: Reference,
    out: Path,
    origin: Origin,
    precision: str,
    calibration_texts: list[str] = GOLDEN_TEXTS,
    ready_made: Path | None = None,
    golden_texts: list[str] = GOLDEN_TEXTS,
) -> Verification:
    """Writes the model folder `out`. What was there is replaced at the end, when the new one is verified.

    calibration_texts: for int8's scales; the folder is verified over them and the golden texts.
    ready_made: an fp32 ONNX file of the same weights, used when it answers what PyTorch answers.
    Raises CannotServe when no graph gives PyTorch's logits, or a precision changes more than it may.
    """
    graph = checked_graph(reference, ready_made, golden_texts)
    if precision == "int8":
        encodings = [reference.encode(text)[0][:CALIBRATION_TOKENS] for text in calibration_texts]
        graph = quantize(graph, encodings)
    if graph.ByteSize() > LARGEST_FILE_BYTES:
        raise CannotServe("model.onnx: would be larger than 2 GiB, the most that one ONNX file holds; use int8")
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


def checked_graph(reference: Reference, ready_made: Path | None, texts: list[str]) -> onnx.ModelProto:
    """The fp32 graph: ready-made when it is right, else written, else traced."""
    encodings = [reference.encode(text)[0] for text in texts]
    expected = [reference.logits(ids) for ids in tqdm(encodings, desc="reference", unit="text", leave=False)]
    if ready_made is not None:
        graph = onnx.load(ready_made)
        difference = largest_difference(graph, reference, encodings, expected)
        if difference <= MAX_LOGIT_DIFFERENCE:
            print(f"fp32: {ready_made.name} of the repository, within {difference:.1e} of PyTorch's logits")
            return graph
        print(f"fp32: {ready_made.name} of the repository is off PyTorch's logits by {difference:.1e}: not used")
    encoder = encoder_of(reference.model)
    graph = build_graph(encoder) if encoder else trace_graph(reference.model)
    difference = largest_difference(graph, reference, encodings, expected)
    if difference > MAX_LOGIT_DIFFERENCE:
        raise CannotServe(f"model.onnx: the exported graph's logits are off PyTorch's by {difference:.1e}")
    print(f"fp32: {'written' if encoder else 'traced'}, within {difference:.1e} of PyTorch's logits")
    return graph


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
    if any(one.shape != other.shape for one, other in zip(actual, expected)):
        return float("inf")
    return max(float(np.abs(one - other).max()) for one, other in zip(actual, expected))
