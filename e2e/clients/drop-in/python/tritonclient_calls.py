"""Calls of tritonclient over HTTP. Only the address and the key are those of the sentiment service."""

from typing import Any

import numpy as np
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput, InferResult


def to_headers(key: str | None) -> dict[str, str] | None:
    return None if key is None else {"Authorization": f"Bearer {key}"}


def to_json(value: Any) -> Any:
    """An element of an array: text, number or boolean. A binary answer has bytes for text."""
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, np.generic) else value


def read_output(result: InferResult, output: dict[str, Any]) -> dict[str, Any]:
    """An output of an answer, as the user of the client gets it: an array."""
    array = result.as_numpy(output["name"])
    return {
        "datatype": output["datatype"],
        "shape": list(array.shape),
        "data": [to_json(value) for value in array.flatten()],
    }


def probe(address: str, model: str) -> dict[str, Any]:
    with InferenceServerClient(address) as client:
        return {
            "live": client.is_server_live(),
            "ready": client.is_server_ready(),
            "model_ready": client.is_model_ready(model),
            "version_ready": client.is_model_ready(model, "1"),
        }


def describe(address: str, model: str) -> dict[str, Any]:
    with InferenceServerClient(address) as client:
        return {
            "server": client.get_server_metadata(),
            "model": client.get_model_metadata(model),
            "repository": client.get_model_repository_index(),
        }


def infer(
    address: str,
    model: str,
    texts: list[str],
    shape: list[int],
    key: str | None = None,
    tensor: dict[str, Any] | None = None,
    outputs: list[dict[str, Any]] | None = None,
    name: str = "text",
    **options: Any,
) -> dict[str, Any]:
    """The outputs of a request by name.

    `tensor` are options of set_data_from_numpy, `outputs` the arguments of InferRequestedOutput, `options` those of infer.
    """
    tensor_input = InferInput(name, shape, "BYTES")
    tensor_input.set_data_from_numpy(np.array(texts, dtype=object).reshape(shape), **(tensor or {}))
    requested = None if outputs is None else [InferRequestedOutput(**output) for output in outputs]
    with InferenceServerClient(address) as client:
        result = client.infer(model, [tensor_input], outputs=requested, headers=to_headers(key), **options)
    return {output["name"]: read_output(result, output) for output in result.get_response()["outputs"]}
