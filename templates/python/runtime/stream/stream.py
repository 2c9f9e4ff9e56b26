"""Streams: what a streaming method returns, in both colours.

The two loops below are the only code that is written twice; what an event means is decided in
`event_decoder.py`.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import ClosedError, EventTooLargeError
from ..response.error_factory import LOST
from .accumulator import text_of, text_path, whole_of
from .event_decoder import EventDecoder
from .lease import AsyncLease, Lease
from .sse import Event

if TYPE_CHECKING:
    from typing import Self

    from ..call.context import CallContext
    from ..response.response import Response
    from .open_response import AsyncOpenResponse, OpenResponse
    from .stream_operation import Events

E = TypeVar("E")


class _Stream(Generic[E]):
    """What both colours of stream share."""

    def __init__(self, events: Events, context: CallContext) -> None:
        self._decoder: EventDecoder[E] = EventDecoder(events, context)

    @property
    def response(self) -> Response:
        """The answer that the stream is the body of: status, headers, request id."""
        return self._decoder.context.response

    @property
    def last_event(self) -> Event | None:
        """The event of the item that was read last: its `name`, `id`, `retry` and `text`."""
        return None if self._decoder.last is None else Event.of(self._decoder.last)

    @property
    def last_event_id(self) -> str:
        """The id that the last event left (`Last-Event-ID` of the standard), or an empty string."""
        event = self.last_event
        return event.id if event else ""

    @property
    def max_event_bytes(self) -> int:
        """How large one event may be, in bytes: 64 MiB unless set.

        Reading a larger one raises EventTooLargeError.
        """
        return self._decoder.framer.limit

    @max_event_bytes.setter
    def max_event_bytes(self, limit: int) -> None:
        self._decoder.framer.limit = limit

    def _check_open(self, closed: bool) -> None:
        if closed and not self._decoder.finished:
            raise ClosedError("the stream has been closed, or has failed, before its end")


class Stream(_Stream[E], Iterable[E]):
    """The items of an answer as they arrive.

    Iterate over it, inside `with` where you may leave early: leaving gives the connection back at
    once.

        with client.chat.send(…, stream=True) as stream:
            for chunk in stream:
                …
    """

    def __init__(self, response: OpenResponse, events: Events, context: CallContext) -> None:
        self._lease = Lease(response)
        super().__init__(events, context)
        self._items = _read(self._decoder, self._lease, response.iter_bytes())

    def __iter__(self) -> Iterator[E]:
        """The items that have not been read yet.

        Raises, while it is read: APIError (the class of its code) for an error in the stream,
        StreamError where the stream breaks, ClosedError once it has been closed.
        """
        self._check_open(self._lease.closed)
        return self._items

    def __next__(self) -> E:
        self._check_open(self._lease.closed)
        return next(self._items)

    def text(self) -> Iterator[str]:
        """The text as it comes: of each item the piece that a person reads.

        Of several choices, the first's.
        """
        path = text_path(self._decoder.accumulator)
        return (piece for item in self for piece in text_of(item, path))

    def final(self) -> Any:
        """Read to the end and return the whole: what the same call returns without a stream.

        Items that were read before count too. Raises StreamError where the document does not say
        how the items add up.
        """
        for _ in self:
            pass
        self._check_open(self._lease.closed)
        return whole_of(self._decoder)

    def close(self) -> None:
        """Give the connection back. Idempotent."""
        self._lease.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncStream(_Stream[E], AsyncIterable[E]):
    """The items of an answer as they arrive, for an event loop.

    Iterate over it, inside `async with` where you may leave early: leaving gives the connection
    back at once.

        async with await client.chat.send(…, stream=True) as stream:
            async for chunk in stream:
                …
    """

    def __init__(self, response: AsyncOpenResponse, events: Events, context: CallContext) -> None:
        self._lease = AsyncLease(response)
        super().__init__(events, context)
        self._items = _aread(self._decoder, self._lease, response.iter_bytes())

    def __aiter__(self) -> AsyncIterator[E]:
        """The items that have not been read yet. Raises as `Stream.__iter__`."""
        self._check_open(self._lease.closed)
        return self._items

    async def __anext__(self) -> E:
        self._check_open(self._lease.closed)
        return await anext(self._items)

    def text(self) -> AsyncIterator[str]:
        """The text as it comes: of each item the piece that a person reads.

        Of several choices, the first's.
        """
        path = text_path(self._decoder.accumulator)
        return (piece async for item in self for piece in text_of(item, path))

    async def final(self) -> Any:
        """Read to the end and return the whole that the items add up to. As `Stream.final`."""
        async for _ in self:
            pass
        self._check_open(self._lease.closed)
        return whole_of(self._decoder)

    async def aclose(self) -> None:
        """Give the connection back. Idempotent."""
        await self._lease.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()


def _read(decoder: EventDecoder[E], lease: Lease, pieces: Iterator[bytes]) -> Iterator[E]:
    """The loop. An item that is as it should be costs the call of its validator and little else."""
    feed, keep = decoder.framer.feed, decoder.log.keep
    validate, error_of = decoder.validate, decoder.error_of
    try:
        for piece in pieces:
            for event in feed(piece):
                try:
                    item = validate(event)
                except ValueError as invalid:
                    items = decoder.repair_invalid(event, invalid)
                    if items is None:
                        lease.drain(pieces)
                        return
                    if not items:
                        continue
                    (item,) = items
                else:
                    if error_of(item) is not None or isinstance(event, Event):
                        decoder.check(event, item)
                keep(event)
                decoder.last = event
                decoder.delivered += 1
                yield item
                if lease.closed:
                    raise ClosedError("the stream has been closed")
            decoder.log.pack()
        yield from decoder.finish()
    except EventTooLargeError as error:
        raise decoder.too_large(error) from error
    except LOST as error:
        raise decoder.connection_error(error, lease.closed) from error
    finally:
        lease.close()


async def _aread(
    decoder: EventDecoder[E], lease: AsyncLease, pieces: AsyncIterator[bytes]
) -> AsyncIterator[E]:
    """`_read` for an event loop."""
    feed, keep = decoder.framer.feed, decoder.log.keep
    validate, error_of = decoder.validate, decoder.error_of
    try:
        async for piece in pieces:
            for event in feed(piece):
                try:
                    item = validate(event)
                except ValueError as invalid:
                    items = decoder.repair_invalid(event, invalid)
                    if items is None:
                        await lease.drain(pieces)
                        return
                    if not items:
                        continue
                    (item,) = items
                else:
                    if error_of(item) is not None or isinstance(event, Event):
                        decoder.check(event, item)
                keep(event)
                decoder.last = event
                decoder.delivered += 1
                yield item
                if lease.closed:
                    raise ClosedError("the stream has been closed")
            decoder.log.pack()
        for item in decoder.finish():
            yield item
    except EventTooLargeError as error:
        raise decoder.too_large(error) from error
    except LOST as error:
        raise decoder.connection_error(error, lease.closed) from error
    finally:
        await lease.aclose()
