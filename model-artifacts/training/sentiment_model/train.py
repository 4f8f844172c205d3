"""Fine-tunes the encoder on SST-2. Seeded, resumable, with a progress bar and the time left."""

from __future__ import annotations

import copy
import json
import math
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tqdm import tqdm
from transformers import AutoTokenizer, DistilBertForSequenceClassification

from .initial_weights import initial_model, source_folder
from .sst2 import Example, read_tsv, split_by_sentence

MAX_TOKENS = 128
"""SST-2's longest text has 66 tokens; serving cuts at 512."""


@dataclass(frozen=True)
class Recipe:
    seed: int = 1
    epochs: int = 3
    batch_size: int = 32
    learning_rate: float = 8e-5
    layer_decay: float = 0.9
    """Each layer below the head learns at this fraction of the one above it (Howard and Ruder 2018)."""
    weight_decay: float = 0.01
    warmup_fraction: float = 0.06
    dropout: float = 0.1
    consistency_weight: float = 0.0
    """R-Drop (Liang et al. 2021): weight of the symmetric KL divergence of two passes under dropout; 0 is off."""
    average_decay: float = 0.999
    """Exponential moving average of the weights; the average is what is kept."""
    held_out_sentences: int = 1000
    """Sentences drawn; those that a longer training text holds are not scored (see `split_by_sentence`)."""
    split_seed: int = 0
    """One split for every seed, so that averaged models never saw each other's held-out sentences."""


def train(data: Path, out: Path, recipe: Recipe) -> dict:
    """Trains one model into `out` and returns its held-out figures. Continues where an earlier call stopped.

    Fails when `out` holds the work of another recipe.
    """
    out.mkdir(parents=True, exist_ok=True)
    _claim(out, recipe)
    result_file = out / "result.json"
    if result_file.exists():
        return json.loads(result_file.read_text())
    random.seed(recipe.seed)
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    training, held_out = split_by_sentence(read_tsv(data / "train.tsv"), recipe.held_out_sentences, recipe.split_seed)
    print(f"{len(training)} training texts, {len(held_out)} held-out sentences, {asdict(recipe)}")
    encoded = _encode(tokenizer, training)

    model = initial_model(recipe.seed, recipe.dropout)
    average = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(_parameter_groups(model, recipe), fused=True)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    steps_per_epoch = math.ceil(len(training) / recipe.batch_size)
    total_steps = steps_per_epoch * recipe.epochs
    first_step, history = _resume(out, model, average, optimizer)

    step = first_step
    bar = tqdm(total=total_steps, initial=first_step, unit="step", mininterval=5)
    for epoch in range(recipe.epochs):
        batches = _bucketed_batches(encoded, recipe.batch_size, seed=recipe.seed * 1000 + epoch)
        for index, batch in enumerate(batches):
            if epoch * steps_per_epoch + index < step:
                continue
            factor = _linear_schedule(step, total_steps, recipe.warmup_fraction)
            for group, base_rate in zip(optimizer.param_groups, base_rates):
                group["lr"] = base_rate * factor
            torch.manual_seed(recipe.seed * 1_000_000 + step)
            loss = _step(model, optimizer, _collate(tokenizer, encoded, batch), recipe)
            _update_average(average, model, min(recipe.average_decay, (step + 1) / (step + 10)))
            step += 1
            bar.update(1)
            if step % 50 == 0:
                bar.set_postfix(loss=f"{loss:.3f}")
            if step % (steps_per_epoch // 2) == 0 or step == total_steps:
                figures = {
                    "step": step,
                    "last": evaluate(model, held_out),
                    "average": evaluate(average, held_out),
                }
                history.append(figures)
                bar.write(json.dumps(figures))
                _save_checkpoint(out, step, history, model, average, optimizer)
    bar.close()
    average.save_pretrained(out / "model")
    tokenizer.save_pretrained(out / "model")
    result = {**history[-1], "history": history, "finished": time.strftime("%Y-%m-%d")}
    result_file.write_text(json.dumps(result, indent=2))
    return result


def _claim(out: Path, recipe: Recipe) -> None:
    """A folder belongs to one recipe: a checkpoint must not be continued, or a result taken, under another."""
    file = out / "recipe.json"
    if not file.exists():
        file.write_text(json.dumps(asdict(recipe), indent=2))
    elif json.loads(file.read_text()) != asdict(recipe):
        raise SystemExit(f"{out} holds the work of another recipe ({file}); give another folder")


def _encode(tokenizer, examples: list[Example]) -> list[tuple[list[int], int]]:
    ids = tokenizer([example.text for example in examples], truncation=True, max_length=MAX_TOKENS)["input_ids"]
    return list(zip(ids, (example.label for example in examples)))


def _bucketed_batches(encoded, batch_size: int, seed: int) -> list[list[int]]:
    """Batches of like length in random order: sorting within random pools of 50 batches keeps both."""
    order = list(range(len(encoded)))
    shuffle = random.Random(seed)
    shuffle.shuffle(order)
    pool = batch_size * 50
    batches = []
    for start in range(0, len(order), pool):
        by_length = sorted(order[start : start + pool], key=lambda index: len(encoded[index][0]))
        batches += [by_length[at : at + batch_size] for at in range(0, len(by_length), batch_size)]
    shuffle.shuffle(batches)
    return batches


def _collate(tokenizer, encoded, batch: list[int]):
    longest = max(len(encoded[index][0]) for index in batch)
    input_ids = torch.full((len(batch), longest), tokenizer.pad_token_id)
    mask = torch.zeros((len(batch), longest), dtype=torch.long)
    for row, index in enumerate(batch):
        ids = encoded[index][0]
        input_ids[row, : len(ids)] = torch.tensor(ids)
        mask[row, : len(ids)] = 1
    return input_ids, mask, torch.tensor([encoded[index][1] for index in batch])


def _step(model, optimizer, batch, recipe: Recipe) -> float:
    input_ids, mask, labels = batch
    model.train()
    passes = 2 if recipe.consistency_weight > 0 else 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(input_ids=input_ids.repeat(passes, 1), attention_mask=mask.repeat(passes, 1)).logits
    logits = logits.float()
    loss = F.cross_entropy(logits, labels.repeat(passes))
    if passes == 2:
        first, second = F.log_softmax(logits, dim=-1).chunk(2)
        divergence = F.kl_div(first, second, reduction="batchmean", log_target=True) + F.kl_div(
            second, first, reduction="batchmean", log_target=True
        )
        loss = loss + recipe.consistency_weight * divergence / 2
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def _parameter_groups(model: DistilBertForSequenceClassification, recipe: Recipe) -> list[dict]:
    layer_count = model.config.n_layers
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("distilbert.embeddings"):
            depth = layer_count + 1
        elif name.startswith("distilbert.transformer.layer."):
            depth = layer_count - int(name.split(".")[3])
        else:
            depth = 0
        decays = parameter.ndim > 1
        groups.setdefault((depth, decays), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": recipe.learning_rate * recipe.layer_decay**depth,
            "weight_decay": recipe.weight_decay if decays else 0.0,
        }
        for (depth, decays), parameters in groups.items()
    ]


