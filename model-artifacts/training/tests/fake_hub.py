"""A hub on this machine: the routes that huggingface_hub asks for one repository, and the ways in which they fail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlparse

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class FakeHub:
    folder: Path
    """Of the repository's files."""
    repository: str = "somebody/tiny"
    token: str | None = None
    """Asked for when there is one."""
    breaks: dict[str, int] = field(default_factory=dict)
    """Bytes after which the connection breaks, by file; each breaks once."""
    unlisted: set[str] = field(default_factory=set)
    """Files that are listed and not there."""
    revisions: set[str] = field(default_factory=lambda: {"main", COMMIT})
    """What it knows; all are the one commit."""
    is_gated: bool = False
    is_down: bool = False
    served: list[tuple[str, int]] = field(default_factory=list)
    """File and first byte of every download that was asked for."""
    url: str = ""


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()


def _handler(hub: FakeHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_) -> None:
            pass

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, with_body: bool) -> None:
            path = urlparse(self.path).path
            prefix = f"/{hub.repository}/resolve/{COMMIT}/"
            if hub.is_down:
                self._say(503, {"error": "down"})
            elif path.startswith("/cdn/"):
                self._file(path.removeprefix("/cdn/"), with_body)
            elif hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
                self._say(401, {"error": "Invalid credentials"}, message="Invalid credentials in Authorization header")
            elif path.startswith(f"/api/models/{hub.repository}/revision/"):
                self._describe(path.rsplit("/", 1)[-1])
            elif path.startswith(prefix):
                self._resolve(path.removeprefix(prefix))
            else:
                self._say(404, {"error": "Repository not found"}, code="RepoNotFound")

        def _describe(self, revision: str) -> None:
            if revision not in hub.revisions:
                self._say(404, {"error": "Revision not found"}, code="RevisionNotFound")
                return
            files = [
                file.relative_to(hub.folder).as_posix() for file in sorted(hub.folder.rglob("*")) if file.is_file()
            ]
            siblings = [{"rfilename": file} for file in [*files, *hub.unlisted]]
            self._say(200, {"id": hub.repository, "sha": COMMIT, "siblings": siblings, "private": False})

        def _resolve(self, file: str) -> None:
            if hub.is_gated:
                self._say(403, {"error": "gated"}, code="GatedRepo")
            elif not (hub.folder / file).is_file():
                self._say(404, {"error": "Entry not found"}, code="EntryNotFound")
            else:
                self._redirect(file)

        def _redirect(self, file: str) -> None:
            # Large files live elsewhere, as on the real hub: what the redirect says counts, not what follows it.
            self.send_response(302)
            self._describe_file(file)
            self.send_header("Location", f"{hub.url}/cdn/{file}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _file(self, file: str, with_body: bool) -> None:
            content = (hub.folder / file).read_bytes()
            start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            self.send_response(206 if start else 200)
            self._describe_file(file)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            if not with_body:
                return
            hub.served.append((file, start))
            end = hub.breaks.pop(file, None)
            self.wfile.write(content[start:end])
            if end is not None:
                self.close_connection = True

        def _describe_file(self, file: str) -> None:
            content = (hub.folder / file).read_bytes()
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("X-Linked-Size", str(len(content)))
            self.send_header("X-Linked-Etag", f'"{hashlib.sha256(content).hexdigest()}"')
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')

        def _say(self, status: int, content: dict, code: str | None = None, message: str | None = None) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if code:
                self.send_header("X-Error-Code", code)
            if message:
                self.send_header("X-Error-Message", message)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

    return Handler
