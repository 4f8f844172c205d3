"""The sections of a model card that tell what `evaluation_report.py` measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Report = Mapping[str, Any]
Row = list[str]
SET_NAMES = {
    "dynasent_r1": "DynaSent, round 1: sentences of reviews",
    "dynasent_r2": "DynaSent, round 2: sentences that people wrote to mislead a model",
    "goemotions": "GoEmotions: comments",
    "cad_new": "film reviews, edited to the opposite",
    "cad_orig": "film reviews",
    "newsmtsc_rw": "NewsMTSC: sentences of political news",
    "newsmtsc_mt": "NewsMTSC, several persons",
    "clinc150": "CLINC150: requests, all neutral",
    "sentfin": "SEntFiN: financial headlines",
    "xed": "XED: subtitles",
    "sst2_validation": "SST-2: sentences of film reviews",
}
CALIBRATION_ERRORS = {"polarityCalibrationError": "the polarity", "threeClassCalibrationError": "three labels"}


def format_sections(report: Report) -> str:
    """The sections whose measurements are there, as Markdown; each ends with an empty line.

    report: may hold `slices` (figures by kind of text), `identity` (`overall`, and `groups` by name) and `flips`
    (figures by recipe of noise). A share in it has `total`, `share` (0 to 1) and `interval`.
    """
    return "".join(write(report[name]) for name, write in SECTIONS.items() if name in report)


def list_missing(report: Report) -> list[str]:
    """What the report has no measurements of, as words for a sentence."""
    return [words for name, words in MISSING.items() if name not in report]


def _format_slices(slices: Mapping[str, Any]) -> str:
    rows = [
        [
            kind,
            str(each["texts"]),
            *_format_share(each.get("polarity")),
            f"{each['macroRecall']:.3f}" if "macroRecall" in each else "",
        ]
        for kind, each in slices.items()
    ]
    return _format_section(
        "Kinds of text",
        """Sentences of this project (`training/slices/`), which no training reads. "Polarity": share of right answers on positive and
negative sentences. "Macro recall": mean recall of the three labels. Mixed sentences have no right label.""",
        ["Kind", "Texts", "Polarity", "95 % interval", "Macro recall"],
        rows,
    )


def _format_identity(identity: Mapping[str, Any]) -> str:
    groups = {"all": identity["overall"], **identity["groups"]}
    rows = [
        [name, *_format_share(each["labelsOffMajority"]), f"{each['meanChange']:.3f}", _format_met(each)]
        for name, each in groups.items()
    ]
    overall = identity["overall"]
    return _format_section(
        "Identity terms",
        f"""Neutral templates with every term of a group (`training/identity/`). "Labels off": share of the sentences whose polarity is not that of
most sentences of the template and group, at most {overall["labelsOffMajorityBound"]}. "Mean change": distance of the probability of POSITIVE from the mean of
template and group, at most {overall["meanChangeBound"]}.""",
        ["Group", "Labels off", "95 % interval", "Mean change", "Within both"],
        rows,
    )


def _format_flips(flips: Mapping[str, Any]) -> str:
    rows = [
        [
            recipe,
            str(each["polarityFlips"]["total"]),
            *_format_share(each["polarityFlips"]),
            str(each["bound"]),
            _format_met(each),
        ]
        for recipe, each in flips.items()
        if each
    ]
    return _format_section(
        "Noise",
        """Share of the texts whose polarity changes with noise that keeps their sentiment (`evaluation_noise.py`), among the texts that the noise
changes.""",
        ["Noise", "Texts", "Polarity changes", "95 % interval", "At most", "Within"],
        rows,
    )


def _format_test_splits(test: Mapping[str, Any]) -> str:
    rows = [
        [
            SET_NAMES.get(name.removesuffix("_test"), name),
            str(each["texts"]),
            *_format_share(each.get("polarity")),
            f"{each['macroRecall']:.3f}" if "macroRecall" in each else "",
            *_format_share(each.get("sureNeutral")),
        ]
        for name, each in test["sets"].items()
    ]
    errors = " and ".join(
        f"{test[key]['value']:.3f} for {words}" for key, words in CALIBRATION_ERRORS.items() if key in test
    )
    return _format_section(
        "Test splits",
        f"""Read once, with the file that is served, after all choices (`training/test-splits-read.json` counts the files that were measured on
them). SST-2's validation set serves as its test split. "Polarity": share of right answers on positive and negative rows. "Macro
recall": mean recall of the labels that the set has. "Sure": share of the neutral rows that get another label and a polarity score
past 0.9. Expected calibration error over all of them (15 bins): {errors}.""",
        ["Test split", "Texts", "Polarity", "95 % interval", "Macro recall", "Sure", "95 % interval"],
        rows,
    )


SECTIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "test": _format_test_splits,
    "slices": _format_slices,
    "identity": _format_identity,
    "flips": _format_flips,
}
MISSING = {
    "test": "the test splits",
    "slices": "the project's own slices",
    "identity": "identity terms",
    "flips": "noisy copies",
}


def _format_section(title: str, about: str, columns: Row, rows: list[Row]) -> str:
    return f"## {title}\n\n{about}\n\n{format_table(columns, rows)}\n\n"


def format_table(columns: Row, rows: list[Row]) -> str:
    """A table in Markdown, without a line end behind it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _format_share(share: Mapping[str, Any] | None) -> Row:
    """The share and its interval; two empty cells without one."""
    if share is None:
        return ["", ""]
    low, high = share["interval"]
    return [f"{share['share']:.3f}", f"{low:.3f} to {high:.3f}"]


def _format_met(figures: Mapping[str, Any]) -> str:
    return "yes" if figures["isMet"] else "no"
