"""The hook that runs when a stream ends."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from ..transport.base import Transport

if TYPE_CHECKING:
    from ..call.call import Exchange
    from ..call.retry_loop import Attempts
    from ..transport.async_transport import AsyncTransport
    from ..transport.sync_transport import SyncTransport

E = TypeVar("E")
P = TypeVar("P", bound=Transport)


class StreamEnd(Generic[P]):
    """The end of the stream of one call, which is reported to the hooks once."""

    def __init__(self, exchange: Exchange[P], attempts: Attempts) -> None:
        hooks = exchange.settings.hooks
        self.transport = exchange.transport
        self.hooks = [] if hooks is None else [hooks]
        self._attempts = attempts
        attempts.stream = True

    async def report(self, error: Exception | None) -> None:
        """Run the hook if it has not run. `error` is what the stream failed with, if it did."""
        try:
            hooks = self.hooks.pop()  # atomic, as another thread may close the stream
        except IndexError:
            return
        await self.transport.resolve(hooks.after_stream(error, self._attempts.call))


if TYPE_CHECKING:
    SyncEnd: TypeAlias = StreamEnd[SyncTransport] | None
    AsyncEnd: TypeAlias = StreamEnd[AsyncTransport] | None


def finish(end: SyncEnd, error: Exception | None = None) -> None:
    """Report the end of a stream, if there are hooks."""
    if end is not None and end.hooks:
        end.transport.run(end.report(error))


async def afinish(end: AsyncEnd, error: Exception | None = None) -> None:
    """`finish` for an event loop."""
    if end is not None and end.hooks:
        await end.report(error)


def watched(items: Generator[E, None, None], end: SyncEnd) -> Generator[E, None, None]:
    """The items of a stream, whose end is reported. Without hooks they are returned as they are."""
    return items if end is None or not end.hooks else _watched(items, end)


def awatched(items: AsyncGenerator[E, None], end: AsyncEnd) -> AsyncGenerator[E, None]:
    """`watched` for an event loop."""
    return items if end is None or not end.hooks else _awatched(items, end)


def _watched(
    items: Generator[E, None, None], end: StreamEnd[SyncTransport]
) -> Generator[E, None, None]:
    failure: Exception | None = None
    try:
        yield from items
    except Exception as error:
        failure = error
        raise
    finally:
        finish(end, failure)


async def _awatched(
    items: AsyncGenerator[E, None], end: StreamEnd[AsyncTransport]
) -> AsyncGenerator[E, None]:
    failure: Exception | None = None
    try:
        async with aclosing(items):
            async for item in items:
                yield item
    except Exception as error:
        failure = error
        raise
    finally:
        await afinish(end, failure)
