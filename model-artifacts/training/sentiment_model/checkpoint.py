"""The checkpoint of a training, from which an interrupted training goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch

from .training_folder import Figures

Model = TypeVar("Model", bound=torch.nn.Module)


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
