"""Calls of the clients of Google Cloud Natural Language. Only the address and the key are those of the sentiment service."""

from typing import Any

import httplib2
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import language_v1, language_v2
from googleapiclient.discovery import Resource, build

MODULES = {"v1": language_v1, "v2": language_v2}


def connect(url: str, version: str, key: str | None) -> Any:
    """A client of google-cloud-language over REST. Its default is gRPC."""
    options = ClientOptions(api_endpoint=url, api_key=key)
    credentials = AnonymousCredentials() if key is None else None
    return MODULES[version].LanguageServiceClient(transport="rest", credentials=credentials, client_options=options)


def analyze(url: str, version: str, content: str, key: str | None = None, **request: Any) -> dict[str, Any]:
    """The answer of google-cloud-language as JSON. `request` has the other fields of the request."""
    document = {"type_": "PLAIN_TEXT", "content": content, **request.pop("document", {})}
    client = connect(url, version, key)
    answer = client.analyze_sentiment(request={"document": document, **request})
    return type(answer).to_dict(answer)


def call_method(url: str, method: str, content: str) -> None:
    """Calls another method of google-cloud-language, such as `analyze_entities`."""
    document = {"type_": "PLAIN_TEXT", "content": content}
    getattr(connect(url, "v2", None), method)(document=document)


def discover(url: str, version: str, key: str | None) -> Resource:
    """A client of google-api-python-client, which has the description of the API in its package. The key goes into the URL."""
    http = httplib2.Http() if key is None else None
    return build("language", version, http=http, developerKey=key, client_options={"api_endpoint": url})


def analyze_by_discovery(
    url: str, version: str, body: dict[str, Any], key: str | None = None, method: str = "analyzeSentiment"
) -> dict[str, Any]:
    """The answer of google-api-python-client to a method of documents, with the headers of the answer."""
    headers: dict[str, str] = {}
    request = getattr(discover(url, version, key).documents(), method)(body=body)
    request.add_response_callback(headers.update)
    return {"answer": request.execute(), "headers": headers}
