"""The seam to the network: open answers, and the two ports that send, read, wait and close.

The logic of a call is written once, as coroutines over a `Port` (see `exchange.py`). `SyncPort` never suspends, so a
coroutine over it runs to its end in one step (`run`); `AsyncPort` awaits the event loop.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from typing import Any, Protocol, TypeVar

import httpx2

from .errors import ConfigurationError
from .multipart import StreamedBody

T = TypeVar("T")


class OpenResponse:
    """An answer whose head has arrived and whose body is still on the wire.

    Whoever holds it must read it to its end or close it; both give the connection back.
    """

    __slots__ = ("headers", "status_code", "transport")

    def __init__(self, transport: httpx2.Response) -> None:
        self.transport = transport
        self.status_code = transport.status_code
        self.headers = transport.headers

    @property
    def network_stream(self) -> Any:
        """The connection's public network stream (httpx2's response extension), or None where there is none."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> Iterator[bytes]:
        """The body as it arrives: one item a network chunk, decompressed where the server compressed it.

        Raises the transport's own errors: `ReadError`, `ReadTimeout`, `RemoteProtocolError`, `DecodingError`.
        """
        if "content-encoding" in self.headers:
            return self.transport.iter_bytes()
        return self.transport.iter_raw()

    def close(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed. Idempotent."""
        self.transport.close()


class AsyncOpenResponse:
    """`OpenResponse` for an event loop."""

    __slots__ = ("headers", "status_code", "transport")

    def __init__(self, transport: httpx2.Response) -> None:
        self.transport = transport
        self.status_code = transport.status_code
        self.headers = transport.headers

    @property
    def network_stream(self) -> Any:
        """The connection's public network stream (httpx2's response extension), or None where there is none."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body as it arrives; an async generator. Errors as in `OpenResponse.iter_bytes`."""
        if "content-encoding" in self.headers:
            return self.transport.aiter_bytes()
        return self.transport.aiter_raw()

    async def aclose(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed. Idempotent."""
        await self.transport.aclose()
