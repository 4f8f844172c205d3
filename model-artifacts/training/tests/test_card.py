"""The card of a model in three classes shows what was measured, and says what was not."""

import copy

from sentiment_model.card import format_card
from sentiment_model.wilson import wilson_interval

MANIFEST = {
    "name": "tiny",
    "version": "0.9.0",
    "maxTokens": 512,
    "batchInvariant": True,
    "temperature": 1.8,
    "threeClassTemperature": 1.9,
    "files": {"model.onnx": {"bytes": 23_900_000}},
}
FIGURES = {
    "sets": {
        "goemotions_dev": {"polarity": 0.906, "macro_recall": 0.741, "sure_neutral": 0.2},
        "clinc150_dev": {"macro_recall": 0.999, "sure_neutral": 0.001},
        "cad_new_dev": {"polarity": 0.943},
    },
    "polar_rows": {"goemotions_dev": 2000, "clinc150_dev": 0, "cad_new_dev": 245},
    "labels_off_fp32": 0.0061,
    "polarities_off_fp32": 0.007,
    "polar_rows_off_fp32": 0.003,
    "calibration_error": 0.022,
    "three_class_calibration_error": 0.019,
    "training": {
        "rows": 638_000,
        "examples": 1_272_000,
        "epochs": 5,
        "emoji": 837,
        "teacher_targets": [180_000, 200_000],
        "layers": 6,
        "student_layers": 6,
        "quantization_aware": False,
    },
}


def make_share(count: int, total: int) -> dict:
    return {"count": count, "total": total, "share": count / total, "interval": [0.1, 0.9]}


IDENTITY = {
    "labelsOffMajority": make_share(4, 100),
    "labelsOffMajorityBound": 0.05,
    "meanChange": 0.061,
    "meanChangeBound": 0.05,
    "isMet": False,
}
EVALUATION = {
    "test": {
        "sets": {
            "xed_test": {
                "texts": 800,
                "polarity": make_share(400, 500),
                "macroRecall": 0.7,
                "sureNeutral": make_share(30, 300),
            },
            "sst2_validation": {"texts": 872, "polarity": make_share(800, 872)},
        },
        "polarityCalibrationError": {"texts": 1372, "value": 0.021},
    },
    "slices": {
        "negation": {"texts": 120, "polarity": make_share(90, 120), "macroRecall": 0.7},
        "irony": {"texts": 100, "polarity": make_share(30, 100)},
        "mixed": {"texts": 100},
    },
    "identity": {"overall": IDENTITY, "groups": {"religion": {**IDENTITY, "meanChange": 0.02, "isMet": True}}},
    "flips": {"typo": {"polarityFlips": make_share(10, 400), "bound": 0.05, "isMet": True}, "url": {}},
}


def get_rows(card: str) -> list[str]:
    return [line for line in card.splitlines() if line.startswith("|")]


def test_the_table_of_dev_sets_leaves_cells_without_a_figure_empty():
    low, high = wilson_interval(1812, 2000)
    assert get_rows(format_card(MANIFEST, FIGURES))[2:4] == [
        f"| GoEmotions: comments | 0.906 | {low:.3f} to {high:.3f} | 0.741 | 0.200 |",
        "| CLINC150: requests, all neutral |  |  | 0.999 | 0.001 |",
    ]


def test_size_version_and_changes_against_fp32_are_those_of_the_files():
    card = format_card(MANIFEST, FIGURES)
    assert "24 MB. Version 0.9.0. This is a preview." in card
    assert "0.61 % of the labels differ" in card
    assert "in 0.30 % of the positive and negative\n  rows, and in 0.70 % of all rows" in card
    assert "This is a preview" not in format_card({**MANIFEST, "version": "1.0.0"}, FIGURES)


def test_a_model_of_the_first_layers_says_so():
    figures = copy.deepcopy(FIGURES)
    figures["training"]["layers"] = 3
    card = format_card(MANIFEST, figures)
    assert "ReLU, 3 layers" in card
    assert "This file holds the first 3 of the 6 layers of a student" in card
    assert "This file holds the first" not in format_card(MANIFEST, FIGURES)


def test_quantization_aware_training_is_named_only_where_it_was_done():
    figures = copy.deepcopy(FIGURES)
    figures["training"]["quantization_aware"] = True
    assert "from training texts, quantization-aware training." in format_card(MANIFEST, figures)
    assert "from training texts, GPTQ." in format_card(MANIFEST, FIGURES)


def test_evaluation_slices_without_right_labels_have_empty_cells():
    card = format_card(MANIFEST, FIGURES, EVALUATION)
    assert "## Kinds of text\n\nSentences of this project" in card
    rows = get_rows(card)
    assert "| negation | 120 | 0.750 | 0.100 to 0.900 | 0.700 |" in rows
    assert "| mixed | 100 |  |  |  |" in rows


def test_identity_terms_are_shown_overall_and_by_group_beside_their_bounds():
    card = format_card(MANIFEST, FIGURES, EVALUATION)
    assert "at most 0.05" in card
    assert (
        "| all | 0.040 | 0.100 to 0.900 | 0.061 | no |\n| religion | 0.040 | 0.100 to 0.900 | 0.020 | yes |\n" in card
    )


def test_a_noise_that_changes_no_text_is_left_out():
    rows = get_rows(format_card(MANIFEST, FIGURES, EVALUATION))
    assert rows[-1] == "| typo | 400 | 0.025 | 0.100 to 0.900 | 0.05 | yes |"


def test_what_is_not_measured_is_said():
    assert (
        "Not measured yet: figures on the test splits, the project's own slices, identity terms, noisy copies."
        in format_card(MANIFEST, FIGURES)
    )
    slices_alone = format_card(MANIFEST, FIGURES, {"slices": EVALUATION["slices"]})
    assert "Not measured yet: figures on the test splits, identity terms, noisy copies." in slices_alone
    assert "## Noise" not in slices_alone
    assert "Not measured yet" not in format_card(MANIFEST, FIGURES, EVALUATION)


def test_batch_neighbours_that_matter_are_said():
    assert "do not change an answer" in format_card(MANIFEST, FIGURES)
    assert "change an answer a little" in format_card({**MANIFEST, "batchInvariant": False}, FIGURES)


def test_test_splits_are_shown_with_their_intervals():
    card = format_card(MANIFEST, FIGURES, EVALUATION)
    assert "(15 bins): 0.021 for the polarity.\n" in card
    assert "| XED: subtitles | 800 | 0.800 | 0.100 to 0.900 | 0.700 | 0.100 | 0.100 to 0.900 |\n" in card
    assert "| SST-2: sentences of film reviews | 872 | 0.917 | 0.100 to 0.900 |  |  |  |\n" in card


def test_fine_tuning_is_described_where_it_was_done():
    figures = copy.deepcopy(FIGURES)
    figures["training"]["fine_tuning"] = {"pairs": 26_553, "statements": 8_693}
    card = format_card(MANIFEST, figures)
    assert "the student read 26,553 pairs of texts" in card
    assert "the weights are the values of\n  their codes" in card
    assert "Fine-tuning" not in format_card(MANIFEST, FIGURES)


def test_kinds_of_text_that_are_often_wrong_are_named():
    card = format_card(MANIFEST, FIGURES, EVALUATION)
    assert "- Kinds of text whose polarity is right in less than 75 %: irony (0.30).\n" in card
    assert "Kinds of text whose" not in format_card(MANIFEST, FIGURES)
