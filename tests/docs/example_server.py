"""A server on a loopback socket that answers as the document's examples do, or with one of its errors."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

PATH = "/chat/completions"


class Examples:
    """The examples of the one operation, read from the document without the generator."""

    def __init__(self, document: Path) -> None:
        operation = yaml.safe_load(document.read_text(encoding="utf-8"))["paths"][PATH]["post"]
        self.request: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["example"]
        answers = operation["responses"]
        self.answer: dict[str, Any] = answers["200"]["content"]["application/json"]["example"]
        self.chunk: dict[str, Any] = answers["200"]["content"]["text/event-stream"]["example"]["data"]
        self.errors: dict[tuple[int, str], Any] = {}
        """By status and name; the name is empty for a lone example."""
        for status, answer in answers.items():
            if status != "200":
                content = answer["content"]["application/json"]
                named = {name: item["value"] for name, item in content.get("examples", {}).items()}
                known = named or {"": content["example"]}
                self.errors.update({(int(status), name): value for name, value in known.items()})

    @property
    def text(self) -> str:
        """What the model says."""
        text: str = self.answer["choices"][0]["message"]["content"]
        return text

    def stream(self) -> bytes:
        """The answer as server-sent events, a word each, between comments, up to the end mark."""
        words = self.text.split(" ")
        pieces = [word + " " for word in words[:-1]] + [words[-1]]
        chunks = [self._chunk({"role": "assistant", "content": piece}, None) for piece in pieces]
        chunks.append(self._chunk({}, "stop"))
        events = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks)
        return f": OPENROUTER PROCESSING\n\n{events}data: [DONE]\n\n".encode()

    def _chunk(self, delta: dict[str, Any], end: str | None) -> dict[str, Any]:
        return {**self.chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}


class ExampleServer:
    """Answers with the examples; with `failing` set to a status and an example's name, with that error."""

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self.failing: tuple[int, str] | None = None
        self.requests: list[tuple[dict[str, str], Any]] = []
        """Headers, their names in lower case, and body of each request."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/v1"

    def answer(self, target: str, body: Any) -> tuple[int, str, bytes]:
        """Status, media type and body."""
        if target != f"/api/v1{PATH}":
            return 404, "text/plain", b"no such path"
        if self.failing is not None:
            return self.failing[0], "application/json", json.dumps(self.examples.errors[self.failing]).encode()
        if body.get("stream"):
            return 200, "text/event-stream", self.examples.stream()
        return 200, "application/json", json.dumps(self.examples.answer).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                owner.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status, media_type, content = owner.answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Retry-After-Ms", "0")  # so that nobody waits for a retry
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
