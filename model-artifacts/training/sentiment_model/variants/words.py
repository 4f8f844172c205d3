"""Lists of words written as text."""

from __future__ import annotations


def read_words(words: str) -> list[str]:
    """The words between the blanks and line ends of the text."""
    return words.split()
