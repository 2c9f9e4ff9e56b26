"""Serve a mock on a loopback socket."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeAlias

from generator.document.resolver import Document
from generator.ir.types import Api
from generator.mock.app import Mock, Options, Received
from generator.mock.http.connection import Drop
from generator.mock.http.messages import Request, Response
from generator.mock.http.server import LoopbackServer

Log: TypeAlias = Callable[[Received], None]
"""Called with each request, in the thread of its connection."""


class MockService:
    """The mock of a document at a port. Raises `OSError` if the port is taken."""

    def __init__(
        self, document: Document, api: Api, options: Options, port: int = 0, *, log: Log | None = None
    ) -> None:
        self._server = LoopbackServer(self._respond, port)
        self._mock = Mock(document, api, options, self._server.origin, log)

    @property
    def url(self) -> str:
        """The URL of the document's first server here, without a slash at the end."""
        return f"{self._server.origin}{self._mock.base}"

    @property
    def received(self) -> list[Received]:
        """The requests so far, the earliest first."""
        return list(self._mock.received)

    def reset(self) -> None:
        """Forget the requests, and what they created."""
        self._mock.reset()

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._server.start()

    def stop(self) -> None:
        """Stop serving, and close all connections."""
        self._server.stop()

    def _respond(self, request: Request) -> Response | Drop:
        return self._mock.respond(request)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
