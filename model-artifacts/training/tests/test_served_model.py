"""A model folder answers in Python as the service does: the same classes at the temperatures of the manifest."""

import json
import shutil

import pytest

from model_folders import STARS, THREE_CLASSES, TWO_CLASSES
from sentiment_model.evaluation.served_model import NoSentimentLabelsError, ServedModel


def test_the_polarity_has_its_own_temperature():
    assert ServedModel(THREE_CLASSES).answer(["good"]).positive == pytest.approx([0.7058], abs=1e-4)


def test_three_classes_have_their_own_temperature():
    assert ServedModel(THREE_CLASSES).answer(["good"]).classes[0] == pytest.approx([0.0241, 0.1780, 0.7979], abs=1e-4)


def test_answers_stand_in_the_order_of_the_texts():
    answers = ServedModel(THREE_CLASSES).answer(["bad bad", "parcel", "good"])
    assert list(answers.is_positive) == [False, True, True]
    assert list(answers.class_labels) == [0, 1, 2]
    assert answers.polarity_scores == pytest.approx([0.8933, 0.5312, 0.7058], abs=1e-4)


def copy_with(folder, **changes):
    """A copy of the tiny folder whose manifest says something else."""
    shutil.copytree(THREE_CLASSES, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | changes))
    return folder


def test_classes_stand_in_the_order_of_the_package_whatever_the_folder_says(tmp_path):
    folder = copy_with(tmp_path / "turned", labels=["POSITIVE", "NEUTRAL", "NEGATIVE"])
    answers = ServedModel(folder).answer(["good"])
    assert answers.positive == pytest.approx([1 - 0.7058], abs=1e-4)
    assert answers.classes[0] == pytest.approx([0.7979, 0.1780, 0.0241], abs=1e-4)


def test_a_model_of_two_labels_has_no_classes():
    answers = ServedModel(TWO_CLASSES).answer(["good"])
    assert answers.classes is None
    assert answers.class_labels is None


def test_a_long_text_is_cut_as_the_manifest_says(tmp_path):
    # Two of the three tokens are special ones.
    model = ServedModel(copy_with(tmp_path / "short", maxTokens=3))
    assert model.answer(["good bad"]).positive == model.answer(["good"]).positive


def test_a_model_with_other_labels_is_refused_by_their_names():
    with pytest.raises(NoSentimentLabelsError, match="1 star, 2 stars"):
        ServedModel(STARS)
