"""One command makes the model folders from the data, and makes nothing twice."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tiny_encoders import write_tiny_bert

from sentiment_model import distillation_pool, long_reviews, make, text_sets
from sentiment_model.augment import AugmentRecipe
from sentiment_model.label_agreement import LabelAgreementRecipe
from sentiment_model.labelled_dev_sets import DEV_FILES
from sentiment_model.reference import CannotServe
from sentiment_model.sentiment_recipe import SentimentRecipe, limit_recipe
from sentiment_model.sentiment_student import SentimentStudentRecipe
from sentiment_model.sentiment_teacher import SentimentTeacherRecipe
from sentiment_model.slice_sentences import read_slices
from sentiment_model.stage_files import read_lines
from sentiment_model.text_sets import RatedText
from sentiment_model.training_loop import TrainingSchedule

LABELS = ("positive", "negative", "neutral")
LABELLED_SETS = ("cad_new", "cad_orig", "clinc150", "dynasent_r1_labelled", "goemotions", "newsmtsc", "sentfin", "xed")
UNLABELLED_SETS = ("banking77", "dynasent_r1_5of5", "dynasent_r1_3of5")
FOLDER_FILES = ["README.md", "config.json", "golden.json", "manifest.json", "model.onnx", "tokenizer.json"]
LIMIT = 12
EVALUATION_SENTENCE = read_slices()["negation"][0].text


def schedule(seed: int = 1) -> TrainingSchedule:
    return TrainingSchedule(seed=seed, epochs=1, batch_size=32, learning_rate=1e-3, evaluations=1)


RECIPE = replace(
    limit_recipe(SentimentRecipe(), LIMIT),
    label_agreement=LabelAgreementRecipe(schedule()),
    first_teachers=tuple(SentimentTeacherRecipe(schedule(seed)) for seed in (1, 2, 3)),
    second_teacher=SentimentTeacherRecipe(schedule(4)),
    augment=AugmentRecipe(variants=1),
    student=SentimentStudentRecipe(layers=2, early_layers=1, schedule=schedule()),
)


def make_text(choose: random.Random, label: str) -> str:
    word = {"positive": "lovely", "negative": "awful", "neutral": "grey"}[label]
    things = choose.sample(("the film", "a phone", "my soup", "this room", "her book", "their bus", "our team"), 3)
    return f"{things[0]} and {things[1]} looked {word} beside {things[2]} number {choose.randrange(10**6)} ."


def write_set(file: Path, choose: random.Random, labels: tuple[str, ...], first: str | None = None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [(label, make_text(choose, label if label != "?" else "neutral")) for label in labels * 12]
    if first:
        rows[0] = (rows[0][0], first)
    file.write_text("label\ttext\n" + "".join(f"{label}\t{text}\n" for label, text in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    choose = random.Random(0)
    for name in LABELLED_SETS:
        labels = LABELS[:2] if name.startswith("cad") else LABELS
        first = EVALUATION_SENTENCE if name == "goemotions" else None
        write_set(folder / "training-text" / "train" / f"{name}.tsv", choose, labels, first)
    for name in UNLABELLED_SETS:
        write_set(folder / "training-text" / "train" / f"{name}.tsv", choose, ("?",))
    for name in DEV_FILES:
        labels = {"cad": LABELS[:2], "cli": LABELS[2:]}.get(name[:3], LABELS)
        write_set(folder / "training-text" / "heldout" / f"{name}.tsv", choose, labels)
    # Each set without a dev split keeps some rows apart, by their hash: the more rows, the surer there are some.
    for name in ("sentfin", "xed"):
        write_set(folder / "training-text" / "train" / f"{name}.tsv", choose, LABELS * 8)
    for name in ("train", "validation"):
        (folder / "sst2").mkdir(exist_ok=True)
        rows = [(make_text(choose, LABELS[label ^ 1]), label) for label in (0, 1) * 60]
        (folder / "sst2" / f"{name}.tsv").write_text(
            "sentence\tlabel\n" + "".join(f"{text}\t{label}\n" for text, label in rows), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def made(data, tmp_path_factory):
    """Runs the command once. Returns its folders and a function that runs it again."""
    work, into = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("into")
    choose = random.Random(1)
    rated = {
        name: [RatedText(make_text(choose, "positive"), 2.0) for _ in range(20)]
        for name in ("tweets", "products", "editorials", "films")
    }
    encoders = make.Encoders(
        teacher=write_tiny_bert(work / "tiny-teacher", layers=1), student=write_tiny_bert(work / "tiny-student", 2)
    )
    patch = pytest.MonkeyPatch()
    for module in (text_sets, distillation_pool):
        patch.setattr(module, "rated_texts", lambda _work: rated)
    long_texts = [(" ".join(make_text(choose, label) for _ in range(60)), label == "positive") for label in LABELS[:2]]
    patch.setattr(long_reviews, "read_film_reviews", lambda _work: list(long_texts))
    patch.setattr(distillation_pool, "film_sentences", lambda _work: [make_text(choose, "neutral") for _ in range(30)])

    def run(recipe: SentimentRecipe = RECIPE) -> None:
        make.make(data, work, into, recipe=recipe, encoders=encoders)

    run()
    yield work, into, run
    patch.undo()


def test_both_folders_are_whole_and_have_three_labels(made):
    _, into, _ = made
    for name, layers in (("minilm-l6-sentiment", 2), ("minilm-l3-sentiment", 1)):
        assert sorted(file.name for file in (into / name).iterdir()) == FOLDER_FILES
        manifest = json.loads((into / name / "manifest.json").read_text())
        assert manifest["name"] == name
        assert manifest["labels"] == ["NEGATIVE", "NEUTRAL", "POSITIVE"]
        assert manifest["neutralLabel"] == "NEUTRAL"
        assert manifest["windows"]["tokens"] == 128
        assert manifest["languages"] == ["en"]
        assert json.loads((into / name / "config.json").read_text())["n_layers"] == layers
        assert f"ReLU, {layers} layers" in (into / name / "README.md").read_text()


def test_figures_are_kept_for_every_dev_set(made):
    work, _, _ = made
    figures = json.loads((work / "minilm-l6-sentiment" / "figures.json").read_text())
    assert set(figures["sets"]) == {*DEV_FILES, "sentfin_dev", "xed_dev", "sst2_dev"}
    assert figures["training"]["examples"] == len(read_lines(work / "examples.jsonl"))


def test_weights_of_the_fine_tuned_student_are_the_values_of_codes(made):
    work, _, _ = made
    student, tuned = (
        torch.load(work / file, weights_only=True) for file in ("student/student.pt", "fine-tuning/student.pt")
    )
    name = "distilbert.transformer.layer.0.attention.q_lin.weight"
    assert not torch.equal(student[name], tuned[name])
    figures = json.loads((work / "minilm-l6-sentiment" / "figures.json").read_text())
    # Only the activations of the int8 file differ from the fp32 model.
    assert figures["labels_off_fp32"] < 0.1


def test_card_tells_how_many_pairs_the_fine_tuning_read(made):
    work, into, _ = made
    training = json.loads((work / "minilm-l6-sentiment" / "figures.json").read_text())["training"]
    read = json.loads((work / "fine-tuning" / "recipe.json").read_text())["texts"]
    assert training["fine_tuning"]["pairs"] == read
    assert 0 < training["fine_tuning"]["statements"] <= LIMIT
    assert training["quantization_aware"] is True
    assert f"the student read {read} pairs of texts" in (into / "minilm-l6-sentiment" / "README.md").read_text()


def test_limit_reaches_the_fine_tuning():
    assert max(RECIPE.fine_tuning.pairs.counts.values()) <= LIMIT
    assert RECIPE.fine_tuning.statements.drawn <= LIMIT


def test_no_example_is_a_sentence_of_an_evaluation_slice(made):
    work, _, _ = made
    assert EVALUATION_SENTENCE not in {text for text, *_ in read_lines(work / "rows" / "rows.jsonl")}


def test_a_second_call_trains_and_quantizes_nothing(made):
    work, into, run = made
    kept = {
        file: file.stat().st_mtime_ns
        for file in work.rglob("*")
        if file.suffix in {".pt", ".npy", ".onnx", ".jsonl", ".safetensors"}
    }
    model = (into / "minilm-l6-sentiment" / "model.onnx").read_bytes()
    run()
    assert kept == {file: file.stat().st_mtime_ns for file in kept}
    assert (into / "minilm-l6-sentiment" / "model.onnx").read_bytes() == model


def test_an_interrupted_call_is_finished_by_the_next(made):
    work, into, run = made
    card = (into / "minilm-l3-sentiment" / "README.md").read_text()
    for file in (work / "student" / "result.json", work / "minilm-l3-sentiment" / "figures.json"):
        file.unlink()
    run()
    assert (work / "student" / "result.json").exists()
    assert (into / "minilm-l3-sentiment" / "README.md").read_text() == card


def test_measurements_that_come_later_are_added_to_the_card(made):
    work, into, run = made
    share = {"count": 90, "total": 120, "share": 0.75, "interval": [0.66, 0.82]}
    report = {"slices": {"negation": {"texts": 120, "polarity": share}}}
    (work / "minilm-l6-sentiment" / "evaluation.json").write_text(json.dumps(report))
    run()
    assert "| negation | 120 | 0.750 | 0.660 to 0.820 |" in (into / "minilm-l6-sentiment" / "README.md").read_text()


def test_a_work_folder_belongs_to_one_recipe(made):
    _, _, run = made
    with pytest.raises(SystemExit, match="another recipe"):
        run(replace(RECIPE, limit=LIMIT + 1))


def test_the_folder_of_another_model_is_not_overwritten(data, tmp_path):
    other = tmp_path / "minilm-l6-sentiment"
    other.mkdir()
    (other / "manifest.json").write_text(json.dumps({"source": "another model"}))
    with pytest.raises(CannotServe, match="not overwritten"):
        make.make(
            data, tmp_path / "work", tmp_path, recipe=RECIPE, encoders=make.Encoders(tmp_path / "no", tmp_path / "no")
        )
    assert not (tmp_path / "work").exists()
