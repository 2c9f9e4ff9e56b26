"""Responses whose body is still on the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2


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
        """The connection's network stream (a response extension of httpx2), or None."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> Iterator[bytes]:
        """The body as it arrives, one item a network chunk, decompressed.

        Raises the transport's own errors: `ReadError`, `ReadTimeout`, `RemoteProtocolError`,
        `DecodingError`.
        """
        if "content-encoding" in self.headers:
            return self.transport.iter_bytes()
        return self.transport.iter_raw()

    def close(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed.
        Idempotent.
        """
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
        """The connection's network stream (a response extension of httpx2), or None."""
        return self.transport.extensions.get("network_stream")

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body as it arrives; an async generator. Errors as in `OpenResponse.iter_bytes`."""
        if "content-encoding" in self.headers:
            return self.transport.aiter_bytes()
        return self.transport.aiter_raw()

    async def aclose(self) -> None:
        """Gives the connection up: to the pool where the body was read, else it is closed.
        Idempotent.
        """
        await self.transport.aclose()
