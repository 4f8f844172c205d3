"""Calls of the REST client of kserve. Only the URL and the key are those of the sentiment service."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig


def to_headers(key: str | None) -> dict[str, str]:
    return {} if key is None else {"Authorization": f"Bearer {key}"}


def run(protocol: str, use: Callable[[InferenceRESTClient], Awaitable[Any]]) -> Any:
    """Uses a client of a protocol, v1 or v2."""

    async def use_client() -> Any:
        async with InferenceRESTClient(RESTConfig(protocol=protocol)) as client:
            return await use(client)

    return asyncio.run(use_client())


def predict(url: str, model: str, instances: list[Any], key: str | None = None) -> Any:
    return run("v1", lambda client: client.infer(url, {"instances": instances}, model, headers=to_headers(key)))


def infer(url: str, model: str, texts: list[str], key: str | None = None, is_binary: bool = False) -> dict[str, Any]:
    """The data of the outputs of a request by name."""
    tensor = InferInput("text", [len(texts)], "BYTES")
    tensor.set_data_from_numpy(np.array(texts, dtype=object), binary_data=is_binary)
    request = InferRequest(model_name=model, infer_inputs=[tensor])
    response = run("v2", lambda client: client.infer(url, request, model, headers=to_headers(key)))
    return {output.name: {"shape": output.shape, "data": output.data} for output in response.outputs}


def is_server_live(url: str, protocol: str) -> Any:
    return run(protocol, lambda client: client.is_server_live(url))


def is_server_ready(url: str, protocol: str) -> Any:
    return run(protocol, lambda client: client.is_server_ready(url))


def is_model_ready(url: str, protocol: str, model: str) -> Any:
    return run(protocol, lambda client: client.is_model_ready(url, model))
