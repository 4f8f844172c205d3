"""Writes a model folder: what the service reads, and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime
from tqdm import tqdm

from .context_free_words import has_context_free_words
from .golden_texts import GOLDEN_TEXTS
from .probabilities import softmax
from .session import open_session, run, run_alone

if TYPE_CHECKING:
    from .reference import Reference
    from .windows import Windows

MANIFEST_FILES = ["config.json", "golden.json", "model.onnx", "tokenizer.json"]
INVARIANCE_BOUND = 1e-6
# Texts up to this length are run in batches to see whether neighbours matter.
LONGEST_ALONE_TOKENS = 64


@dataclass(frozen=True)
class ThreeClasses:
    """How a model of three labels is served, one of which is neutral."""

    neutral_label: str
    temperature: float
    """Divides served logits when all three labels are scored."""


def write_folder(
    folder: Path,
    reference: Reference,
    graph: onnx.ModelProto,
    *,
    name: str,
    version: str,
    precision: str,
    source: str,
    license: str,
    accuracy: dict[str, Any] | None = None,
    temperature: float = 1.0,
    three_classes: ThreeClasses | None = None,
    abstain: list[dict[str, Any]] | None = None,
    windows: Windows | None = None,
    languages: list[str] | None = None,
    golden_texts: list[str] = GOLDEN_TEXTS,
) -> float:
    """Writes every file of the folder. Returns the golden answers' tolerance (of a probability).

    The other parameters are those of write_manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, folder / "model.onnx")
    write_json(folder / "config.json", reference.config)
    write_tokenizer(reference, folder)
    session = open_session(folder / "model.onnx")
    tolerance = _write_golden(
        folder,
        reference,
        session,
        texts=golden_texts,
        temperature=temperature,
        three_classes=three_classes,
        is_exact=precision == "fp32",
    )
    encodings = [reference.encode(text)[0] for text in golden_texts]
    write_manifest(
        folder,
        name=name,
        version=version,
        precision=precision,
        labels=reference.labels,
        max_tokens=reference.max_tokens,
        batch_invariant=is_batch_invariant(session, reference, encodings),
        accuracy=accuracy,
        temperature=temperature,
        three_classes=three_classes,
        abstain=abstain,
        windows=windows,
        languages=languages,
        context_free_words=has_context_free_words(json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))),
        source=source,
        license=license,
    )
    return tolerance


def write_tokenizer(reference: Reference, folder: Path) -> None:
    """The tokenizer without padding: many sources pad everything to 128 tokens."""
    backend = reference.tokenizer.backend_tokenizer
    backend.no_padding()
    backend.enable_truncation(reference.max_tokens)
    (folder / "tokenizer.json").write_text(backend.to_str(pretty=True) + "\n", encoding="utf-8")


def _write_golden(
    folder: Path,
    reference: Reference,
    session: onnxruntime.InferenceSession,
    *,
    texts: list[str],
    temperature: float,
    three_classes: ThreeClasses | None,
    is_exact: bool,
) -> float:
    """Ids by the reference tokenizer, logits by PyTorch in fp32, one text a run. Returns a served score's tolerance.

    The tolerance is what the file needs on these texts here, rounded up to the next 0.01 and once more by 0.02 for
    processors that round other than this one; for fp32 (is_exact), where nothing rounds coarsely, 0.0001.
    """
    answers, differences = [], []
    for text in tqdm(texts, desc="golden answers", unit="text", leave=False):
        ids, truncated = reference.encode(text)
        logits = reference.logits(ids)
        served = run(session, [ids], reference.config["pad_token_id"])[0]
        wanted, given = (_score(reference, each, temperature, three_classes) for each in (logits, served))
        differences.append(float(np.abs(wanted - given).max()))
        answers.append({"text": text, "ids": ids, "logits": [float(x) for x in logits], "truncated": truncated})
    largest = max(differences)
    tolerance = 1e-4 if is_exact else compute_tolerance(largest)
    about = "Ids and fp32 logits by transformers and PyTorch, one text a run"
    write_golden_file(folder, answers, about=about, tolerance=tolerance, largest=largest)
    return tolerance


