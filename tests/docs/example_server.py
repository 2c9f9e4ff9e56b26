"""A server on a loopback socket that answers as the document's examples do, or with one of its errors."""

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


class ExampleServer(LoopbackServer):
    """Answers with the examples; with `failing` set to a status and an example's name, with that error."""

    def __init__(self, examples: Examples) -> None:
        super().__init__()
        self.examples = examples
        self.failing: tuple[int, str] | None = None
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
            content = json.dumps(self.examples.errors[self.failing]).encode()
            return Response(self.failing[0], "application/json", content, {"Retry-After-Ms": "0"})
        if body.get("stream"):
            return Response(200, "text/event-stream", self.examples.stream())
        return Response(200, "application/json", json.dumps(self.examples.answer).encode())
