"""Makes the calls that standard input names, a JSON line each, with the functions of a module, and prints a JSON line for each outcome.

A call: {"function": "classify", "arguments": {...}}. An outcome: {"value": ...} or {"error": {"type": ..., "message": ..., "status": ...}}.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def read_status(error: Exception) -> int | None:
    """The HTTP status that an error carries: in its response (httpx, botocore, google-cloud-language), or in a property
    (google-api-python-client) or a method (tritonclient) of its own."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return int(response["ResponseMetadata"]["HTTPStatusCode"])
    if response is not None:
        return int(response.status_code)
    code = getattr(error, "status_code", None)
    if code is not None:
        return int(code)
    status = getattr(error, "status", None)
    return int(status()) if callable(status) and str(status()).isdigit() else None


def call(function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a call. The calls of a test fail on purpose, so every exception is an outcome."""
    try:
        return {"value": function(**arguments)}
    except Exception as error:
        return {"error": {"type": type(error).__name__, "message": str(error), "status": read_status(error)}}


def main() -> None:
    module = import_module(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(call(getattr(module, request["function"]), request["arguments"])), flush=True)


main()
