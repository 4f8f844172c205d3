"""One request to the hub: when it is sent again, and why it fails, in a sentence."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

ATTEMPTS = 3
PAUSE_SECONDS = 1
CACHE_ERRORS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "the cache cannot be written",
    errno.EROFS: "the cache cannot be written",
}
# In this order: the first are subclasses of later ones.
REFUSALS = (
    (GatedRepoError, "its owners must let you in first, and HF_TOKEN must be yours"),
    (RevisionNotFoundError, "the hub does not know this revision"),
    (EntryNotFoundError, "the hub does not have this file"),
    (RepositoryNotFoundError, "the hub does not have it, or HF_TOKEN is missing, expired or of another account"),
    (HFValidationError, "is no repository; owner/name is one"),
)
Answer = TypeVar("Answer")


class HubError(Exception):
    """Why nothing was pulled, in a sentence."""


def request(name: str, send: Callable[[], Answer]) -> Answer:
    """Sends a request to the hub, again when the connection breaks, and returns the answer.

    name: the repository or the file that it asks for.
    Raises HubError with the reason when the hub refuses it, or after the last attempt.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return send()
        except (HFValidationError, OSError) as error:  # Those of requests and of the hub are OSErrors.
            refusal = _find_refusal(error)
            if refusal is None and attempt == ATTEMPTS:
                refusal = _describe_break(error)
            if refusal is not None:
                raise HubError(f"{name}: {refusal}") from error
            if not isinstance(error, HfHubHTTPError):
                print(f"{name}: the connection broke; tries again")
        time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


def _find_refusal(error: Exception) -> str | None:
    """Why asking again would not help; None when it may."""
    # Says that the file is not in the cache either; an EntryNotFoundError all the same.
    if isinstance(error, LocalEntryNotFoundError):
        return None
    for kind, reason in REFUSALS:
        if isinstance(error, kind):
            return reason
    status = _get_status(error)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"the hub refuses HF_TOKEN (HTTP {status}); it may have expired"
    if status is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
        return f"the hub answered HTTP {status}"
    return CACHE_ERRORS.get(error.errno) if isinstance(error, OSError) and error.errno is not None else None


def _describe_break(error: Exception) -> str:
    if isinstance(error, LocalEntryNotFoundError):
        return "the hub cannot be reached"
    if isinstance(error, HfHubHTTPError):
        return f"the hub answered HTTP {_get_status(error)}"
    return f"the connection to the hub broke {ATTEMPTS} times ({type(error).__name__})"


def _get_status(error: Exception) -> int | None:
    """The status that the hub answered with; None when it did not answer."""
    if not isinstance(error, HfHubHTTPError) or error.response is None:
        return None
    return error.response.status_code
