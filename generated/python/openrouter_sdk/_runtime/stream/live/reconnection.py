"""Reconnect streams of server-sent events (WHATWG HTML, section 9.2).

Written once, as a coroutine over a `Transport`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ...call.resumable import ResumableAttempts
from ...errors import ConfigurationError, StreamError, StreamInterruptedError
from ...response.response import Response
from ...transport.base import Transport
from .. import sse
from ..event_decoder import EventDecoder
from ..open_stream import fits, limit_silence, no_stream, opened
from ..stream_end import StreamEnd

if TYPE_CHECKING:
    import httpx2

    from ...call.call import Call, Exchange
    from ...call.context import CallContext
    from ...call.options import RequestOptions
    from ..stream_operation import StreamOperation, SwitchOperation

E = TypeVar("E")
P = TypeVar("P", bound=Transport)

_SAFE = frozenset({"GET", "HEAD", "QUERY"})
_MAX_ID = 4096  # bytes that servers accept in a header


class LiveDecoder(EventDecoder[E]):
    """The decoder of a stream over several responses."""

    def finish(self) -> Iterator[E]:
        """Nothing: an event that a response leaves incomplete is sent again (section 9.2.6)."""
        return iter(())

    def ended(self) -> StreamInterruptedError:
        """The exception for a response that has ended."""
        return self._failed(StreamInterruptedError, "the server has ended the response")

    @property
    def has_end_mark(self) -> bool:
        """Whether an event marks the end of the stream."""
        return bool(self._plan.sentinel)

    @property
    def events(self) -> sse.Decoder:
        """The state of the stream: the last event id, and the reconnection time."""
        assert isinstance(self.framer, sse.Decoder)
        return self.framer

    def follow(self, context: CallContext) -> None:
        """Continue with another response."""
        self.framer = self.events.following()
        self.context = context


class Reconnection:
    """Opens the further responses of a stream."""

    def __init__(
        self,
        call: Call,
        transport: Transport,
        operation: StreamOperation[Any] | SwitchOperation[Any, Any],
    ) -> None:
        assert isinstance(call.attempts, ResumableAttempts)
        self._call = call
        self._attempts = call.attempts
        self._transport = transport
        self._operation = operation

    async def reopen(
        self, lost: StreamError, decoder: LiveDecoder[Any], *, clean: bool, progressed: bool
    ) -> httpx2.Response | None:
        """The next response of the stream; None if the server has ended the stream.

        `lost` has ended the last response, `clean` if the server has completed it. The server ends
        a stream with status 204, or with responses without events until no attempt is left. Raises
        `lost` if no attempt is left, and the error of a response that is not a stream.
        """
        state = decoder.events
        clean = clean and not decoder.has_end_mark
        if self._operation.method not in _SAFE:
            # The request has effects: it is only sent again if the server can recognise it.
            if clean:
                return None
            if not state.last_id:
                raise lost
        hint = None if state.retry is None else {"retry-after-ms": str(state.retry)}
        headers = _last_event_id(state, lost)
        try:
            http_response = await self._attempts.resume(lost, headers, hint, progressed=progressed)
        except StreamError as error:
            if error is lost and clean:
                return None
            raise
        if http_response.status_code == 204:
            await self._transport.close(http_response)
            return None
        events = self._operation.events
        if not fits(events, http_response):
            raise no_stream(events, self._call.context(await self._call.read(http_response)))
        response = Response(http_response)
        try:
            await self._attempts.report(response)
        except BaseException:
            await self._transport.close(http_response)
            raise
        limit_silence(http_response, self._attempts.event_timeout)
        decoder.follow(self._call.context(response))
        return http_response


async def open_reconnecting(
    exchange: Exchange[P],
    operation: StreamOperation[Any] | SwitchOperation[Any, Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
) -> tuple[httpx2.Response, CallContext, Reconnection, StreamEnd[P]]:
    """Send a call and return the open response. Raises the errors before the first item."""
    events = operation.events
    if events.framing != "events":
        raise ConfigurationError("options.reconnect: only server-sent events can be continued")
    call = exchange.call(
        operation,
        arguments,
        options,
        accept=events.media_type,
        members=operation.switch_member,
        kind=ResumableAttempts,
    )
    end = StreamEnd(exchange, call.attempts)
    response, context = await call.guarded(opened(call, exchange.transport, events))
    return response, context, Reconnection(call, exchange.transport, operation), end


def _last_event_id(state: sse.Decoder, lost: StreamError) -> dict[str, str | None]:
    """The header of the next request. Raises `StreamError` for an id that no header can contain."""
    if not state.has_id:
        return {}  # what the caller sent stays
    id = state.last_id
    if id and (not id.isprintable() or id != id.strip() or len(id.encode()) > _MAX_ID):
        what = "the stream cannot be continued: its last event id is not a valid header"
        raise StreamError(what, events=lost.events, response=None) from lost
    return {"Last-Event-ID": id or None}
