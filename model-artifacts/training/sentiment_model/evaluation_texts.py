"""The texts that measure a model, so that no training learns from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .document_texts import read_document_texts
from .identity_sets import read_identity_terms
from .slice_sentences import read_slices
from .text_sets import normal


@dataclass(frozen=True)
class EvaluationTexts:
    """What training texts are compared with."""

    sentences: frozenset[str]
    """Of the evaluation slices and the labelled documents, with the documents themselves, as `_to_key` writes them."""
    identity_term: re.Pattern[str]
    """Finds an identity term of the evaluation in a text in lower case."""

    def has_sentence(self, text: str) -> bool:
        """Whether the text is one of `sentences`, but for case and punctuation."""
        return _to_key(text) in self.sentences

    def has_identity_term(self, text: str) -> bool:
        """Whether the text holds an identity term of the evaluation as whole words, in any case."""
        return self.identity_term.search(text.lower()) is not None


def read_evaluation_texts() -> EvaluationTexts:
    """Reads `slices/`, `identity/` and the labelled documents of the service's tests."""
    sentences = [each.text for sentences in read_slices().values() for each in sentences]
    return make_evaluation_texts([*sentences, *read_document_texts()], read_identity_terms())


def make_evaluation_texts(sentences: list[str], identity_terms: list[str]) -> EvaluationTexts:
    """sentences, identity_terms: as people wrote them; at least one term."""
    longest_first = sorted({term.lower() for term in identity_terms}, key=len, reverse=True)
    alternatives = "|".join(re.escape(term) for term in longest_first)
    return EvaluationTexts(frozenset(map(_to_key, sentences)), re.compile(rf"\b(?:{alternatives})\b"))


def _to_key(text: str) -> str:
    """The letters and digits; the text itself when it has none, for example an emoji."""
    return normal(text) or text.strip()
