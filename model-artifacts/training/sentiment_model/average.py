"""Averages fine-tunings of the same start in weight space (Wortsman et al. 2022): one model, no extra cost a text."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import DistilBertForSequenceClassification


def average_models(folders: list[Path]) -> DistilBertForSequenceClassification:
    """The mean of the models in `folders`, in evaluation mode."""
    models = [DistilBertForSequenceClassification.from_pretrained(folder).eval() for folder in folders]
    mean = models[0]
    states = [model.state_dict() for model in models]
    mean.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return mean
