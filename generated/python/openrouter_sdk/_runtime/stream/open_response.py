"""Responses whose body is still on the wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, MutableSet
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

    from ..transport.base import AsyncClosable, Closable


class OpenResponse:
    """A response whose head has arrived and whose body is still on the wire.

    It must be read to its end or closed; both release the connection.
    """

    __slots__ = ("headers", "status_code", "streams", "transport")

    def __init__(
        self, transport: httpx2.Response, streams: MutableSet[Closable] | None = None
    ) -> None:
        self.transport = transport
        self.streams = streams
        self.status_code = transport.status_code
        self.headers = transport.headers

    def iter_bytes(self) -> Iterator[bytes]:
        """The decompressed body, one network chunk at a time.

        Raises the errors of httpx2: `ReadError`, `ReadTimeout`, `RemoteProtocolError`,
        `DecodingError`.
        """
        # The body is read already if a response hook or a transport for tests did so.
        if self.transport.is_stream_consumed or "content-encoding" in self.headers:
            return self.transport.iter_bytes()
        return self.transport.iter_raw()

    def close(self) -> None:
        """Release the connection: to the pool if the body was read. Idempotent."""
        self.transport.close()


class AsyncOpenResponse:
    """`OpenResponse` for an event loop."""

    __slots__ = ("headers", "status_code", "streams", "transport")

    def __init__(
        self, transport: httpx2.Response, streams: MutableSet[AsyncClosable] | None = None
    ) -> None:
        self.transport = transport
        self.streams = streams
        self.status_code = transport.status_code
        self.headers = transport.headers

    def iter_bytes(self) -> AsyncGenerator[bytes]:
        """The body as it arrives. Raises the errors of `OpenResponse.iter_bytes`."""
        if self.transport.is_stream_consumed or "content-encoding" in self.headers:
            return self.transport.aiter_bytes()
        return self.transport.aiter_raw()

    async def aclose(self) -> None:
        """Release the connection, as `OpenResponse.close` does. Idempotent."""
        await self.transport.aclose()
