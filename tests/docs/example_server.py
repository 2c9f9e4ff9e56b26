"""A local server that responds with the document's examples, or with one of its errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from tests.support.loopback_server import LoopbackServer, Request, Response

PATH = "/chat/completions"


class Examples:
    """The examples of the one operation, read from the document without the generator."""

    def __init__(self, document: Path) -> None:
        operation = yaml.safe_load(document.read_text(encoding="utf-8"))["paths"][PATH]["post"]
        self.request: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["example"]
        responses = operation["responses"]
        self.response: dict[str, Any] = responses["200"]["content"]["application/json"]["example"]
        self.chunk: dict[str, Any] = responses["200"]["content"]["text/event-stream"]["example"]["data"]
        self.errors: dict[tuple[int, str], Any] = {}
        """Error bodies by status and name; the name is empty for a single unnamed example."""
        for status, response in responses.items():
            if status != "200":
                content = response["content"]["application/json"]
                named = {name: item["value"] for name, item in content.get("examples", {}).items()}
                known = named or {"": content["example"]}
                self.errors.update({(int(status), name): value for name, value in known.items()})

    @property
    def text(self) -> str:
        """The text of the model's message."""
        text: str = self.response["choices"][0]["message"]["content"]
        return text

    def stream(self) -> bytes:
        """The response as server-sent events: a comment, a chunk for each word, and the end marker."""
        words = self.text.split(" ")
        parts = [word + " " for word in words[:-1]] + [words[-1]]
        chunks = [self._chunk({"role": "assistant", "content": part}, None) for part in parts]
        chunks.append(self._chunk({}, "stop"))
        events = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks)
        return f": OPENROUTER PROCESSING\n\n{events}data: [DONE]\n\n".encode()

    def _chunk(self, delta: dict[str, Any], end: str | None) -> dict[str, Any]:
        return {**self.chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}


class ExampleServer(LoopbackServer):
    """Responds with the examples, or with the error that `failing` selects by status and name."""

    def __init__(self, examples: Examples) -> None:
        super().__init__()
        self.examples = examples
        self.failing: tuple[int, str] | None = None
        self.bodies: list[tuple[str, bytes]] = []
        """Media types and bodies that are sent in place of the example, in turn, if any."""
        self.requests: list[tuple[dict[str, str], Any]] = []
        """Headers, their names in lower case, and body of each request."""

    @property
    def url(self) -> str:
        return f"{self.origin}/api/v1"

    def respond(self, request: Request) -> Response:
        body = json.loads(request.body)
        self.requests.append((dict(request.headers), body))
        if request.target != f"/api/v1{PATH}":
            return Response(404, "text/plain", b"no such path")
        if self.failing is not None:
            media_type, content = "application/json", json.dumps(self.examples.errors[self.failing]).encode()
            if self.bodies:
                media_type, content = self.bodies[(len(self.requests) - 1) % len(self.bodies)]
            return Response(self.failing[0], media_type, content, {"Retry-After-Ms": "0"})
        if body.get("stream"):
            content = self.bodies[0][1] if self.bodies else self.examples.stream()
            return Response(200, "text/event-stream", content)
        return Response(200, "application/json", json.dumps(self.examples.response).encode())
