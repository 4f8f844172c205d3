"""What a manifest says of a model."""

import json

import pytest

from sentiment_model.folder import MANIFEST_FILES, ThreeClasses, write_manifest


@pytest.fixture
def folder(tmp_path):
    for file in MANIFEST_FILES:
        (tmp_path / file).write_text(file)
    return tmp_path


def write(folder, **fields):
    write_manifest(
        folder,
        name="tiny",
        version="1.0.0",
        precision="fp32",
        labels=["NEGATIVE", "NEUTRAL", "POSITIVE"],
        max_tokens=8,
        batch_invariant=True,
        accuracy=None,
        temperature=1.5,
        source="made by the tests",
        license="Apache-2.0",
        **fields,
    )
    return json.loads((folder / "manifest.json").read_text())


def test_a_manifest_declares_a_neutral_label_with_the_temperature_of_three_classes(folder):
    rows = [{"slice": "all", "threshold": 0.9, "precision": 0.97, "coverage": 0.8}]
    manifest = write(folder, three_classes=ThreeClasses("NEUTRAL", temperature=1.2), abstain=rows)
    assert (manifest["temperature"], manifest["threeClassTemperature"]) == (1.5, 1.2)
    assert manifest["neutralLabel"] == "NEUTRAL"
    assert manifest["abstain"] == rows


def test_a_manifest_without_a_neutral_label_has_none_of_its_fields(folder):
    manifest = write(folder)
    assert {"neutralLabel", "threeClassTemperature", "abstain"}.isdisjoint(manifest)
