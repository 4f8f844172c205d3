"""The loop of a training on any device: seeded, and resumable from its checkpoint."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from .fit import Checkpoint, Model, Schedule, compute_rate_factor, group_parameters, update_average
from .tokenized_texts import TokenBatch, TokenizedTexts
from .training_folder import Figures


@dataclass(frozen=True)
class TrainingSchedule(Schedule):
    """Of one training, on a GPU too."""

    epochs: int = 2
    batch_size: int = 64
    learning_rate: float = 4e-5
    average_decay: float = 0.0
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
        texts.make_batches(schedule.batch_size, random.Random(schedule.seed * 1000 + epoch))
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
