"""Which tokenizers may be read word by word."""

import copy
import json
from pathlib import Path

import pytest

from sentiment_model.context_free_words import has_context_free_words

MODELS = Path(__file__).parents[2]


def read_tokenizer(model):
    return json.loads((MODELS / model / "tokenizer.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", ["minilm-l6-sentiment", "minilm-l3-sentiment", "minilm-l6-sst2"])
def test_the_shipped_tokenizers_have_context_free_words_and_their_manifests_say_so(model):
    assert has_context_free_words(read_tokenizer(model))
    manifest = json.loads((MODELS / model / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["contextFreeWords"] is True


def test_a_tokenizer_with_another_rule_splitter_or_model_has_none():
    shipped = read_tokenizer("minilm-l6-sentiment")
    other_rule = copy.deepcopy(shipped)
    other_rule["normalizer"]["normalizers"][0]["pattern"]["Regex"] = "not (good|bad)"
    other_splitter = {**read_tokenizer("minilm-l6-sst2"), "pre_tokenizer": {"type": "Metaspace"}}
    other_model = {**shipped, "model": {"type": "BPE"}}
    for tokenizer in (other_rule, other_splitter, other_model, {"model": None}):
        assert not has_context_free_words(tokenizer)