def compute_tolerance(largest: float) -> float:
    """The allowed difference of a golden probability of an int8 file.

    largest: the measured one. It is rounded up, with a margin for processors that round other than this one.
    """
    return round(float(np.ceil(largest * 100) / 100 + 0.02), 2)


def write_golden_file(
    folder: Path, answers: list[dict[str, Any]], *, about: str, tolerance: float, largest: float
) -> None:
    """Writes golden.json, with an answer on each line. largest: measured difference of a probability."""
    lines = ",\n".join("    " + json.dumps(answer, ensure_ascii=False) for answer in answers)
    (folder / "golden.json").write_text(
        "{\n"
        f'  "about": "{about}",\n'
        f'  "probabilityTolerance": {tolerance},\n'
        f'  "largestMeasuredDifference": {largest:.6f},\n'
        f'  "answers": [\n{lines}\n  ]\n'
        "}\n",
        encoding="utf-8",
    )


def _score(
    reference: Reference, logits: np.ndarray, temperature: float, three_classes: ThreeClasses | None
) -> np.ndarray:
    """The probabilities that the service answers for a text: with a neutral label those of both kinds of answers."""
    if three_classes is None:
        return reference.probabilities(logits / temperature)
    polarity = np.delete(logits, reference.labels.index(three_classes.neutral_label))
    return np.concatenate([softmax(polarity / temperature), softmax(logits / three_classes.temperature)])


def write_manifest(
    folder: Path,
    *,
    name: str,
    version: str,
    precision: str,
    labels: list[str],
    max_tokens: int,
    batch_invariant: bool,
    accuracy: dict[str, Any] | None,
    temperature: float,
    source: str,
    license: str,
    three_classes: ThreeClasses | None = None,
    abstain: list[dict[str, Any]] | None = None,
    windows: Windows | None = None,
    languages: list[str] | None = None,
    context_free_words: bool = False,
) -> None:
    """Writes manifest.json, with the hashes of the files that are there.

    context_free_words: whether the tokens of a text are those of its words (context_free_words.py).
    accuracy: dataset, texts and value (a share); None without a measurement.
    temperature: divides served logits; with three_classes those of the two labels that are not neutral.
    abstain: rows of slice (a kind of text), threshold, precision and coverage; the service makes no use of them.
    windows: how texts past max_tokens are read; None leaves it to the service. languages: ISO 639-1 codes.
    """
    neutral_fields: dict[str, Any] = {}
    if three_classes:
        neutral_fields["neutralLabel"] = three_classes.neutral_label
        neutral_fields["threeClassTemperature"] = three_classes.temperature
    write_json(
        folder / "manifest.json",
        {
            "name": name,
            "version": version,
            "task": "text-classification",
            "labels": labels,
            **({"languages": languages} if languages else {}),
            "maxTokens": max_tokens,
            **({"windows": _describe_windows(windows)} if windows else {}),
            "precision": precision,
            "batchInvariant": batch_invariant,
            **({"contextFreeWords": True} if context_free_words else {}),
            "temperature": temperature,
            **neutral_fields,
            "accuracy": accuracy,
            **({"abstain": abstain} if abstain else {}),
            "source": source,
            "license": license,
            "files": describe_files(folder),
        },
    )


def describe_files(folder: Path) -> dict[str, Any]:
    """The field `files` of the manifest: bytes and SHA-256 of each file of MANIFEST_FILES."""
    contents = {file: (folder / file).read_bytes() for file in MANIFEST_FILES}
    return {
        file: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for file, content in contents.items()
    }


def _describe_windows(windows: Windows) -> dict[str, Any]:
    return {
        "tokens": windows.tokens,
        "overlapTokens": windows.overlap_tokens,
        "temperature": windows.temperature,
    }


def is_batch_invariant(session: onnxruntime.InferenceSession, reference: Reference, encodings: list[list[int]]) -> bool:
    """Whether a text has the same probabilities alone and beside others, at other paddings: measured, not believed."""
    padding = reference.config["pad_token_id"]
    short = [ids for ids in encodings if len(ids) <= LONGEST_ALONE_TOKENS]
    together = reference.probabilities(run(session, short, padding))
    alone = reference.probabilities(run_alone(session, short, padding))
    return bool(np.abs(together - alone).max() <= INVARIANCE_BOUND)


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Indented, with its characters unescaped."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
