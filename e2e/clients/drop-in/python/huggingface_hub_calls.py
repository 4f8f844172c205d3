"""Calls of huggingface_hub. Only the URL and the key are those of the sentiment service."""

from typing import Any

from huggingface_hub import InferenceClient
from huggingface_hub.inference._generated.types import TextClassificationOutputElement


def to_scores(answer: list[TextClassificationOutputElement]) -> list[dict[str, Any]]:
    return [{"label": element.label, "score": element.score} for element in answer]


def classify(url: str, key: str | None, text: str | list[str], **parameters: Any) -> list[dict[str, Any]]:
    client = InferenceClient(url, token=key)
    return to_scores(client.text_classification(text, **parameters))


def classify_with_base_url(url: str, key: str | None, text: str) -> list[dict[str, Any]]:
    client = InferenceClient(base_url=url, api_key=key)
    return to_scores(client.text_classification(text))


def classify_with_model_url(url: str, key: str | None, text: str) -> list[dict[str, Any]]:
    client = InferenceClient(token=key)
    return to_scores(client.text_classification(text, model=url))
