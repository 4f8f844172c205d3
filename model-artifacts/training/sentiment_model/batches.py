"""Texts as padded batches of token ids, in training and without it."""

from __future__ import annotations

import random
from dataclasses import dataclass

import torch
from tqdm import tqdm
from transformers import PreTrainedModel, PreTrainedTokenizerBase

# SST-2's longest text has 66 tokens; serving cuts at 512.
MAX_TOKENS = 128
BATCHES_A_POOL = 50


@dataclass(frozen=True)
class Batch:
    """Texts of one step."""

    indices: list[int]
    """Of the texts, in the order of the rows."""
    input_ids: torch.Tensor
    """int64, texts × tokens, padded at the right."""
    mask: torch.Tensor
    """1 for tokens, 0 for padding."""


def encode(tokenizer: PreTrainedTokenizerBase, texts: list[str]) -> list[list[int]]:
    """Token ids, cut at MAX_TOKENS."""
    encodings: list[list[int]] = tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]
    return encodings


def collate(encodings: list[list[int]], indices: list[int], padding: int) -> Batch:
    """The batch of those indices."""
    longest = max(len(encodings[index]) for index in indices)
    input_ids = torch.full((len(indices), longest), padding)
    mask = torch.zeros((len(indices), longest), dtype=torch.long)
    for row, index in enumerate(indices):
        ids = encodings[index]
        input_ids[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids)] = 1
    return Batch(indices, input_ids, mask)


@torch.no_grad()
def compute_logits(
    model: PreTrainedModel,
    encodings: list[list[int]],
    padding: int,
    *,
    batch_size: int = 64,
    half: bool = False,
    title: str | None = None,
) -> torch.Tensor:
    """Logits without dropout (texts × labels) in the order of the texts; half: computed in bf16, for teachers."""
    model.eval()
    order = sorted(range(len(encodings)), key=lambda index: len(encodings[index]))
    logits = torch.empty(len(encodings), model.config.num_labels)
    starts = range(0, len(order), batch_size)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        for start in tqdm(starts, desc=title, unit="batch", mininterval=5, disable=title is None):
            batch = collate(encodings, order[start : start + batch_size], padding)
            logits[batch.indices] = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits.float()
    return logits


def make_batches(encodings: list[list[int]], batch_size: int, shuffle: random.Random) -> list[list[int]]:
    """Indices of the texts in batches of like length in random order: sorting within random pools keeps both."""
    order = list(range(len(encodings)))
    shuffle.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), batch_size * BATCHES_A_POOL):
        by_length = sorted(order[start : start + batch_size * BATCHES_A_POOL], key=lambda index: len(encodings[index]))
        batches += [by_length[at : at + batch_size] for at in range(0, len(by_length), batch_size)]
    shuffle.shuffle(batches)
    return batches
