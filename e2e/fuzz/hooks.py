"""Cases that HTTP or their own sender decides, not the service."""

import schemathesis

UNKNOWN_HEADER = "x-schemathesis-unknown-property"
TIMEOUT_HEADER = "x-request-timeout-ms"
# Below it a client may well get the 504 that it asks for.
LEAST_TIMEOUT_MS = 1000


@schemathesis.hook
def filter_case(ctx, case):
    headers = {name.lower(): str(value) for name, value in (case.headers or {}).items()}
    # A server must ignore header fields that it does not know (RFC 9110, section 5.1).
    if UNKNOWN_HEADER in headers:
        return False
    timeout = headers.get(TIMEOUT_HEADER, "")
    return not (timeout.isascii() and timeout.isdigit() and 0 < int(timeout) < LEAST_TIMEOUT_MS)
