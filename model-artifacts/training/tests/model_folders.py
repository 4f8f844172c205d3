"""Tiny model folders of the service's tests."""

from pathlib import Path

FAMILIES = Path(__file__).resolve().parents[3] / "e2e" / "fixtures" / "families"
# Its logits of "good" are -0.75, 0.25 and 1; its temperatures are 2 for the polarity and 0.5 for three classes.
THREE_CLASSES = FAMILIES.parent / "three-classes"
TWO_CLASSES = FAMILIES / "distilbert"
STARS = FAMILIES / "bert"
