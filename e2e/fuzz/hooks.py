"""Cases that HTTP, their own sender or the model decides, not the service."""

import os

import schemathesis

UNKNOWN_HEADER = "x-schemathesis-unknown-property"
TIMEOUT_HEADER = "x-request-timeout-ms"
# Below it a client may well get the 504 that it asks for.
LEAST_TIMEOUT_MS = 1000
# The document is the same for every model. A service whose model has no neutral label refuses requests for it.
HAS_NEUTRAL_LABEL = os.environ["HAS_NEUTRAL_LABEL"] == "true"


# Of a request for the explanation of documents: far below what no schema can say (64 words).
MOST_EXPLAINED_DOCUMENTS = 10
MOST_EXPLAINED_CHARACTERS = 64


def has_unschematic_limits(body):
    """Whether a body has equal ids, or too much to explain: JSON Schema has no words for these rules."""
    documents = body.get("documents") if isinstance(body, dict) else None
    if not isinstance(documents, list):
        return False
    ids = [each["id"] for each in documents if isinstance(each, dict) and isinstance(each.get("id"), str)]
    if len(set(ids)) < len(ids):
        return True
    texts = [each["text"] for each in documents if isinstance(each, dict) and isinstance(each.get("text"), str)]
    is_long = len(documents) > MOST_EXPLAINED_DOCUMENTS or any(len(text) > MOST_EXPLAINED_CHARACTERS for text in texts)
    return body.get("explain") is True and is_long


@schemathesis.hook
def filter_case(ctx, case):
    headers = {name.lower(): str(value) for name, value in (case.headers or {}).items()}
    # A server must ignore header fields that it does not know (RFC 9110, section 5.1).
    if UNKNOWN_HEADER in headers:
        return False
    if not HAS_NEUTRAL_LABEL and isinstance(case.body, dict) and case.body.get("neutral") is True:
        return False
    if has_unschematic_limits(case.body):
        return False
    timeout = headers.get(TIMEOUT_HEADER, "")
    return not (timeout.isascii() and timeout.isdigit() and 0 < int(timeout) < LEAST_TIMEOUT_MS)
