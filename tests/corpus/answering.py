"""A server that responds to every operation of a document with a sample of what it promises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from generator.document.node import Node
from generator.document.resolver import Document
from generator.ir.types import METHODS
from tests.corpus.sampling.sampler import Sampler
from tests.support.loopback_server import LoopbackServer, Request, Response

_PART: Final = re.compile(r"(\{[^{}]+\})")
_EVENT_FIELDS: Final = {"data", "event", "id", "retry"}


@dataclass(frozen=True)
class Route:
    """An operation: its method, its path as the document writes it, and how a request for it looks."""

    method: str
    path: str
    operation: Node
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def variables(self) -> int:
        return len(_PART.findall(self.path))


class AnsweringServer(LoopbackServer):
    """Responds as the document says. `asked` has the routes that requests matched, `strange` the unmatched requests."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._sampler = Sampler(document)
        self.routes = list(self._routes())
        self.asked: set[str] = set()
        self.strange: list[str] = []

    def _routes(self) -> Iterator[Route]:
        paths = self._document.root.get("paths")
        for path, entry in paths.items() if paths is not None else ():
            item = self._document.resolve(entry)
            if item is None or not item.is_mapping:
                continue
            further = item.get("additionalOperations")
            known = [(key, child) for key, child in item.items() if key.lower() in METHODS]
            for method, child in (*known, *(further.items() if further is not None else ())):
                operation = self._document.resolve(child)
                if operation is not None and operation.is_mapping:
                    yield Route(method.upper(), path, operation, _pattern(path))

    def respond(self, request: Request) -> Response:
        """A sample of what the operation promises. Every route that the target matches is asked: paths may overlap."""
        path = urlsplit(request.target).path
        fitting = [route for route in self.routes if route.method == request.method and route.pattern.fullmatch(path)]
        if not fitting and (granted := self.authorization(request, path)) is not None:
            return Response(200, "application/json", json.dumps(granted).encode())
        if not fitting:
            self.strange.append(f"{request.method} {request.target}")
            return Response(404, "text/plain", b"no such operation")
        self.asked.update(route.name for route in fitting)
        wanted = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
        best = min(fitting, key=lambda route: (wanted[0] not in self._promised(route)[1], route.variables))
        status, entries = self._promised(best)
        if status == 204 or not entries:
            return Response(status)
        media_type = next((known for known in wanted if known in entries), next(iter(entries)))
        entry = self._document.resolve(entries[media_type])
        schema = (entry.get("itemSchema") or entry.get("schema")) if entry is not None and entry.is_mapping else None
        return Response(status, media_type.replace("*", "octet-stream"), self._body(media_type, schema))

    def authorization(self, request: Request, path: str) -> dict[str, Any] | None:
        """What an authorization server responds: a token (RFC 6749, section 5.1), or its metadata."""
        if request.method == "POST" and b"grant_type=" in request.body:
            return {"access_token": "secret", "token_type": "Bearer"}
        if "/.well-known/" in path:
            return {"token_endpoint": f"{self.origin}/token"}
        return None

    def _promised(self, route: Route) -> tuple[int, dict[str, Node]]:
        """The status of the first success that the document has, and its media types."""
        responses = route.operation.get("responses")
        known = {str(status).upper(): node for status, node in responses.items()} if responses is not None else {}
        status = next((status for status in known if status.startswith("2")), "DEFAULT")
        response = self._document.resolve(known[status]) if status in known else None
        content = response.get("content") if response is not None and response.is_mapping else None
        entries = {key.partition(";")[0].strip().lower(): node for key, node in content.items()} if content else {}
        return int(status.replace("X", "0")) if status != "DEFAULT" else 200, entries

    def _body(self, media_type: str, schema: Node | None) -> bytes:
        subtype = media_type.rpartition("/")[2]
        is_events = media_type == "text/event-stream"
        if not (is_events or "json" in subtype or media_type == "*/*"):
            return b"x"
        if not is_events:
            return json.dumps(self._sampler.sample(schema)).encode() + b"\n"
        data = [_data(value) for value in self._sampler.each(self._payload(schema))]
        return "".join(f"data: {text}\n\n" for text in (*data, "[DONE]")).encode()

    def _payload(self, schema: Node | None) -> Node | None:
        """The schema of an event's data, where the schema is of the whole event."""
        event = self._document.resolve(schema) if schema is not None else None
        properties = event.get("properties") if event is not None and event.is_mapping else None
        if properties is not None and "data" in properties.value and set(properties.value) <= _EVENT_FIELDS:
            return properties.child("data")
        return schema


def _data(event: Any) -> str:
    """The data of an event, which carries no error."""
    if isinstance(event, dict) and "data" in event and set(event) <= _EVENT_FIELDS:
        event = event["data"]
    if isinstance(event, dict):
        event = {key: value for key, value in event.items() if key != "error"}
    return event if isinstance(event, str) else json.dumps(event)


def _pattern(path: str) -> re.Pattern[str]:
    """What a request's path looks like. A variable is percent-encoded, so no slash is in it unless it may be."""
    plain = re.split(r"[?#]", path, maxsplit=1)[0]
    parts = (r"[^/]+" if _PART.fullmatch(part) else _quoted(part) for part in _PART.split(plain))
    return re.compile("".join(parts))


def _quoted(text: str) -> str:
    """The text, each character as it is or percent-encoded."""
    return "".join(
        f"(?:{re.escape(char)}|%{ord(char):02X})" if ord(char) < 128 else "(?:%[0-9A-F]{2})+" for char in unquote(text)
    )
