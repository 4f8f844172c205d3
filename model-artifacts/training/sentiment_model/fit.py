"""The loop that every training here runs: seeded, resumable, with a progress bar and the time left."""

from __future__ import annotations

import copy
import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from tqdm import tqdm

from .batches import Batch, collate, make_batches
from .training_folder import Figures

CHECKPOINTS_AN_EPOCH = 4
Model = TypeVar("Model", bound=torch.nn.Module)


@dataclass(frozen=True)
class Schedule:
    """Of one training."""

    seed: int = 1
    epochs: int = 3
    batch_size: int = 32
    learning_rate: float = 8e-5
    layer_decay: float = 0.9
    """Each layer below the head learns at this fraction of the one above it (Howard and Ruder 2018)."""
    weight_decay: float = 0.01
    warmup_fraction: float = 0.06
    average_decay: float = 0.999
    """Exponential moving average of the weights, which is what is kept; 0: the last weights are."""


def fit(
    out: Path,
    model: Model,
    encodings: list[list[int]],
    *,
    padding: int,
    schedule: Schedule,
    compute_loss: Callable[[Model, Batch], torch.Tensor],
    evaluate: Callable[[Model], Figures],
    get_depth: Callable[[str], int],
) -> tuple[Model, Figures]:
    """Trains on every text once an epoch and returns the model that is kept, with its figures.

    padding: token id.
    compute_loss: mean loss of a batch, under the model in training mode.
    get_depth: layers between a parameter, by its name, and the head.
    Continues from the checkpoint in `out` when there is one.
    """
    out.mkdir(parents=True, exist_ok=True)
    random.seed(schedule.seed)
    average = copy.deepcopy(model) if schedule.average_decay else model
    optimizer = torch.optim.AdamW(group_parameters(model, schedule, get_depth), fused=True)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    steps_an_epoch = math.ceil(len(encodings) / schedule.batch_size)
    total_steps = steps_an_epoch * schedule.epochs
    checkpoint = Checkpoint(out / "checkpoint.pt", model, average, optimizer)
    step, history = checkpoint.resume()
    bar = tqdm(total=total_steps, initial=step, unit="step", mininterval=5, desc=out.name)
    while step < total_steps:
        epoch, first = divmod(step, steps_an_epoch)
        shuffle = random.Random(schedule.seed * 1000 + epoch)
        for indices in make_batches(encodings, schedule.batch_size, shuffle)[first:]:
            factor = compute_rate_factor(step, total_steps, schedule.warmup_fraction)
            for group, base_rate in zip(optimizer.param_groups, base_rates, strict=True):
                group["lr"] = base_rate * factor
            torch.manual_seed(schedule.seed * 1_000_000 + step)
            model.train()
            loss = compute_loss(model, collate(encodings, indices, padding))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if average is not model:
                update_average(average, model, min(schedule.average_decay, (step + 1) / (step + 10)))
            step += 1
            bar.update(1)
            if step % 50 == 0:
                bar.set_postfix(loss=f"{loss.item():.3f}")
            if step % max(1, steps_an_epoch // CHECKPOINTS_AN_EPOCH) == 0 or step == total_steps:
                history.append({"step": step, **evaluate(average)})
                bar.write(json.dumps(history[-1]))
                checkpoint.save(step, history)
    bar.close()
    average.train(mode=False)
    return average, {**history[-1], "history": history, "finished": time.strftime("%Y-%m-%d")}


def group_parameters(
    model: torch.nn.Module, schedule: Schedule, get_depth: Callable[[str], int]
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


@dataclass(frozen=True)
class Checkpoint(Generic[Model]):
    """What a training goes on from, in one file that is there whole or not at all."""

    file: Path
    model: Model
    average: Model
    """The same object as `model` where no average is kept."""
    optimizer: torch.optim.Optimizer

    def save(self, step: int, history: list[Figures]) -> None:
        """Writes the file: the step to go on at, the figures so far, and the state of the training."""
        state = {
            "step": step,
            "history": history,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        if self.average is not self.model:
            state["average"] = self.average.state_dict()
        partial = self.file.with_name("checkpoint.partial")
        torch.save(state, partial)
        partial.rename(self.file)

    def resume(self) -> tuple[int, list[Figures]]:
        """Loads the file if there is one. Returns the step to go on at, and the figures so far."""
        if not self.file.exists():
            return 0, []
        state = torch.load(self.file, weights_only=True)
        self.model.load_state_dict(state["model"])
        if self.average is not self.model:
            self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        print(f"continues at step {state['step']}")
        return state["step"], state["history"]
