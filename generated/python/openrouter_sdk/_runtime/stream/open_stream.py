"""Open a stream: send a call and check the head of its response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx2

from ..call.raw_response import record
from ..json_types import is_object
from ..response.decode import LINE_SUBTYPES, essence, parsed
from ..response.error_factory import response_error
from ..response.response import Response

if TYPE_CHECKING:
    from ..call.call import Call, Exchange
    from ..call.context import CallContext
    from ..call.options import RequestOptions
    from ..errors import SDKError
    from ..transport.base import Transport
    from .stream_operation import Events, StreamOperation, SwitchOperation


async def open_stream(
    exchange: Exchange[Any],
    operation: StreamOperation[Any] | SwitchOperation[Any, Any],
    arguments: Mapping[str, Any],
    options: RequestOptions | None,
) -> tuple[httpx2.Response, CallContext]:
    """Send a call and return the open response. Raises the errors before the first item."""
    events = operation.events
    call = exchange.call(
        operation, arguments, options, accept=events.media_type, members=operation.switch_member
    )
    return await call.guarded(_opened(call, exchange.transport, events))


async def _opened(
    call: Call, transport: Transport, events: Events
) -> tuple[httpx2.Response, CallContext]:
    """The open response, checked to be the expected stream."""
    http_response = await call.attempts.succeed()
    if not _fits(events, http_response):
        raise _no_stream(events, call.context(await call.read(http_response)))
    response = Response(http_response)
    try:
        await call.attempts.report(response)
    except BaseException:
        await transport.close(http_response)
        raise
    record(response)
    _limit_silence(http_response, call.attempts.event_timeout)
    return http_response, call.context(response)


def _limit_silence(http_response: httpx2.Response, event_timeout: float | None) -> None:
    """Wait no longer for the next chunk of the body than for the next event."""
    limits = http_response.request.extensions.get("timeout")
    if event_timeout is not None and is_object(limits):
        read: float | None = limits.get("read")
        limits["read"] = event_timeout if read is None else min(read, event_timeout)


def _fits(events: Events, http_response: httpx2.Response) -> bool:
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
    return events.framing == "lines" and received.partition("/")[2] in LINE_SUBTYPES


def _no_stream(events: Events, context: CallContext) -> SDKError:
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
