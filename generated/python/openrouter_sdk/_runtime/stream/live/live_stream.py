"""Streams that reconnect: `Stream` and `AsyncStream` over several responses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar

from ...errors import ClosedError, StreamError, StreamInterruptedError, StreamTimeoutError
from ..open_response import AsyncOpenResponse, OpenResponse
from ..stream import AsyncStream, Stream, aread, read
from ..stream_end import StreamEnd, awatched, watched
from .reconnection import LiveDecoder, Reconnection, open_reconnecting
from .renewable_lease import AsyncRenewableLease, RenewableLease

if TYPE_CHECKING:
    import httpx2

    from ...call.call import Exchange
    from ...call.context import CallContext
    from ...call.options import RequestOptions
    from ...transport.async_transport import AsyncTransport
    from ...transport.sync_transport import SyncTransport
    from ..stream_operation import Events, StreamOperation, SwitchOperation

E = TypeVar("E")

_LOST = (StreamInterruptedError, StreamTimeoutError)


class _LiveStream(Stream[E]):
    """A stream that continues on another connection when its connection ends."""

    def __init__(
        self,
        response: httpx2.Response,
        events: Events,
        context: CallContext,
        reconnection: Reconnection,
        transport: SyncTransport,
        end: StreamEnd[SyncTransport],
    ) -> None:
        decoder: LiveDecoder[E] = LiveDecoder(events, context)
        lease = RenewableLease(response, transport.streams)
        self._end = end
        items = _read(decoder, lease, reconnection, transport)
        self._begin(decoder, lease, watched(items, end))


class _AsyncLiveStream(AsyncStream[E]):
    """`_LiveStream` for an event loop."""

    def __init__(
        self,
        response: httpx2.Response,
        events: Events,
        context: CallContext,
        reconnection: Reconnection,
        transport: AsyncTransport,
        end: StreamEnd[AsyncTransport],
    ) -> None:
        decoder: LiveDecoder[E] = LiveDecoder(events, context)
        lease = AsyncRenewableLease(response, transport.streams)
        self._end = end
        self._begin(decoder, lease, awatched(_aread(decoder, lease, reconnection), end))


def open_live_stream(
    exchange: Exchange[SyncTransport],
    operation: StreamOperation[E] | SwitchOperation[Any, E],
    params: Mapping[str, Any],
    options: RequestOptions | None,
) -> Stream[E]:
    """Call an operation and return its items as they arrive, over several responses."""
    transport, events = exchange.transport, operation.events
    opened = open_reconnecting(exchange, operation, params, options)
    response, context, reconnection, end = transport.run(opened)
    if context.response.content:  # one JSON value, read to its end
        return Stream(OpenResponse(response, transport.streams), events, context, end)
    return _LiveStream(response, events, context, reconnection, transport, end)


async def aopen_live_stream(
    exchange: Exchange[AsyncTransport],
    operation: StreamOperation[E] | SwitchOperation[Any, E],
    params: Mapping[str, Any],
    options: RequestOptions | None,
) -> AsyncStream[E]:
    """`open_live_stream` for the async client."""
    transport, events = exchange.transport, operation.events
    opened = open_reconnecting(exchange, operation, params, options)
    response, context, reconnection, end = await opened
    if context.response.content:
        return AsyncStream(AsyncOpenResponse(response, transport.streams), events, context, end)
    return _AsyncLiveStream(response, events, context, reconnection, transport, end)


def _read(
    decoder: LiveDecoder[E],
    lease: RenewableLease,
    reconnection: Reconnection,
    transport: SyncTransport,
) -> Generator[E]:
    """The items of one response after the other."""
    try:
        while True:
            if lease.closed:
                raise ClosedError("the stream is closed")
            delivered, clean = decoder.delivered, False
            lost: StreamError
            try:
                yield from read(decoder, lease.current, lease.current.response.iter_bytes())
                if decoder.finished:
                    return
                lost, clean = decoder.ended(), True
            except _LOST as error:
                lost = error
            lease.lose()
            progressed = decoder.delivered > delivered
            response = transport.run(
                reconnection.reopen(lost, decoder, clean=clean, progressed=progressed)
            )
            if response is None:
                decoder.finished = True
                return
            lease.renew(response)
    finally:
        lease.close()


async def _aread(
    decoder: LiveDecoder[E], lease: AsyncRenewableLease, reconnection: Reconnection
) -> AsyncGenerator[E]:
    """`_read` for an event loop."""
    try:
        while True:
            if lease.closed:
                raise ClosedError("the stream is closed")
            delivered, clean = decoder.delivered, False
            lost: StreamError
            try:
                async with (
                    aclosing(lease.current.response.iter_bytes()) as chunks,
                    aclosing(aread(decoder, lease.current, chunks)) as items,
                ):
                    async for item in items:
                        yield item
                if decoder.finished:
                    return
                lost, clean = decoder.ended(), True
            except _LOST as error:
                lost = error
            await lease.lose()
            response = await reconnection.reopen(
                lost, decoder, clean=clean, progressed=decoder.delivered > delivered
            )
            if response is None:
                decoder.finished = True
                return
            await lease.renew(response)
    finally:
        await lease.aclose()
