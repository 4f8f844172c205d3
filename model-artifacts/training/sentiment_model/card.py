"""Writes the model card (`README.md` of a model folder) of a model in three classes from what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .card_sections import SET_NAMES, format_sections, format_table, list_missing
from .wilson import wilson_interval

# A kind of text below this share of right polarities is named among the things that the model cannot do.
WEAK_POLARITY = 0.75
# Of sets without a dev split, and of SST-2.
KEPT_APART = {
    "sentfin": ", a part of the training split that was left out",
    "xed": ", a part of the training split that was left out",
    "sst2": "SST-2: sentences that were left out of the training",
}


def format_card(
    manifest: Mapping[str, Any], figures: Mapping[str, Any], evaluation: Mapping[str, Any] | None = None
) -> str:
    """The card as Markdown.

    manifest: of the model folder. figures: of `sentiment_folders.py`: the fields of ServedFigures, and `training`.
    evaluation: further measurements, as `format_sections` takes them.
    """
    return f"""# {manifest["name"]}

{_format_summary(manifest, figures["training"])}

`/predict` answers the polarity: POSITIVE and NEGATIVE. With `"neutral": true` it answers all three labels.

## Where it comes from

{_format_origin(manifest, figures["training"])}

## How right it is

{_format_dev_sets(figures)}

- Against its own fp32, {100 * figures["labels_off_fp32"]:.2f} % of the labels differ. The polarity differs in {100 * figures["polar_rows_off_fp32"]:.2f} % of the positive and negative
  rows, and in {100 * figures["polarities_off_fp32"]:.2f} % of all rows: the polarity of a neutral text is near even.
- Expected calibration error (15 bins): {figures["calibration_error"]:.3f} for the polarity, {figures["three_class_calibration_error"]:.3f} for three labels.
- {_format_invariance(manifest)}
- `abstain` in the manifest: precision and coverage from a score on, by dev split.

{format_sections(evaluation or {})}## What it cannot do

- Languages besides English.
- Comments that people call neutral although they hold an opinion, and the reverse: see "Sure" for GoEmotions.
{_format_weak_kinds(evaluation or {})}{_format_unmeasured(evaluation or {})}
## Make it again

    npm run model:setup
    npm run model:make -- --data <folder with training-text and sst2> --work runs --into model-artifacts
"""


def _format_summary(manifest: Mapping[str, Any], training: Mapping[str, Any]) -> str:
    megabytes = manifest["files"]["model.onnx"]["bytes"] / 1e6
    preview = " This is a preview." if manifest["version"].startswith("0.") else ""
    return f"""Sentiment of an English text: NEGATIVE, NEUTRAL or POSITIVE. DistilBERT architecture with ReLU, {training["layers"]} layers, 384 wide, 12 heads, {manifest["maxTokens"]}
tokens, int8 with fixed scales, {megabytes:.0f} MB. Version {manifest["version"]}.{preview}"""


def _format_origin(manifest: Mapping[str, Any], training: Mapping[str, Any]) -> str:
    first, second = training["teacher_targets"]
    return f"""- Start: all-MiniLM-L6-v2, with GELU replaced by ReLU, and {training["emoji"]} rows of the vocabulary for emoji. The first embedding of an emoji is
  the mean of the words of its name.
- Teachers: all-mpnet-base-v2, fine-tuned in three classes on {first:,} targets with three seeds and learning rates. A fourth one learnt
  {second:,} targets: people's labels, and the mean of the three on sentences without labels. The more judges of DynaSent agreed, the
  sharper was the target. SST-2 and film reviews have no neutral class: on them only the two polar classes were compared.
- Labels of GoEmotions, XED, NewsMTSC and CLINC150 that a model of the other half of the data found improbable were left out.
- Distillation: the mean of the teachers' answers on {training["rows"]:,} texts, and noisy copies of them (typing errors, case, punctuation,
  hashtags, emoji, numbers, places): {training["examples"]:,} in all, {training["epochs"]} epochs. Sentences with a label by construction and swapped terms of
  identity are among them.
