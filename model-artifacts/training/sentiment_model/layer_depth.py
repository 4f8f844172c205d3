"""How far a parameter of a transformer is from its head, for learning rates by depth."""

from __future__ import annotations

from collections.abc import Callable


def make_depth_function(layers: int) -> Callable[[str], int]:
    """A function from a parameter's name in BERT, MPNet or DistilBERT to its distance from the head (0).

    layers: number of layers of the encoder. Its last layer has depth 1, its embeddings have `layers` + 1.
    """

    def get_depth(name: str) -> int:
        if ".embeddings." in name or "relative_attention_bias" in name:
            return layers + 1
        return layers - int(name.split(".layer.")[1].split(".", maxsplit=1)[0]) if ".layer." in name else 0

    return get_depth
