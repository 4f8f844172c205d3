"""Calls of the Comprehend client of boto3. Only the URL and the key are those of the sentiment service."""

from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config


def call(url: str, operation: str, arguments: dict[str, Any], name: str | None = None, key: str | None = None) -> Any:
    """The answer of an operation, such as `detect_sentiment`, with the headers of the answer. Without a name, requests are not signed."""
    config = Config(signature_version=UNSIGNED) if name is None else None
    client = boto3.client(
        "comprehend",
        endpoint_url=url,
        region_name="eu-central-1",
        aws_access_key_id=name,
        aws_secret_access_key=key,
        config=config,
    )
    answer = getattr(client, operation)(**arguments)
    metadata = answer.pop("ResponseMetadata")
    return {"answer": answer, "request_id": metadata["RequestId"], "headers": metadata["HTTPHeaders"]}
