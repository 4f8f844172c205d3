"""Gives every test of this folder the marker `torch`: they need PyTorch, transformers and the weights of MiniLM."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Leaves the files out when the marker is deselected: reading them already imports PyTorch."""
    return True if config.getoption("markexpr") == "not torch" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests before pytest selects by markers."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.torch)
