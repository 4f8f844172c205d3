"""Quantization-aware training in three classes uses the same rounding as the int8 files of both classifiers."""

from dataclasses import dataclass, replace

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.processors import TemplateProcessing
from transformers import DistilBertConfig

from sentiment_model.encoder import written_encoder
from sentiment_model.graph import build_graph
from sentiment_model.labelled_sets import NEGATIVE, POSITIVE, LabelledText
from sentiment_model.quantization.integer_graph import quantize
from sentiment_model.quantization.plan import Plan
from sentiment_model.quantization.plan_by_weight import index_by_weight, to_plan
from sentiment_model.quantization.recipe import QuantizationRecipe
from sentiment_model.quantization.statistics import make_plan
from sentiment_model.sentiment_quantization_aware import (
    PairedTexts,
    SentimentQuantizationAwareRecipe,
    compute_kept_share,
    compute_paired_loss,
    simulate_quantization,
    to_rounded_student,
    train_sentiment_under_quantization,
)
from sentiment_model.session import open_session, run_alone
from sentiment_model.training_loop import TrainingSchedule
from sentiment_model.two_exit_student import TwoExitStudent

WORDS = [f"w{number}" for number in range(1_300)]
SPECIAL = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3}
IDS = [[2, *np.random.default_rng(row).integers(4, 1_300, 4 + row % 9).tolist(), 3] for row in range(32)]
RECIPE = SentimentQuantizationAwareRecipe()
WANTED = torch.tensor([[-1.0, 0.0, 2.0], [0.5, 1.5, -2.0]])
NO_FLATTENING = torch.zeros(2)


@dataclass(frozen=True)
class Setting:
    student: TwoExitStudent
    plan: Plan


def write_graph(student: TwoExitStudent, *, early: bool) -> onnx.ModelProto:
    return build_graph(written_encoder(student.to_distilbert(early=early)))


@pytest.fixture(scope="module")
def setting() -> Setting:
    torch.manual_seed(0)
    config = DistilBertConfig(
        vocab_size=1_304, max_position_embeddings=32, n_layers=2, n_heads=4, dim=32, hidden_dim=64,
        activation="relu", dropout=0.0, attention_dropout=0.0, seq_classif_dropout=0.0, num_labels=3,
    )  # fmt: skip
    student = TwoExitStudent(config, early_layers=1).eval()
    for head in (student.head, student.early_head):
        torch.nn.init.normal_(head.pre_classifier.weight, std=0.5)
        torch.nn.init.normal_(head.classifier.weight, std=1.0)
    plan = make_plan(write_graph(student, early=False), IDS, QuantizationRecipe(split_channels=4))
    return Setting(student, plan)


@torch.no_grad()
def compute_logits(student: TwoExitStudent) -> tuple[np.ndarray, np.ndarray]:
    """Early and last."""
    answers = [student(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.int64)) for ids in IDS]
    early, last = (torch.cat(each).numpy() for each in zip(*answers, strict=True))
    return early, last


def run_int8(setting: Setting, student: TwoExitStudent, *, early: bool) -> np.ndarray:
    activations = index_by_weight(setting.plan, write_graph(setting.student, early=False))
    fp32 = write_graph(student, early=early)
    served = quantize(fp32, to_plan(activations, fp32))
    return run_alone(open_session(served.SerializeToString()), IDS, padding=0)


@pytest.mark.parametrize("early", [True, False])
def test_simulated_quantization_answers_what_the_int8_file_answers(setting: Setting, early: bool) -> None:
    simulated = compute_logits(simulate_quantization(setting.student, setting.plan))[0 if early else 1]
    exact = compute_logits(setting.student)[0 if early else 1]
    served = run_int8(setting, setting.student, early=early)
    assert np.abs(served - exact).mean() > 1e-3
    assert np.abs(served - simulated).mean() < 0.1 * np.abs(served - exact).mean()


@pytest.mark.parametrize("early", [True, False])
def test_rounded_student_gets_the_codes_that_the_training_saw(setting: Setting, early: bool) -> None:
    rounded = to_rounded_student(simulate_quantization(setting.student, setting.plan))
    before, after = (run_int8(setting, each, early=early) for each in (setting.student, rounded))
    assert np.abs(before - after).max() < 1e-4


def test_int8_file_is_nearer_to_the_rounded_student_than_to_the_student_before(setting: Setting) -> None:
    rounded = to_rounded_student(simulate_quantization(setting.student, setting.plan))
    served = run_int8(setting, rounded, early=False)
    to_rounded, to_former = (np.abs(served - compute_logits(each)[1]).mean() for each in (rounded, setting.student))
    assert to_rounded < 0.9 * to_former


