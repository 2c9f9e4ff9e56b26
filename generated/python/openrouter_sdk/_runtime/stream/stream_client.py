"""The base of the clients of an API with streams."""

from __future__ import annotations

from ..client import AsyncClient, SyncClient

TYPE_CHECKING: bool = False  # annotated, as jedi takes a constant for its value
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    from ..call.options import RequestOptions
    from .stream import AsyncStream, Stream
    from .stream_operation import StreamOperation, SwitchOperation

    T = TypeVar("T")
    E = TypeVar("E")


class SyncStreamClient(SyncClient):
    """A client that blocks, of an API with streams."""

    def stream(
        self,
        operation: StreamOperation[E] | SwitchOperation[T, E],
        params: Mapping[str, Any],
        options: RequestOptions | None = None,
    ) -> Stream[E]:
        """Call an operation and return its items as they arrive.

        Raises the errors that occur before the first item.
        """
        exchange = self._exchange()
        if reconnects(operation, options):
            from .live.live_stream import open_live_stream

            return open_live_stream(exchange, operation, params, options)
        from .open_response import OpenResponse
        from .open_stream import open_stream
        from .stream import Stream

        try:
            response, context, end = exchange.transport.run(
                open_stream(exchange, operation, params, options)
            )
        except Exception as error:
            self._shorten(error)
            raise
        stream: Stream[E] = Stream(
            OpenResponse(response, exchange.transport.streams), operation.events, context, end
        )
        return stream

    def request_or_stream(
        self,
        operation: SwitchOperation[T, E],
        params: Mapping[str, Any],
        stream: bool,
        options: RequestOptions | None = None,
        accept: str | None = None,
    ) -> T | Stream[E]:
        """Call an operation; return a stream if `stream` is true, else the response's value."""
        if stream:
            return self.stream(operation, params, options)
        return self.request(operation, params, options, accept)


class AsyncStreamClient(AsyncClient):
    """A client for an event loop, of an API with streams."""

    async def stream(
        self,
        operation: StreamOperation[E] | SwitchOperation[T, E],
        params: Mapping[str, Any],
        options: RequestOptions | None = None,
    ) -> AsyncStream[E]:
        """Call an operation and return its items as they arrive.

        Raises the errors that occur before the first item.
        """
        exchange = self._exchange()
        if reconnects(operation, options):
            from .live.live_stream import aopen_live_stream

            return await aopen_live_stream(exchange, operation, params, options)
        from .open_response import AsyncOpenResponse
        from .open_stream import open_stream
        from .stream import AsyncStream

        try:
            response, context, end = await open_stream(exchange, operation, params, options)
        except Exception as error:
            self._shorten(error)
            raise
        stream: AsyncStream[E] = AsyncStream(
            AsyncOpenResponse(response, exchange.transport.streams), operation.events, context, end
        )
        return stream

    async def request_or_stream(
        self,
        operation: SwitchOperation[T, E],
        params: Mapping[str, Any],
        stream: bool,
        options: RequestOptions | None = None,
        accept: str | None = None,
    ) -> T | AsyncStream[E]:
        """Call an operation; return a stream if `stream` is true, else the response's value."""
        if stream:
            return await self.stream(operation, params, options)
        return await self.request(operation, params, options, accept)


def reconnects(operation: StreamOperation[E] | SwitchOperation[T, E], options: Any) -> bool:
    """Whether a stream reconnects: as the call says, else as the document does."""
    asked = options.get("reconnect") if options else None
    return operation.events.reconnect if asked is None else bool(asked)
