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

import torch
from tqdm import tqdm

# SST-2's longest text has 66 tokens; serving cuts at 512.
MAX_TOKENS = 128
BATCHES_A_POOL = 50
RESULT_FILE = "result.json"
CHECKPOINTS_AN_EPOCH = 4


@dataclass(frozen=True)
class Schedule:
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


@dataclass(frozen=True)
class Batch:
    indices: list[int]
    """Of the texts, in the order of the rows."""
    input_ids: torch.Tensor
    """int64, texts × tokens, padded at the right."""
    mask: torch.Tensor


def fit(
    out: Path,
    model: torch.nn.Module,
    encodings: list[list[int]],
    padding: int,
    schedule: Schedule,
    compute_loss: Callable[[torch.nn.Module, Batch], torch.Tensor],
    evaluate: Callable[[torch.nn.Module], dict],
    get_depth: Callable[[str], int],
) -> tuple[torch.nn.Module, dict]:
    """Trains on every text once an epoch and returns the model that is kept, with its figures.

    compute_loss: mean loss of a batch, under the model in training mode.
    get_depth: layers between a parameter, by its name, and the head.
    Continues from the checkpoint in `out` when there is one.
    """
    out.mkdir(parents=True, exist_ok=True)
    random.seed(schedule.seed)
    average = copy.deepcopy(model) if schedule.average_decay else model
    optimizer = torch.optim.AdamW(_parameter_groups(model, schedule, get_depth), fused=True)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    steps_an_epoch = math.ceil(len(encodings) / schedule.batch_size)
    total_steps = steps_an_epoch * schedule.epochs
    step, history = _resume(out, model, average, optimizer)
    bar = tqdm(total=total_steps, initial=step, unit="step", mininterval=5, desc=out.name)
    while step < total_steps:
        epoch, first = divmod(step, steps_an_epoch)
        for indices in _bucketed_batches(encodings, schedule, epoch)[first:]:
            factor = _linear_schedule(step, total_steps, schedule.warmup_fraction)
            for group, base_rate in zip(optimizer.param_groups, base_rates):
                group["lr"] = base_rate * factor
            torch.manual_seed(schedule.seed * 1_000_000 + step)
            model.train()
            loss = compute_loss(model, collate(encodings, indices, padding))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if average is not model:
                _update_average(average, model, min(schedule.average_decay, (step + 1) / (step + 10)))
            step += 1
            bar.update(1)
            if step % 50 == 0:
                bar.set_postfix(loss=f"{loss.item():.3f}")
            if step % max(1, steps_an_epoch // CHECKPOINTS_AN_EPOCH) == 0 or step == total_steps:
                history.append({"step": step, **evaluate(average)})
                bar.write(json.dumps(history[-1]))
                _save_checkpoint(out, step, history, model, average, optimizer)
    bar.close()
    average.eval()
    return average, {**history[-1], "history": history, "finished": time.strftime("%Y-%m-%d")}


def claim(out: Path, recipe: dict) -> dict | None:
    """The figures of a training that has ended here before; None when it is still to be done, or to be gone on with.

    A folder belongs to one recipe: a checkpoint must not be continued, or a result taken, under another.
    """
    out.mkdir(parents=True, exist_ok=True)
    file = out / "recipe.json"
    if not file.exists():
        file.write_text(json.dumps(recipe, indent=2))
    elif json.loads(file.read_text()) != json.loads(json.dumps(recipe)):
        raise SystemExit(f"{out} holds the work of another recipe ({file}); give another folder")
    result = out / RESULT_FILE
    return json.loads(result.read_text()) if result.exists() else None


def keep(out: Path, model, tokenizer, figures: dict) -> dict:
    """Writes `out`/model and, last, the figures: with them the training has ended. Returns them."""
    model.save_pretrained(out / "model")
    tokenizer.save_pretrained(out / "model")
    (out / RESULT_FILE).write_text(json.dumps(figures, indent=2))
    return figures


def encode(tokenizer, texts: list[str]) -> list[list[int]]:
    return tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]


def collate(encodings: list[list[int]], indices: list[int], padding: int) -> Batch:
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
    model, encodings: list[list[int]], padding: int, batch_size: int = 64, half: bool = False, title: str | None = None
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


def _bucketed_batches(encodings: list[list[int]], schedule: Schedule, epoch: int) -> list[list[int]]:
    """Batches of like length in random order: sorting within random pools keeps both."""
    order = list(range(len(encodings)))
    shuffle = random.Random(schedule.seed * 1000 + epoch)
    shuffle.shuffle(order)
    size = schedule.batch_size
    batches = []
    for start in range(0, len(order), size * BATCHES_A_POOL):
        by_length = sorted(order[start : start + size * BATCHES_A_POOL], key=lambda index: len(encodings[index]))
        batches += [by_length[at : at + size] for at in range(0, len(by_length), size)]
    shuffle.shuffle(batches)
    return batches


def _parameter_groups(model, schedule: Schedule, get_depth: Callable[[str], int]) -> list[dict]:
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


def _linear_schedule(step: int, total: int, warmup_fraction: float) -> float:
    warmup = max(1, int(total * warmup_fraction))
    return (step + 1) / warmup if step < warmup else max(0.0, (total - step) / (total - warmup))


@torch.no_grad()
def _update_average(average, model, decay: float) -> None:
    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)


def _save_checkpoint(out: Path, step: int, history, model, average, optimizer) -> None:
    partial = out / "checkpoint.partial"
    state = {"step": step, "history": history, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state if average is model else {**state, "average": average.state_dict()}, partial)
    partial.rename(out / "checkpoint.pt")


def _resume(out: Path, model, average, optimizer) -> tuple[int, list]:
    file = out / "checkpoint.pt"
    if not file.exists():
        return 0, []
    state = torch.load(file, weights_only=True)
    model.load_state_dict(state["model"])
    if average is not model:
        average.load_state_dict(state["average"])
    optimizer.load_state_dict(state["optimizer"])
    print(f"continues at step {state['step']}")
    return state["step"], state["history"]
