"""Texts whose label is known without reading them: noisy copies, swapped terms of identity, built sentences."""

from .construct import constructed
from .emoji import add_emoji, emoji_examples, emoji_in_words
from .identity import swap_identity
from .identity_templates import identity_templates
from .noise import make_noisy

__all__ = [
    "add_emoji",
    "constructed",
    "emoji_examples",
    "emoji_in_words",
    "identity_templates",
    "make_noisy",
    "swap_identity",
]
