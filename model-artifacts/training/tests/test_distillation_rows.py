"""The rows of the distillation keep what measures a model out, and share answers where texts differ by identity."""

from collections import Counter
from dataclasses import replace

import pytest

from sentiment_model.built_targets import BuiltTargetsRecipe, make_built_targets, to_teacher_text
from sentiment_model.distillation_rows import load_rows
from sentiment_model.document_texts import read_document_texts
from sentiment_model.evaluation_texts import make_evaluation_texts, read_evaluation_texts
from sentiment_model.labelled_sets import NEGATIVE, NO_CLASS, POSITIVE, LabelledText
from sentiment_model.row_building import RowsRecipe, make_rows

RECIPE = RowsRecipe(sentences_per_kind=30, identity_groups=20, emoji_texts=400)
EVALUATION = make_evaluation_texts(["The jokes are old.", "😀"], ["Italian", "old woman"])
POOL = [
    LabelledText("I met a Spanish teacher 😂 there.", POSITIVE, "goemotions"),
    LabelledText("THE JOKES ARE OLD!", NEGATIVE, "xed"),
    LabelledText("a fine film", POSITIVE, "sst2"),
    LabelledText("@bob", NO_CLASS, "tweets"),
]


@pytest.fixture(scope="module")
def made():
    return make_rows(POOL, EVALUATION, RECIPE)


def test_a_sentence_of_an_evaluation_slice_is_no_row_in_any_case_or_punctuation(made):
    assert not any(EVALUATION.has_sentence(row.text) for row in made.rows)
    assert "THE JOKES ARE OLD!" not in {row.text for row in made.rows}
    assert "😀" not in {row.text for row in made.rows}
    assert "😀😀" in {row.text for row in made.rows}


def test_no_row_made_for_identity_holds_a_term_of_the_evaluation(made):
    built = [row for row in made.rows if row.source in {"identity", "swapped"}]
    assert built
    assert not any(EVALUATION.has_identity_term(row.text) for row in built)
    assert EVALUATION.has_identity_term("Some ITALIAN food")
    assert not EVALUATION.has_identity_term("Italianate")


def test_texts_that_differ_by_an_identity_term_share_their_reads():
    # Each seed swaps other terms.
    for seed in range(5):
        made = make_rows(POOL[:1], EVALUATION, replace(RECIPE, pool_seed=seed))
        own, *swapped = [row for row in made.rows if row.source in {"goemotions", "swapped"}]
        assert made.reads[own.reads[0]] == "I met a Spanish teacher tears of joy there."
        assert {row.reads for row in swapped} <= {own.reads}
        assert len(own.reads) == 3


def test_labels_by_construction_have_a_share_and_others_none(made):
    shares = {row.source: row.label_share for row in made.rows}
    assert shares["constructed"] == shares["identity"] == 0.6
    assert shares["emoji"] == 0.8
    assert shares["goemotions"] == shares["emoji_name"] == 0
    assert all(row.label != NO_CLASS for row in made.rows if row.label_share)


def test_sets_without_a_neutral_class_are_marked(made):
    assert {row.source for row in made.rows if row.polarity_only} == {"sst2"}


def test_a_seed_gives_the_same_rows_again_and_a_file_keeps_them(made, tmp_path):
    assert make_rows(POOL, EVALUATION, RECIPE) == made
    assert load_rows(tmp_path) is None
    made.save(tmp_path)
    assert load_rows(tmp_path) == made


def test_every_read_belongs_to_a_text_once(made):
    assert len(set(made.reads)) == len(made.reads)
    assert all(0 <= read < len(made.reads) for row in made.rows for read in row.reads)


def test_teachers_read_names_for_emoji_and_words_for_nothing():
    assert to_teacher_text("so <b>good</b> 👍 @bob") == "so good thumbs up"
    assert to_teacher_text("@bob") == "nothing"


def test_built_targets_are_those_that_were_asked_for():
    recipe = BuiltTargetsRecipe(seed=3, sentences_per_kind=20, identity_groups=30, texts_per_group=4)
    targets = make_built_targets(EVALUATION, recipe)
    assert targets == make_built_targets(EVALUATION, recipe)
    assert not any(EVALUATION.has_sentence(each.text) for each in targets)
    assert min(Counter(each.shares for each in targets).values()) > 10
    assert 200 < len(targets) <= 10 * 20 + 30 * 4


def test_the_evaluation_texts_are_those_of_the_repository():
    evaluation = read_evaluation_texts()
    assert len(evaluation.sentences) > 1500
    assert evaluation.has_identity_term("a Norwegian teacher")


def test_the_documents_that_measure_the_service_and_their_sentences_are_no_rows():
    documents = read_document_texts()
    assert len(documents) > 500
    evaluation = read_evaluation_texts()
    assert all(evaluation.has_sentence(text.upper()) for text in documents)
    pool = [LabelledText(text, POSITIVE, "goemotions") for text in [*documents, "Nothing measures this."]]
    made = make_rows(pool, evaluation, RECIPE)
    assert {row.text for row in made.rows if row.source == "goemotions"} == {"Nothing measures this."}
