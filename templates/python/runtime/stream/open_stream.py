"""Open a stream: send a call and check the head of its response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from ..json_types import is_object
from ..operation import media_kind
from ..response.decode import essence, is_lines, parsed
from ..response.error_factory import response_error
from ..response.recorder import record
from ..response.response import Response
from ..transport.base import Transport
from .stream_end import StreamEnd

if TYPE_CHECKING:
    from ..call.call import Call, Exchange
    from ..call.context import CallContext
    from ..call.options import RequestOptions
    from ..errors import SDKError
    from .stream_operation import Events, StreamOperation, SwitchOperation

P = TypeVar("P", bound=Transport)


async def open_stream(
    exchange: Exchange[P],
    operation: StreamOperation[Any] | SwitchOperation[Any, Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
) -> tuple[httpx2.Response, CallContext, StreamEnd[P]]:
    """Send a call and return the open response. Raises the errors before the first item."""
    events = operation.events
    call = exchange.call(
        operation, arguments, options, accept=events.media_type, members=operation.switch_member
    )
    end = StreamEnd(exchange, call.attempts)
    response, context = await call.guarded(opened(call, exchange.transport, events))
    return response, context, end


async def opened(
    call: Call, transport: Transport, events: Events
) -> tuple[httpx2.Response, CallContext]:
    """The open response, checked to be the expected stream."""
    http_response = await call.attempts.succeed()
    if not fits(events, http_response):
        response = await call.read(http_response)
        if events.declared or media_kind(response.headers.get("content-type", "")) != "json":
            raise no_stream(events, call.context(response))
        return _of_one_event(response, events.sentinel), call.context(response)
    response = Response(http_response)
    try:
        await call.attempts.report(response)
    except BaseException:
        await transport.close(http_response)
        raise
    record(response)
    limit_silence(http_response, call.attempts.event_timeout)
    return http_response, call.context(response)


def _of_one_event(response: Response, sentinel: str) -> httpx2.Response:
    """A JSON response as a response of one event, with the sentinel that ends the stream."""
    data = b"".join(b"data: " + line + b"\n" for line in response.content.splitlines())
    headers = {**response.headers, "content-type": "text/event-stream"}
    for name in ("content-encoding", "content-length", "transfer-encoding"):
        headers.pop(name, None)
    end = f"data: {sentinel}\n\n".encode() if sentinel else b""
    one_event = httpx2.ByteStream(data + b"\n" + end)
    return httpx2.Response(response.status_code, headers=headers, stream=one_event)


def limit_silence(http_response: httpx2.Response, event_timeout: float | None) -> None:
    """Wait no longer for the next chunk of the body than for the next event."""
    limits = http_response.request.extensions.get("timeout")
    if event_timeout is not None and is_object(limits):
        read: float | None = limits.get("read")
        limits["read"] = event_timeout if read is None else min(read, event_timeout)


def fits(events: Events, http_response: httpx2.Response) -> bool:
    """Whether a response can be the stream of the document.

    A body without a content type counts as one.
    """
    received = essence(http_response.headers.get("content-type", ""))
    if not received:
        return (
            http_response.status_code != 204 and http_response.headers.get("content-length") != "0"
        )
    if received == essence(events.media_type):
        return True
    return events.framing == "lines" and is_lines(received)


def no_stream(events: Events, context: CallContext) -> SDKError:
    """The exception for a response that is not a stream, or for the error in it."""
    response = context.response
    try:
        value = parsed(response)
    except ValueError:
        value = None
    if is_object(value) and value.get(events.error or "error"):
        return context.api_error(value, response.content)
    received = essence(response.headers.get("content-type", "")) or "nothing"
    return response_error(
        response, f"expected a stream of {events.media_type}, received {received}"
    )
