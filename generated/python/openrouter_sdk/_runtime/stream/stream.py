"""Streams: the return values of streaming methods, sync and async.

Only the two loops below are written twice; events are decoded in `event_decoder.py`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Generator, Iterator
from types import AsyncGeneratorType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import ClosedError, EventTooLargeError, StreamError
from ..response.error_factory import BODY_ERRORS
from .accumulator import final_value, text_of, text_path
from .event_decoder import EventDecoder
from .lease import AsyncLease, Lease
from .sse import Event
from .stream_end import afinish, awatched, finish, watched

if TYPE_CHECKING:
    from typing import Self

    from ..call.context import CallContext
    from ..response.response import Response
    from .live.renewable_lease import AsyncRenewableLease, RenewableLease
    from .open_response import AsyncOpenResponse, OpenResponse
    from .stream_end import AsyncEnd, SyncEnd
    from .stream_operation import Events

E = TypeVar("E")


class _Stream(Generic[E]):
    """The part that the sync and the async stream share."""

    _decoder: EventDecoder[E]

    @property
    def response(self) -> Response:
        """The response whose body is the stream; after a reconnection, the current one."""
        return self._decoder.context.response

    @property
    def last_event(self) -> Event | None:
        """The event of the last item: its `name`, `id`, `retry` and `text`."""
        return None if self._decoder.last is None else Event.of(self._decoder.last)

    @property
    def last_event_id(self) -> str:
        """The id that the last event set (`Last-Event-ID` of the standard), or an empty string."""
        event = self.last_event
        return event.id if event else ""

    @property
    def max_event_bytes(self) -> int:
        """The limit of an event in bytes, 64 MiB by default; a larger one is EventTooLargeError."""
        return self._decoder.framer.limit

    @max_event_bytes.setter
    def max_event_bytes(self, limit: int) -> None:
        self._decoder.framer.limit = limit

    def _check_complete(self) -> None:
        if not self._decoder.finished:
            raise ClosedError("the stream was closed or failed before its end")


class Stream(_Stream[E], Iterator[E]):
    """The items of a response, as they arrive.

    Iterate over it. Use `with` to release the connection at once if the loop may end early.

        with client.chat.send(…, stream=True) as stream:
            for chunk in stream:
                …
    """

    def __init__(
        self, response: OpenResponse, events: Events, context: CallContext, end: SyncEnd = None
    ) -> None:
        decoder: EventDecoder[E] = EventDecoder(events, context)
        lease = Lease(response)
        self._end = end
        self._begin(decoder, lease, watched(read(decoder, lease, response.iter_bytes()), end))

    def _begin(
        self, decoder: EventDecoder[E], lease: Lease | RenewableLease, items: Iterator[E]
    ) -> None:
        self._decoder = decoder
        self._lease = lease
        self._next = items.__next__

    def __iter__(self) -> Self:
        """The items that have not been read yet.

        Raises, while items are read: APIError (or a subclass) for an error in the stream,
        StreamError if the stream fails, ClosedError if it was closed.
        """
        self._lease.check_process()
        return self

    def __next__(self) -> E:
        try:
            return self._next()
        except StopIteration:
            self._check_complete()
            raise
        except ValueError as error:
            if str(error) != "generator already executing":
                raise
            raise StreamError("another thread is reading the stream") from error

    def text(self) -> Iterator[str]:
        """The text of the items as it arrives; if there are several choices, that of the first."""
        path = text_path(self._decoder.accumulator)
        return (chunk for item in self for chunk in text_of(item, path))

    def final(self) -> Any:
        """Read to the end, and return the value that the call returns without a stream.

        Items that were read before are included. Raises StreamError if the document does not define
        how the items add up.
        """
        for _ in self:
            pass
        return final_value(self._decoder)

    def close(self) -> None:
        """Release the connection. Idempotent."""
        self._lease.close()
        finish(self._end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncStream(_Stream[E], AsyncIterator[E]):
    """The items of a response, as they arrive, for an event loop.

    Iterate over it. Use `async with` to release the connection at once if the loop may end early.

        async with await client.chat.send(…, stream=True) as stream:
            async for chunk in stream:
                …
    """

    def __init__(
        self,
        response: AsyncOpenResponse,
        events: Events,
        context: CallContext,
        end: AsyncEnd = None,
    ) -> None:
        decoder: EventDecoder[E] = EventDecoder(events, context)
        lease = AsyncLease(response)
        self._end = end
        self._begin(decoder, lease, awatched(aread(decoder, lease, response.iter_bytes()), end))

    def _begin(
        self,
        decoder: EventDecoder[E],
        lease: AsyncLease | AsyncRenewableLease,
        items: AsyncGenerator[E],
    ) -> None:
        assert isinstance(items, AsyncGeneratorType)
        self._decoder = decoder
        self._lease = lease
        self._items = items

    def __aiter__(self) -> Self:
        """The items that have not been read yet. Raises the errors of `Stream.__iter__`."""
        self._lease.check_process()
        return self

    def __anext__(self) -> Awaitable[E]:
        if self._lease.closed:
            self._check_complete()
        if self._items.ag_running:
            raise StreamError("another task is reading the stream")
        return self._items.__anext__()

    def text(self) -> AsyncIterator[str]:
        """The text of the items as it arrives; if there are several choices, that of the first."""
        path = text_path(self._decoder.accumulator)
        return (chunk async for item in self for chunk in text_of(item, path))

    async def final(self) -> Any:
        """Read to the end, and return the value that the items add up to. See `Stream.final`."""
        async for _ in self:
            pass
        return final_value(self._decoder)

    async def aclose(self) -> None:
        """Release the connection. Idempotent."""
        await self._lease.aclose()
        if not self._items.ag_running:
            await self._items.aclose()
        await afinish(self._end)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()


def read(decoder: EventDecoder[E], lease: Lease, chunks: Iterator[bytes]) -> Generator[E]:
    """The loop. A valid item costs little more than the call of its validator."""
    feed, keep = decoder.framer.feed, decoder.log.keep
    validate, error_of = decoder.validate, decoder.error_of
    idle = decoder.idle_timer()
    try:
        if lease.closed:
            raise ClosedError("the stream is closed")
        for chunk in chunks:
            arrived = feed(chunk)
            for event in arrived:
                try:
                    item = validate(event)
                except ValueError as invalid:
                    items = decoder.repair_invalid(event, invalid)
                    if items is None:
                        lease.drain(chunks)
                        return
                    if not items:
                        continue
                    (item,) = items
                else:
                    named = isinstance(event, Event) and event.name == "error"
                    if named or error_of(item) is not None:
                        decoder.check(event, item)
                keep(event)
                decoder.last = event
                decoder.delivered += 1
                yield item
                if lease.closed:
                    raise ClosedError("the stream is closed")
            decoder.log.pack()
            if idle is not None:
                idle(arrived)
        if lease.closed:  # by another thread; the connection's end may look like the body's
            raise ClosedError("the stream is closed")
        yield from decoder.finish()
    except EventTooLargeError as error:
        raise decoder.too_large(error) from error
    except BODY_ERRORS as error:
        raise decoder.connection_error(error, lease.closed) from error
    finally:
        lease.close()


async def aread(
    decoder: EventDecoder[E], lease: AsyncLease, chunks: AsyncIterator[bytes]
) -> AsyncGenerator[E]:
    """`read` for an event loop."""
    feed, keep = decoder.framer.feed, decoder.log.keep
    validate, error_of = decoder.validate, decoder.error_of
    idle = decoder.idle_timer()
    try:
        if lease.closed:
            raise ClosedError("the stream is closed")
        async for chunk in chunks:
            arrived = feed(chunk)
            for event in arrived:
                try:
                    item = validate(event)
                except ValueError as invalid:
                    items = decoder.repair_invalid(event, invalid)
                    if items is None:
                        await lease.drain(chunks)
                        return
                    if not items:
                        continue
                    (item,) = items
                else:
                    named = isinstance(event, Event) and event.name == "error"
                    if named or error_of(item) is not None:
                        decoder.check(event, item)
                keep(event)
                decoder.last = event
                decoder.delivered += 1
                yield item
                if lease.closed:
                    raise ClosedError("the stream is closed")
            decoder.log.pack()
            if idle is not None:
                idle(arrived)
        if lease.closed:
            raise ClosedError("the stream is closed")
        for item in decoder.finish():
            yield item
    except EventTooLargeError as error:
        raise decoder.too_large(error) from error
    except BODY_ERRORS as error:
        raise decoder.connection_error(error, lease.closed) from error
    finally:
        await lease.aclose()
