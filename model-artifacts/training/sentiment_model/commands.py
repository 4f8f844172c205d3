"""What the commands around model folders do, as a person sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .export import PRECISIONS, Origin, export
from .golden_texts import GOLDEN_TEXTS
from .hub import pull
from .lock import Lock
from .reference import CannotServe, Reference, load_reference
from .verify import TOLERANCES, check_beside, verify

UNKNOWN_LICENSE = "see the source"


def pull_model(
    repository: str,
    *,
    into: Path,
    lock_file: Path,
    precision: str,
    revision: str | None,
    max_tokens: int | None,
    texts: Path | None,
    only_verify: bool,
    only_pinned: bool,
) -> None:
    """Fetches a repository and writes a model folder a precision: `<into>/<name>` (int8), `<into>/<name>-fp32`.

    only_verify: compares the folders that are there with what was fetched, and writes none.
    only_pinned: refuses what the lock does not pin yet.
    """
    lock = Lock(lock_file)
    pulled = pull(repository, lock, revision, only_pinned)
    reference = load_reference(pulled.folder, max_tokens)
    name = repository.rsplit("/", 1)[-1]
    for each in _list_precisions(precision):
        if only_verify:
            _verify(_get_folder(into, name, each), reference, texts)
            continue
        origin = Origin(name, pulled.revision[:12], f"{repository} at {pulled.revision}", UNKNOWN_LICENSE)
        out = _get_folder(into, name, each)
        _export(reference, out, origin, precision=each, texts=texts, ready_made=pulled.ready_made)
        lock.record(repository, pulled.revision, pulled.sha256)


def export_model(source: Path, out: Path, *, precision: str, max_tokens: int | None, texts: Path | None) -> None:
    """Writes a model folder of a transformers folder of one's own."""
    if out.resolve() == source.resolve():
        raise CannotServe(f"{out} is the source: give another --out")
    reference = load_reference(source, max_tokens)
    origin = Origin(out.resolve().name, "1.0.0", source.resolve().name, UNKNOWN_LICENSE)
    _export(reference, out.resolve(), origin, precision=precision, texts=texts, ready_made=None)


def verify_model(folder: Path, source: Path, texts: Path | None) -> None:
    """Compares a model folder with the transformers folder that it comes from."""
    _verify(folder, load_reference(source, _read_manifest(folder)["maxTokens"]), texts)


def _export(
    reference: Reference, out: Path, origin: Origin, *, precision: str, texts: Path | None, ready_made: Path | None
) -> None:
    print(export(reference, out, origin, precision, calibration_texts=_read_texts(texts), ready_made=ready_made))
    megabytes = (out / "model.onnx").stat().st_size / 1e6
    print(f"{out}: {precision}, {megabytes:.0f} MB; serve it with MODEL_DIR={out}")


def _verify(folder: Path, reference: Reference, texts: Path | None) -> None:
    if not (folder / "manifest.json").exists():
        raise CannotServe(f"{folder} is no model folder")
    found = verify(folder, reference, _read_texts(texts))
    print(f"{folder}: {found}")
    check_beside(folder, reference, _read_texts(texts))
    found.check(TOLERANCES[_read_manifest(folder)["precision"]])


def _read_manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _read_texts(file: Path | None) -> list[str]:
    """A text a line; the golden texts without a file."""
    return file.read_text(encoding="utf-8").splitlines() if file else GOLDEN_TEXTS


def _list_precisions(wanted: str) -> tuple[str, ...]:
    # fp32 first: it stands when int8 turns out to change too much.
    return PRECISIONS if wanted == "both" else (wanted,)


def _get_folder(into: Path, name: str, precision: str) -> Path:
    return into / (name if precision == "int8" else f"{name}-{precision}")
