"""The loop of a training on any device: seeded, and resumable from its checkpoint."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .checkpoint import Checkpoint, Model
from .tokenized_texts import MAX_BATCH_TOKENS, TokenBatch, TokenizedTexts
from .training_folder import Figures


@dataclass(frozen=True)
class TrainingSchedule:
    """Of one training, on a CPU or GPU."""

    seed: int = 1
    epochs: int = 2
    batch_size: int = 64
    max_batch_tokens: int = MAX_BATCH_TOKENS
    """Of one batch, padding included."""
    learning_rate: float = 4e-5
    layer_decay: float = 0.9
    """Each layer below the head learns at this fraction of the one above it (Howard and Ruder 2018)."""
    weight_decay: float = 0.01
    warmup_fraction: float = 0.06
    average_decay: float = 0.0
    """Exponential moving average of the weights, and its weights are kept; 0: the last weights are."""
    seconds_between_checkpoints: float = 300.0
    evaluations: int = 4
    """In the whole training."""


def run_training(
    out: Path,
    model: Model,
    texts: TokenizedTexts,
    *,
    schedule: TrainingSchedule,
    compute_loss: Callable[[Model, TokenBatch], torch.Tensor],
    evaluate: Callable[[Model], Figures],
    get_depth: Callable[[str], int],
) -> tuple[Model, Figures]:
    """Trains on every text once an epoch and returns the model that is kept, with its figures.

    model: on the device of the texts.
    compute_loss: mean loss of a batch, under the model in training mode.
    get_depth: layers between a parameter, by its name, and the head.
    Continues from the checkpoint in `out` when there is one.
    """
    out.mkdir(parents=True, exist_ok=True)
    average = copy.deepcopy(model) if schedule.average_decay else model
    optimizer = torch.optim.AdamW(group_parameters(model, schedule, get_depth), fused=True)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    epochs = [
        texts.make_batches(
            schedule.batch_size, random.Random(schedule.seed * 1000 + epoch), max_batch_tokens=schedule.max_batch_tokens
        )
        for epoch in range(schedule.epochs)
    ]
    batches = [batch for epoch in epochs for batch in epoch]
    checkpoint = Checkpoint(out / "checkpoint.pt", model, average, optimizer)
    step, history = checkpoint.resume()
    between_evaluations = max(1, len(batches) // schedule.evaluations)
    saved = started = time.monotonic()
    first = step
    while step < len(batches):
        factor = compute_rate_factor(step, len(batches), schedule.warmup_fraction)
        for group, base_rate in zip(optimizer.param_groups, base_rates, strict=True):
            group["lr"] = base_rate * factor
        torch.manual_seed(schedule.seed * 1_000_000 + step)
        model.train()
        loss = compute_loss(model, texts.collate(batches[step]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if average is not model:
            update_average(average, model, min(schedule.average_decay, (step + 1) / (step + 10)))
        step += 1
        if step % 500 == 0:
            pace = (step - first) / (time.monotonic() - started)
            left = (len(batches) - step) / pace
            print(f"{out.name}: step {step} of {len(batches)}, loss {loss.item():.3f}, {left:.0f} s left", flush=True)
        if step % between_evaluations == 0 or step == len(batches):
            history.append({"step": step, **evaluate(average)})
            print(f"{out.name}: {json.dumps(history[-1])}", flush=True)
        if time.monotonic() - saved > schedule.seconds_between_checkpoints or step == len(batches):
            checkpoint.save(step, history)
            saved = time.monotonic()
    average.train(mode=False)
    return average, {**history[-1], "history": history, "finished": time.strftime("%Y-%m-%d")}


def group_parameters(
    model: torch.nn.Module, schedule: TrainingSchedule, get_depth: Callable[[str], int]
) -> list[dict[str, Any]]:
    """Parameters for the optimizer, with a learning rate by depth and weight decay for matrices alone."""
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault((get_depth(name), parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": schedule.learning_rate * schedule.layer_decay**depth,
            "weight_decay": schedule.weight_decay if decays else 0.0,
        }
        for (depth, decays), parameters in groups.items()
    ]


def compute_rate_factor(step: int, total: int, warmup_fraction: float) -> float:
    """Of the learning rate at a step: linear warm-up, then linear decay to 0."""
    warmup = max(1, int(total * warmup_fraction))
    return (step + 1) / warmup if step < warmup else max(0.0, (total - step) / (total - warmup))


@torch.no_grad()
def update_average(average: torch.nn.Module, model: torch.nn.Module, decay: float) -> None:
    """Moves the average towards the model by the share 1 - decay."""
    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)
