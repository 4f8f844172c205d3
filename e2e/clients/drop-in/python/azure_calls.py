"""Calls of azure-ai-textanalytics. Only the URL and the key are those of the sentiment service."""

from typing import Any

from azure.ai.textanalytics import TextAnalyticsClient
from azure.core.credentials import AzureKeyCredential


def analyze(url: str, documents: list[Any], key: str, api_version: str | None = None, **options: Any) -> Any:
    """Answers and errors of documents, with the model and the statistics of the request. `options` are those of the client."""
    versions = {} if api_version is None else {"api_version": api_version}
    client = TextAnalyticsClient(url, AzureKeyCredential(key), **versions)
    seen: dict[str, Any] = {}
    results = client.analyze_sentiment(documents, raw_response_hook=lambda answer: seen.update(to_facts(answer)), **options)
    return {"documents": [to_error(each) if each.is_error else to_answer(each) for each in results], **seen}


def begin_actions(url: str, documents: list[str], key: str) -> None:
    """Asks for an analysis whose results come later."""
    TextAnalyticsClient(url, AzureKeyCredential(key)).begin_analyze_actions(documents, actions=[])


def detect_language(url: str, documents: list[str], key: str) -> None:
    """Asks for an analysis that is no sentiment."""
    TextAnalyticsClient(url, AzureKeyCredential(key)).detect_language(documents)


def to_facts(answer: Any) -> dict[str, Any]:
    return {"statistics": answer.statistics and vars(answer.statistics), "model_version": answer.model_version}


def to_error(result: Any) -> dict[str, Any]:
    return {"id": result.id, "code": result.error.code, "message": result.error.message}


def to_answer(result: Any) -> dict[str, Any]:
    return {
        "id": result.id,
        "sentiment": result.sentiment,
        "scores": to_scores(result.confidence_scores),
        "sentences": [
            {
                "text": sentence.text,
                "sentiment": sentence.sentiment,
                "scores": to_scores(sentence.confidence_scores),
                "offset": sentence.offset,
                "length": sentence.length,
            }
            for sentence in result.sentences
        ],
        "warnings": [warning.code for warning in result.warnings],
        "characters": result.statistics and result.statistics.character_count,
    }


def to_scores(scores: Any) -> dict[str, float]:
    return {"positive": scores.positive, "neutral": scores.neutral, "negative": scores.negative}
