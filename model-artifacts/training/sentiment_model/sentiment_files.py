"""From a trained student to model folders: quantization, both temperatures, figures on the dev sets, manifest."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from transformers import DistilBertConfig, DistilBertForSequenceClassification, PreTrainedTokenizerFast

from .calibrate import fit_temperature, measure_reliability
from .encoder import written_encoder
from .folder import ThreeClasses, write_folder
from .graph import build_graph
from .labelled_dev_sets import is_dev
from .labelled_sets import LABELS, NEGATIVE, NEUTRAL, POSITIVE, LabelledText, read_rows
from .quantization.integer_graph import quantize
from .quantization.plan import Activation
from .quantization.plan_by_weight import to_plan
from .quantization.recipe import QuantizationRecipe
from .quantization.statistics import make_plan
from .reference import MAX_TOKENS, Reference, to_reference
from .session import open_session, run_alone
from .sst2 import read_split
from .text_sets import half
from .three_class_figures import measure_three_classes
from .two_exit_student import TwoExitStudent
from .windows import fit_windows

CALIBRATION_TEXTS = 600
CALIBRATION_TOKENS = 128
LEAST_CALIBRATION_WORDS = 4
ABSTAIN_THRESHOLDS = (0.6, 0.7, 0.8, 0.9, 0.95)
POLAR = [NEGATIVE, POSITIVE]
LANGUAGES = ["en"]
QUANTIZATION = QuantizationRecipe(split_channels=16, second_moments=True)


@dataclass(frozen=True)
class SentimentOrigin:
    """What a manifest tells of a model of this family."""

    name: str
    version: str
    source: str
    license: str = "Apache-2.0"


@dataclass(frozen=True)
class ServedFigures:
    """Of the int8 file, each text alone, on the dev sets."""

    sets: dict[str, dict[str, Any]]
    """At both temperatures."""
    polar_rows: dict[str, int]
    """Number of positive and negative rows, by set."""
    labels_off_fp32: float
    """Share of all texts whose likeliest of three labels is another one than in fp32."""
    polarities_off_fp32: float
    """Share of all texts with another likelier polarity. Neutral texts are near even, so theirs may change."""
    polar_rows_off_fp32: float
    """The same for the polarities of the positive and negative rows alone."""
    calibration_error: float
    """Of the polarity, on the positive and negative rows of all sets."""
    three_class_calibration_error: float
    """On the sets that have neutral rows."""


def load_student(file: Path, config: DistilBertConfig, early_layers: int) -> TwoExitStudent:
    """file: a state dictionary, in any precision."""
    student = TwoExitStudent(config, early_layers)
    student.load_state_dict({name: value.float() for name, value in torch.load(file, weights_only=True).items()})
    student.eval()
    return student


def write_sentiment_folder(
    folder: Path,
    model: DistilBertForSequenceClassification,
    tokenizer: PreTrainedTokenizerFast,
    origin: SentimentOrigin,
    *,
    calibration_texts: list[str],
    dev_sets: dict[str, list[LabelledText]],
    activations: dict[str, Activation] | None = None,
    long_reviews: list[LabelledText] | None = None,
) -> ServedFigures:
    """Quantizes the model, fits its temperatures on the dev sets, and writes the folder. Returns its figures.

    activations: those of a training under quantization, by weight (`index_by_weight`). The weights are rounded to the
    nearest, as that training rounded them. None: the plan comes from the calibration texts, and GPTQ rounds.
    long_reviews: of `choose_long_reviews`, to fit the windows; None leaves the windows to the service.
    """
    reference = to_reference(model, tokenizer)
    fp32 = build_graph(written_encoder(model))
    if activations is None:
        plan = make_plan(fp32, encode_calibration_texts(reference, calibration_texts), QUANTIZATION)
    else:
        plan = to_plan(activations, fp32)
    served = quantize(fp32, plan)
    logits = {name: _run_texts(served, reference, rows) for name, rows in dev_sets.items()}
    exact = {name: _run_texts(fp32, reference, rows) for name, rows in dev_sets.items()}
    labels = {name: torch.tensor([row.label for row in rows]) for name, rows in dev_sets.items()}
    pairs, polarities = _join_polar_rows(logits, labels)
    temperature = fit_temperature(pairs, polarities)
    with_neutral = [name for name in dev_sets if (labels[name] == NEUTRAL).any() and (labels[name] != NEUTRAL).any()]
    whole = torch.cat([logits[name] for name in with_neutral])
    whole_labels = torch.cat([labels[name] for name in with_neutral])
    three_class_temperature = fit_temperature(whole, whole_labels)
    exact_pairs, _ = _join_polar_rows(exact, labels)
    every = torch.cat([logits[name] for name in dev_sets])
    every_exact = torch.cat([exact[name] for name in dev_sets])
    figures = ServedFigures(
        sets={name: measure_three_classes(logits[name], labels[name], temperature) for name in dev_sets},
        polar_rows={name: int((labels[name] != NEUTRAL).sum()) for name in dev_sets},
        labels_off_fp32=_share_off(every, every_exact),
        polarities_off_fp32=_share_off(every[:, POLAR], every_exact[:, POLAR]),
        polar_rows_off_fp32=_share_off(pairs, exact_pairs),
        calibration_error=measure_reliability(pairs, polarities, temperature).expected_calibration_error,
        three_class_calibration_error=measure_reliability(
            whole, whole_labels, three_class_temperature
        ).expected_calibration_error,
    )
    write_folder(
        folder,
        reference,
        served,
        name=origin.name,
        version=origin.version,
        precision="int8",
        source=origin.source,
        license=origin.license,
        temperature=temperature,
        three_classes=ThreeClasses(LABELS[NEUTRAL], three_class_temperature),
        windows=fit_windows(served, reference, long_reviews, temperature) if long_reviews else None,
        languages=LANGUAGES,
        abstain=[
            row for name in dev_sets for row in measure_abstentions(name, logits[name] / temperature, labels[name])
        ],
    )
    return figures


def measure_abstentions(name: str, logits: torch.Tensor, labels: torch.Tensor) -> list[dict[str, Any]]:
    """For each threshold the precision of the polarities with at least that score, and their share (coverage).

    logits: texts × 3, at the temperature of the polarity. Neutral rows are left out.
    """
    polar = labels != NEUTRAL
    if not polar.any():
        return []
    scores, answers = logits[polar][:, POLAR].softmax(-1).max(-1)
    right = (answers * POSITIVE == labels[polar]).float()
    rows = []
    for threshold in ABSTAIN_THRESHOLDS:
        answered = scores >= threshold
        if answered.any():
            rows.append(
                {
                    "slice": name,
                    "threshold": threshold,
                    "precision": round(right[answered].mean().item(), 4),
                    "coverage": round(answered.float().mean().item(), 4),
                }
            )
    return rows


def choose_calibration_texts(data: Path, sst2: Path) -> list[str]:
    """As many texts of each training set; none of a held-out or dev split."""
    choose = random.Random(0)
    files = sorted((data / "train").glob("*.tsv"))
    texts: list[str] = []
    for file in files:
        rows = [each.text for each in read_rows(file) if not is_dev(each)]
        fitting = [text for text in rows if len(text.split()) >= LEAST_CALIBRATION_WORDS]
        texts += choose.sample(fitting, min(len(fitting), CALIBRATION_TEXTS // (len(files) + 2)))
    films = [each.text for each in read_split(sst2)[0] if len(each.text.split()) >= LEAST_CALIBRATION_WORDS]
    learnt = [text for text in films if half(text)]
    texts += choose.sample(learnt, min(len(learnt), CALIBRATION_TEXTS - len(texts)))
    choose.shuffle(texts)
    return texts


def encode_calibration_texts(reference: Reference, texts: list[str]) -> list[list[int]]:
    """Token ids, cut at CALIBRATION_TOKENS."""
    return [reference.encode(text)[0][:CALIBRATION_TOKENS] for text in texts]


def _run_texts(graph: onnx.ModelProto, reference: Reference, rows: list[LabelledText]) -> torch.Tensor:
    encodings = [reference.encode(row.text)[0] for row in rows]
    session = open_session(graph.SerializeToString(), threads=2)
    return torch.from_numpy(run_alone(session, encodings, reference.config["pad_token_id"]).astype(np.float32))


def _join_polar_rows(
    logits: dict[str, torch.Tensor], labels: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor]:
    pairs = torch.cat([logits[name][labels[name] != NEUTRAL][:, POLAR] for name in logits])
    polarities = torch.cat([labels[name][labels[name] != NEUTRAL] // POSITIVE for name in logits])
    return pairs, polarities


def _share_off(one: torch.Tensor, other: torch.Tensor) -> float:
    share: float = (one.argmax(-1) != other.argmax(-1)).float().mean().item()
    return round(share, 5)


def load_tokenizer(file: Path) -> PreTrainedTokenizerFast:
    """The tokenizer of a `tokenizer.json` of this package, as transformers uses it."""
    return PreTrainedTokenizerFast(
        tokenizer_file=str(file),
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=MAX_TOKENS,
    )
