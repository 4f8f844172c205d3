"""Texts as token ids on the device of a training, and their batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch

BATCHES_A_POOL = 50
# Of one batch, padding included, unless a training names another number. A batch of long texts holds fewer texts.
MAX_BATCH_TOKENS = 16_384


@dataclass(frozen=True)
class TokenBatch:
    """Texts of one step."""

    indices: torch.Tensor
    """Of the texts, in the order of the rows; int64 on the device."""
    input_ids: torch.Tensor
    """int64, texts × tokens, padded at the right."""
    mask: torch.Tensor
    """int64: 1 for tokens, 0 for padding."""


class TokenizedTexts:
    """Token ids of many texts, end to end in one tensor on the device.

    A batch is gathered there: a list of lists costs more time than a step of a small model on a GPU.
    """

    def __init__(self, encodings: Sequence[Sequence[int]], padding: int, device: torch.device) -> None:
        self.lengths = [len(ids) for ids in encodings]
        self.padding = padding
        self.device = device
        flat = torch.tensor([token for ids in encodings for token in ids] + [padding], dtype=torch.int32)
        lengths = torch.tensor(self.lengths)
        self._flat = flat.to(device)
        self._lengths = lengths.to(device)
        self._starts = (lengths.cumsum(0) - lengths).to(device)

    def __len__(self) -> int:
        return len(self.lengths)

    def collate(self, indices: list[int]) -> TokenBatch:
        """The batch of those texts."""
        longest = max(self.lengths[index] for index in indices)
        rows = torch.tensor(indices).to(self.device, non_blocking=True)
        columns = torch.arange(longest, device=self.device)
        inside = columns < self._lengths[rows].unsqueeze(1)
        places = torch.where(inside, self._starts[rows].unsqueeze(1) + columns, len(self._flat) - 1)
        return TokenBatch(rows, self._flat[places].long(), inside.long())

    def make_batches(
        self, batch_size: int, shuffle: random.Random, *, max_batch_tokens: int = MAX_BATCH_TOKENS
    ) -> list[list[int]]:
        """Indices of all texts in batches of like length in random order: sorting within random pools keeps both."""
        order = list(range(len(self)))
        shuffle.shuffle(order)
        batches: list[list[int]] = []
        for start in range(0, len(order), batch_size * BATCHES_A_POOL):
            batches += self._cut(order[start : start + batch_size * BATCHES_A_POOL], batch_size, max_batch_tokens)
        shuffle.shuffle(batches)
        return batches

    def make_sorted_batches(self, batch_size: int) -> list[list[int]]:
        """Indices of all texts in batches from the longest to the shortest."""
        return self._cut(list(range(len(self))), batch_size, MAX_BATCH_TOKENS)[::-1]

    def _cut(self, indices: list[int], batch_size: int, max_batch_tokens: int) -> list[list[int]]:
        batches: list[list[int]] = []
        batch: list[int] = []
        for index in sorted(indices, key=lambda each: self.lengths[each]):
            if batch and (len(batch) == batch_size or (len(batch) + 1) * self.lengths[index] > max_batch_tokens):
                batches.append(batch)
                batch = []
            batch.append(index)
        return [*batches, batch] if batch else batches


def choose_device() -> torch.device:
    """CUDA where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
