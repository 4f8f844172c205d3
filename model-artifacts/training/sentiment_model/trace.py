"""Exports what `graph.py` cannot write (DeBERTa, ModernBERT, other activations) by tracing PyTorch's run."""

from __future__ import annotations

import io
import warnings
from typing import Any, cast

import onnx
import torch
from transformers import PreTrainedModel

from .graph import OPSET

INPUT_NAMES = ["input_ids", "attention_mask"]
TOKEN_TYPES = "token_type_ids"


class _Logits(torch.nn.Module):
    """The inputs by position and the one output: what a trace can follow."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor | None = None
    ) -> torch.Tensor:
        types = {} if token_type_ids is None else {TOKEN_TYPES: token_type_ids}
        logits: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask, **types).logits
        return logits


def trace_graph(model: PreTrainedModel, with_token_types: bool = False) -> onnx.ModelProto:
    """The same inputs and output as `build_graph`. The model must have been loaded with eager attention.

    with_token_types: one input more, `token_type_ids`, as the usual exporters give BERT.
    """
    # Two texts of different lengths: a trace of one would keep the branch that has nothing to mask.
    example_ids = torch.randint(0, model.config.vocab_size, (2, 9), generator=torch.Generator().manual_seed(0))
    mask = torch.ones_like(example_ids)
    mask[1, 5:] = 0
    names = [*INPUT_NAMES, TOKEN_TYPES] if with_token_types else INPUT_NAMES
    example = (example_ids, mask, torch.zeros_like(mask))[: len(names)]
    file = io.BytesIO()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        # A wrapper is in training mode until told otherwise, and the export follows the wrapper: dropout and all.
        torch.onnx.export(
            _Logits(model).eval(),
            example,
            # Without `dynamo` a file object is taken too.
            cast(Any, file),
            input_names=names,
            output_names=["logits"],
            dynamic_axes={**{name: {0: "batch", 1: "length"} for name in names}, "logits": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(file.getvalue())