def test_gradient_reaches_every_product_but_not_the_embedding_table(setting: Setting) -> None:
    model = simulate_quantization(setting.student, setting.plan)
    early, last = model(torch.tensor([IDS[5]]), torch.ones(1, len(IDS[5]), dtype=torch.int64))
    (early[0, 0] + last[0, 2]).backward()
    products = [each for name, each in model.named_parameters() if name.endswith("original")]
    assert len(products) == 12
    assert all(each.grad is not None and each.grad.abs().max() > 0 for each in products)
    assert model.distilbert.embeddings.word_embeddings.weight.grad is None


def test_loss_is_zero_when_both_copies_get_the_target() -> None:
    loss = compute_paired_loss(WANTED, WANTED, targets=WANTED, flattening=NO_FLATTENING, recipe=RECIPE)
    assert loss.abs() < 1e-6


def test_loss_grows_with_the_difference_between_a_text_and_its_noisy_copy() -> None:
    noisy = WANTED + torch.tensor([0.0, 0.0, 1.0])
    inconsistent, consistent = (
        compute_paired_loss(
            WANTED,
            noisy,
            targets=WANTED,
            flattening=NO_FLATTENING,
            recipe=replace(RECIPE, consistency_weight=weight),
        )
        for weight in (1.0, 0.0)
    )
    assert inconsistent > consistent > 0


def test_loss_draws_the_polarity_of_a_neutral_text_towards_even() -> None:
    logits = WANTED[1:].clone().requires_grad_(True)
    compute_paired_loss(logits, WANTED[1:], targets=WANTED[1:], flattening=torch.ones(1), recipe=RECIPE).backward()
    assert logits.grad is not None
    # A step against the gradient lowers NEGATIVE, the likelier polarity here, relative to POSITIVE.
    assert logits.grad[0, NEGATIVE] > logits.grad[0, POSITIVE]


def test_kept_share_falls_with_the_neutral_share_and_the_exponent_to_its_least() -> None:
    logits = torch.tensor([[-4.0, -6.0, 6.0], [-1.0, 1.0, 1.0], [-1.0, 1.0, 1.0], [-1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])
    share = compute_kept_share(logits, torch.tensor([2.0, 1.0, 2.0, 0.0, 9.0]), replace(RECIPE, least_kept_share=0.2))
    assert share[0] > 0.99
    assert torch.allclose(share[1:], torch.tensor([0.5, 0.25, 1.0, 0.2]))


def make_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({**SPECIAL, **{word: 4 + index for index, word in enumerate(WORDS)}}, "[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", SPECIAL["[CLS]"]), ("[SEP]", SPECIAL["[SEP]"])]
    )
    return tokenizer


def test_training_lowers_the_loss_on_its_texts_and_is_not_repeated(setting: Setting, tmp_path) -> None:
    texts = [f"w{row} w{row + 40} w{2 * row + 100}" for row in range(32)]
    targets = torch.tensor([[3.0, 0.0, -3.0], [-3.0, 0.0, 3.0]]).repeat(16, 1)
    examples = PairedTexts(texts, [f"{text} w1000" for text in texts], targets, torch.zeros(32))
    labels = [NEGATIVE, POSITIVE] * 16
    dev_sets = {"known": [LabelledText(text, label, "test") for text, label in zip(texts, labels, strict=True)]}

    def train(epochs: int) -> dict:
        schedule = TrainingSchedule(epochs=epochs, batch_size=8, learning_rate=3e-3, evaluations=2)
        return train_sentiment_under_quantization(
            tmp_path,
            setting.student,
            setting.plan,
            tokenizer=make_tokenizer(),
            examples=examples,
            dev_sets=dev_sets,
            recipe=replace(RECIPE, schedule=schedule),
        )

    figures = train(10)
    assert figures["known"]["polarity"] > 0.9
    assert figures["known (early)"]["polarity"] > 0.9
    weights = torch.load(tmp_path / "student.pt", weights_only=True)
    assert weights.keys() == setting.student.state_dict().keys()
    written = (tmp_path / "student.pt").stat().st_mtime_ns
    assert train(10) == figures
    assert (tmp_path / "student.pt").stat().st_mtime_ns == written
    with pytest.raises(SystemExit, match="another recipe"):
        train(11)