- {_format_exits(training)}{_format_fine_tuning(training)}
- Text: the sets that [NOTICE](../../NOTICE) names. No text of their dev and test splits was learnt from, and no film sentence that shares
  six words in a row with a held-out review.
- Quantization: fixed scales from training texts, {"quantization-aware training" if training["quantization_aware"] else "GPTQ"}.
- Temperatures: {manifest["temperature"]} for the polarity, {manifest["threeClassTemperature"]} for three labels, fitted on the dev splits."""


def _format_fine_tuning(training: Mapping[str, Any]) -> str:
    fine_tuning = training.get("fine_tuning")
    if fine_tuning is None:
        return ""
    return f"""
- Fine-tuning under simulated quantization: the student read {fine_tuning["pairs"]:,} pairs of texts, and both of a pair learn one answer. A pair is a
  text and a noisy copy of it, or two neutral statements about a person that differ by an identity term ({fine_tuning["statements"]:,} pairs). Such a
  statement learns a polarity a little above even, so that its label does not depend on the term. At the end the weights are the values of
  their codes: only the activations of the int8 file differ from its fp32 model."""


def _format_exits(training: Mapping[str, Any]) -> str:
    if training["layers"] == training["student_layers"]:
        return "A second classifier after an earlier layer was trained beside. This file does not hold it."
    return f"This file holds the first {training['layers']} of the {training['student_layers']} layers of a student, and the classifier that was trained after them."


def _format_dev_sets(figures: Mapping[str, Any]) -> str:
    rows = []
    for name, each in figures["sets"].items():
        cells = [_name_dev_set(name), _format_share(each, "polarity"), "", "", ""]
        if "polarity" in each:
            total = figures["polar_rows"][name]
            low, high = wilson_interval(round(each["polarity"] * total), total)
            cells[2] = f"{low:.3f} to {high:.3f}"
        cells[3:] = [_format_share(each, "macro_recall"), _format_share(each, "sure_neutral")]
        rows.append(cells)
    about = """On dev splits, with the file that is served. They were used to choose, so the figures flatter. "Polarity": share of right answers
on positive and negative rows, with its 95 % interval. "Macro recall": mean recall of the labels that the set has. "Sure": share of
the neutral rows that get another label and a polarity score past 0.9."""
    columns = ["Dev split", "Polarity", "95 % interval", "Macro recall", "Sure"]
    return f"{about}\n\n{format_table(columns, rows)}"


def _name_dev_set(name: str) -> str:
    known = name.removesuffix("_dev")
    return SET_NAMES.get(known, "") + KEPT_APART.get(known, "") or name


def _format_share(figures: Mapping[str, Any], name: str) -> str:
    return f"{figures[name]:.3f}" if name in figures else ""


def _format_invariance(manifest: Mapping[str, Any]) -> str:
    if manifest["batchInvariant"]:
        return "Batch neighbours do not change an answer (`batchInvariant` in the manifest)."
    return "Batch neighbours change an answer a little (`batchInvariant` in the manifest)."


def _format_weak_kinds(evaluation: Mapping[str, Any]) -> str:
    weak = {
        kind: each["polarity"]["share"]
        for kind, each in evaluation.get("slices", {}).items()
        if "polarity" in each and each["polarity"]["share"] < WEAK_POLARITY
    }
    kinds = ", ".join(f"{kind} ({share:.2f})" for kind, share in sorted(weak.items(), key=lambda item: item[1]))
    return (
        f"- Kinds of text whose polarity is right in less than {100 * WEAK_POLARITY:.0f} %: {kinds}.\n" if kinds else ""
    )


def _format_unmeasured(evaluation: Mapping[str, Any]) -> str:
    missing = list_missing(evaluation)
    return f"- Not measured yet: figures on {', '.join(missing)}.\n" if missing else ""
