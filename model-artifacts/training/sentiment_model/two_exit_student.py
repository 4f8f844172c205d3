"""The student: DistilBERT's encoder with a classifier after its last layer and a second one after an earlier layer.

Its parameters have the names of transformers' DistilBertForSequenceClassification, so that the parts of this package
that quantize and export take it apart by name. The early classifier is deep supervision (Lee et al. 2015), and makes
the first layers a model of their own.
"""

from __future__ import annotations

import copy

import torch
import torch.nn.functional as F
from transformers import DistilBertConfig, DistilBertForSequenceClassification

HIDDEN_MASK = -1e4


class _Attention(torch.nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q_lin = torch.nn.Linear(width, width)
        self.k_lin = torch.nn.Linear(width, width)
        self.v_lin = torch.nn.Linear(width, width)
        self.out_lin = torch.nn.Linear(width, width)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        texts, tokens, width = hidden.shape

        def split(each: torch.Tensor) -> torch.Tensor:
            return each.view(texts, tokens, self.heads, width // self.heads).transpose(1, 2)

        context = F.scaled_dot_product_attention(
            split(self.q_lin(hidden)), split(self.k_lin(hidden)), split(self.v_lin(hidden)), attn_mask=mask
        )
        out: torch.Tensor = self.out_lin(context.transpose(1, 2).reshape(texts, tokens, width))
        return out


class _FeedForward(torch.nn.Module):
    def __init__(self, width: int, hidden_width: int) -> None:
        super().__init__()
        self.lin1 = torch.nn.Linear(width, hidden_width)
        self.lin2 = torch.nn.Linear(hidden_width, width)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.lin2(F.relu(self.lin1(hidden)))
        return out


class _Layer(torch.nn.Module):
    def __init__(self, config: DistilBertConfig) -> None:
        super().__init__()
        self.attention = _Attention(config.dim, config.n_heads)
        self.sa_layer_norm = torch.nn.LayerNorm(config.dim, eps=1e-12)
        self.ffn = _FeedForward(config.dim, config.hidden_dim)
        self.output_layer_norm = torch.nn.LayerNorm(config.dim, eps=1e-12)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = self.sa_layer_norm(self.attention(hidden, mask) + hidden)
        out: torch.Tensor = self.output_layer_norm(self.ffn(hidden) + hidden)
        return out


class _Embeddings(torch.nn.Module):
    def __init__(self, config: DistilBertConfig) -> None:
        super().__init__()
        self.word_embeddings = torch.nn.Embedding(config.vocab_size, config.dim)
        self.position_embeddings = torch.nn.Embedding(config.max_position_embeddings, config.dim)
        self.LayerNorm = torch.nn.LayerNorm(config.dim, eps=1e-12)

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        positions = self.position_embeddings.weight[: input_ids.shape[1]]
        out: torch.Tensor = self.LayerNorm(self.word_embeddings(input_ids) + positions)
        return out


class _Encoder(torch.nn.Module):
    def __init__(self, config: DistilBertConfig) -> None:
        super().__init__()
        self.embeddings = _Embeddings(config)
        self.transformer = torch.nn.Module()
        self.transformer.layer = torch.nn.ModuleList(_Layer(config) for _ in range(config.n_layers))


class _Head(torch.nn.Module):
    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.pre_classifier = torch.nn.Linear(width, width)
        self.classifier = torch.nn.Linear(width, labels)
        for linear in (self.pre_classifier, self.classifier):
            torch.nn.init.normal_(linear.weight, std=0.02)
            torch.nn.init.zeros_(linear.bias)

    def forward(self, first_token: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.classifier(F.relu(self.pre_classifier(first_token)))
        return out


class TwoExitStudent(torch.nn.Module):
    """Answers logits (texts × labels) after `early_layers` layers and after all."""

    def __init__(self, config: DistilBertConfig, early_layers: int = 3) -> None:
        super().__init__()
        self.config = config
        self.early_layers = early_layers
        self.distilbert = _Encoder(config)
        self.early_head = _Head(config.dim, config.num_labels)
        self.head = _Head(config.dim, config.num_labels)

    def forward(self, input_ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """input_ids, mask: texts × tokens. Returns the early logits and the last ones."""
        hidden = self.distilbert.embeddings(input_ids)
        bias = ((1 - mask) * HIDDEN_MASK)[:, None, None, :].to(hidden.dtype)
        if torch.is_autocast_enabled(hidden.device.type):
            bias = bias.to(torch.get_autocast_dtype(hidden.device.type))
        early = hidden
        for number, layer in enumerate(self.distilbert.transformer.layer, start=1):
            hidden = layer(hidden, bias)
            if number == self.early_layers:
                early = hidden
        return self.early_head(early[:, 0]), self.head(hidden[:, 0])

    def to_distilbert(self, *, early: bool) -> DistilBertForSequenceClassification:
        """A transformers model of the whole student; early: of its first layers and the early classifier."""
        config = copy.deepcopy(self.config)
        config.n_layers = self.early_layers if early else self.config.n_layers
        model = DistilBertForSequenceClassification(config)
        head = "early_head" if early else "head"
        weights = {}
        for name, value in self.state_dict().items():
            if name.startswith("distilbert."):
                if not name.startswith("distilbert.transformer.layer.") or int(name.split(".")[3]) < config.n_layers:
                    weights[name] = value
            elif name.startswith(f"{head}."):
                weights[name.removeprefix(f"{head}.")] = value
        model.load_state_dict({name: value.float().cpu() for name, value in weights.items()})
        ready: DistilBertForSequenceClassification = model.eval()
        return ready
