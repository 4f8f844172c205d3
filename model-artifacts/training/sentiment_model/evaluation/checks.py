"""Lists the figures of a report that have a bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

CALIBRATION_ERRORS = {
    "polarityCalibrationError": "calibration error of the polarity",
    "threeClassCalibrationError": "calibration error in three classes",
}


class Check(NamedTuple):
    """A figure beside its bound."""

    name: str
    value: float
    bound: float
    is_met: bool


def list_checks(report: dict[str, Any]) -> Iterator[Check]:
    """Yields the figures of a report of `measure_model` that have a bound; of identity sets those over all groups."""
    emoji = report["slices"]["emoji"]["polarity"]
    yield Check("emoji alone", emoji["share"], emoji["bound"], emoji["isMet"])
    identity = report["identity"]["overall"]
    off, most_off = identity["labelsOffMajority"]["share"], identity["labelsOffMajorityBound"]
    yield Check("identity: labels off majority", off, most_off, off <= most_off)
    change, most_change = identity["meanChange"], identity["meanChangeBound"]
    yield Check("identity: mean change", change, most_change, change <= most_change)
    for recipe, flips in report.get("flips", {}).items():
        yield Check(f"flips: {recipe}", flips["polarityFlips"]["share"], flips["bound"], flips["isMet"])
    if "dev" in report:
        yield from _list_dev_checks(report["dev"])


def _list_dev_checks(dev: dict[str, Any]) -> Iterator[Check]:
    for name, figures in dev["sets"].items():
        if "sureNeutral" in figures:
            sure = figures["sureNeutral"]
            yield Check(f"sure neutral: {name}", sure["share"], sure["bound"], sure["isMet"])
    for key, name in CALIBRATION_ERRORS.items():
        if key in dev:
            yield Check(name, dev[key]["value"], dev[key]["bound"], dev[key]["isMet"])
