"""Tiny random classifiers, one a family, as a transformers folder each: what tests pull, export and serve."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from .golden_texts import GOLDEN_TEXTS, SHORT_TEXTS

VOCABULARY = 300
POSITIONS = 64
# Large enough that an error anywhere shows in the logits; a fresh model's are all but constant.
WEIGHT_DEVIATION = 0.35
# Golden texts of the families' folders: alphabets, blanks, emoji, spelt special tokens, one that is cut.
GOLDEN = [*SHORT_TEXTS[:40], *SHORT_TEXTS[45:62], "an excellent start, " + "and so on " * 60]


@dataclass(frozen=True)
class Tiny:
    """One classifier: its family and its labels."""

    family: str
    tokenizer: str
    """wordpiece, bpe or sentencepiece."""
    labels: list[str]
    problem_type: str | None = None
    options: dict[str, Any] = field(default_factory=dict)


_SIZES: dict[str, Any] = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 64,
}
_DEBERTA: dict[str, Any] = {
    "relative_attention": True,
    "position_buckets": 16,
    "pos_att_type": ["p2c", "c2p"],
    "share_att_key": True,
    "norm_rel_ebd": "layer_norm",
    "position_biased_input": False,
    "type_vocab_size": 0,
}
STARS = ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"]
SENTIMENT = ["NEGATIVE", "POSITIVE"]
# In the order of their ids.
WORDPIECE_TOKENS = {
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
SENTENCE_TOKENS = {
    "cls_token": "<s>",
    "pad_token": "<pad>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}

# By the name of the folder.
TINY = {
    "distilbert": Tiny(
        "distilbert", "wordpiece", SENTIMENT, options={"n_layers": 2, "n_heads": 4, "dim": 32, "hidden_dim": 64}
    ),
    "bert": Tiny("bert", "wordpiece", STARS, options=_SIZES),
    "roberta": Tiny("roberta", "bpe", ["negative", "neutral", "positive"], options=_SIZES),
    "xlm-roberta": Tiny("xlm-roberta", "sentencepiece", ["negative", "neutral", "positive"], options=_SIZES),
    "deberta-v2": Tiny("deberta-v2", "sentencepiece", SENTIMENT, options={**_SIZES, **_DEBERTA}),
    "modernbert": Tiny(
        "modernbert", "bpe", SENTIMENT, options={**_SIZES, "local_attention": 16, "global_attn_every_n_layers": 2}
    ),
    "multi-label": Tiny(
        "roberta",
        "bpe",
        ["joy", "anger", "fear", "none"],
        problem_type="multi_label_classification",
        options=_SIZES,
    ),
    "one-label": Tiny("bert", "wordpiece", ["TOXIC"], options=_SIZES),
}

_CLASSES = {
    "distilbert": "DistilBert",
    "bert": "Bert",
    "roberta": "Roberta",
    "xlm-roberta": "XLMRoberta",
    "deberta-v2": "DebertaV2",
    "modernbert": "ModernBert",
}


def write_tiny(name: str, folder: Path, seed: int = 0, safe: bool = True) -> None:
    """Writes the classifier `name` of TINY as its makers would publish it.

    safe: weights as safetensors; else as a pickle.
    """
    tiny = TINY[name]
    tokenizer = _make_tokenizer(tiny.tokenizer)
    # RoBERTa's positions begin behind its padding token.
    offset = tokenizer.pad_token_id + 1 if "roberta" in tiny.family else 0
    config = getattr(transformers, f"{_CLASSES[tiny.family]}Config")(
        vocab_size=len(tokenizer),
        max_position_embeddings=POSITIONS + offset,
        pad_token_id=tokenizer.pad_token_id,
        id2label=dict(enumerate(tiny.labels)),
        label2id={label: index for index, label in enumerate(tiny.labels)},
        problem_type=tiny.problem_type,
        **tiny.options,
    )
    torch.manual_seed(seed)
    model = getattr(transformers, f"{_CLASSES[tiny.family]}ForSequenceClassification")(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.normal_(0, WEIGHT_DEVIATION)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, safe_serialization=safe)
    tokenizer.save_pretrained(folder)


def _make_tokenizer(kind: str) -> PreTrainedTokenizerFast:
    build = {"wordpiece": _train_wordpiece, "bpe": _train_byte_level_bpe, "sentencepiece": _train_sentencepiece}[kind]
    backend, special = build()
    return PreTrainedTokenizerFast(tokenizer_object=backend, model_max_length=POSITIONS, **special)


def _train_wordpiece() -> tuple[Tokenizer, dict[str, str]]:
    special = list(WORDPIECE_TOKENS.values())
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(
        GOLDEN_TEXTS, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special)
    )
    _wrap(tokenizer, "[CLS]", "[SEP]")
    return tokenizer, WORDPIECE_TOKENS


def _train_byte_level_bpe() -> tuple[Tokenizer, dict[str, str]]:
    special = list(SENTENCE_TOKENS.values())
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY + len(alphabet), special_tokens=special, initial_alphabet=alphabet
    )
    tokenizer.train_from_iterator(GOLDEN_TEXTS, trainer)
    _wrap(tokenizer, "<s>", "</s>")
    return tokenizer, SENTENCE_TOKENS


def _train_sentencepiece() -> tuple[Tokenizer, dict[str, str]]:
    special = list(SENTENCE_TOKENS.values())
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=VOCABULARY, special_tokens=special, unk_token="<unk>")
    tokenizer.train_from_iterator(GOLDEN_TEXTS, trainer)
    _wrap(tokenizer, "<s>", "</s>")
    return tokenizer, SENTENCE_TOKENS


def _wrap(tokenizer: Tokenizer, first: str, last: str) -> None:
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (first, last)],
    )