def _linear_schedule(step: int, total: int, warmup_fraction: float) -> float:
    warmup = max(1, int(total * warmup_fraction))
    return (step + 1) / warmup if step < warmup else max(0.0, (total - step) / (total - warmup))


@torch.no_grad()
def _update_average(average, model, decay: float) -> None:
    torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)


@torch.no_grad()
def logits_of(model, examples: list[Example], batch_size: int = 64) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits in fp32 without dropout (texts × labels), and the labels, in the order of the examples."""
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    encoded = _encode(tokenizer, examples)
    model.eval()
    order = sorted(range(len(encoded)), key=lambda index: len(encoded[index][0]))
    logits = torch.empty(len(encoded), model.config.num_labels)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        input_ids, mask, _ = _collate(tokenizer, encoded, batch)
        logits[batch] = model(input_ids=input_ids, attention_mask=mask).logits
    return logits, torch.tensor([example.label for example in examples])


def evaluate(model, examples: list[Example]) -> dict[str, float]:
    """Accuracy and cross-entropy (nats)."""
    logits, labels = logits_of(model, examples)
    return {
        "accuracy": round((logits.argmax(-1) == labels).float().mean().item(), 5),
        "loss": round(F.cross_entropy(logits, labels).item(), 5),
    }


def _save_checkpoint(out: Path, step: int, history, model, average, optimizer) -> None:
    partial = out / "checkpoint.partial"
    torch.save(
        {
            "step": step,
            "history": history,
            "model": model.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
        },
        partial,
    )
    partial.rename(out / "checkpoint.pt")


def _resume(out: Path, model, average, optimizer) -> tuple[int, list]:
    file = out / "checkpoint.pt"
    if not file.exists():
        return 0, []
    state = torch.load(file, weights_only=True)
    model.load_state_dict(state["model"])
    average.load_state_dict(state["average"])
    optimizer.load_state_dict(state["optimizer"])
    print(f"continues at step {state['step']}")
    return state["step"], state["history"]
