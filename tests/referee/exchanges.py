"""Record the exchanges of an HTTP client, without changing them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from tests.referee.prism import Fault, faults

_STREAMED: Final = ("event-stream", "jsonl", "ndjson", "json-seq")


@dataclass
class Exchange:
    """A request, and its response as far as there was one: `status` is 0 without."""

    method: str
    url: str
    content_type: str
    body: bytes = b""
    status: int = 0
    media_type: str = ""
    location: str | None = None
    content: bytes | None = None
    """The body of a JSON response."""
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def json(self) -> Any:
        """The value of a JSON response. Raises `ValueError` where there is none."""
        return json.loads(self.content or b"")


class _Copied(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A request body that is copied into an exchange while it is sent."""

    def __init__(self, body: Any, exchange: Exchange) -> None:
        self._body = body
        self._exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._exchange.body += chunk
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            self._exchange.body += chunk
            yield chunk


class Recorder:
    """Keeps the last exchange. A request to another host than the loopback one is refused."""

    def __init__(self) -> None:
        self.last: Exchange | None = None

    def client(self) -> httpx2.Client:
        """A client whose exchanges are recorded."""
        return httpx2.Client(event_hooks={"request": [self._sent], "response": [self._received]})

    def async_client(self) -> httpx2.AsyncClient:
        """The same for asyncio."""
        return httpx2.AsyncClient(event_hooks={"request": [self._async_sent], "response": [self._async_received]})

    def _sent(self, request: httpx2.Request) -> None:
        if request.url.host != "127.0.0.1":
            raise RuntimeError(f"a request to {request.url.host}")
        self.last = Exchange(request.method, str(request.url), request.headers.get("content-type", ""))
        request.stream = _Copied(request.stream, self.last)

    async def _async_sent(self, request: httpx2.Request) -> None:
        self._sent(request)

    def _received(self, response: httpx2.Response) -> None:
        self._complete(response, response.read() if _is_json(response) else None)

    async def _async_received(self, response: httpx2.Response) -> None:
        self._complete(response, await response.aread() if _is_json(response) else None)

    def _complete(self, response: httpx2.Response, content: bytes | None) -> None:
        assert self.last is not None
        self.last.status, self.last.content = response.status_code, content
        self.last.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.last.location = response.headers.get("location")
        is_problem = self.last.media_type == "application/problem+json"
        self.last.faults = faults(response.headers, content or b"" if is_problem else b"")


def _is_json(response: httpx2.Response) -> bool:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return "json" in media_type and not media_type.endswith(_STREAMED)
