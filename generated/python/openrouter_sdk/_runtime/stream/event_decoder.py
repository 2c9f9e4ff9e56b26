"""Decode the events of a stream: each is an item, the end, an error, or is skipped.

Shared by the sync and the async stream.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx2
from pydantic import ValidationError

from ..call.frames import drop_tracebacks
from ..errors import (
    APIError,
    ClosedError,
    EventTooLargeError,
    SDKError,
    StreamError,
    StreamInterruptedError,
    StreamTimeoutError,
    TruncatedStreamError,
)
from ..json_types import is_object
from ..response.decode import holds_error, strict_error
from ..response.json_text import parse_json
from ..response.lenient import repair
from . import json_lines as lines
from . import sse
from .event_log import log_for
from .event_plan import Plan, parsed
from .sse import Event

if TYPE_CHECKING:
    from ..call.context import CallContext
    from .stream_operation import Events

E = TypeVar("E")
S = TypeVar("S", bound=StreamError)

_SHOWN = 500  # characters of the received text in an error
_DONE = b"[DONE]"  # ends the streams of many servers, without being in their documents


class EventDecoder(Generic[E]):
    """The state of one stream: what its events are decoded with, and what has been delivered."""

    def __init__(self, events: Events, context: CallContext) -> None:
        plan = Plan.of(events)
        self.framer = sse.Decoder() if events.framing == "events" else lines.Decoder()
        self.validate: Callable[[bytes], E] = plan.validate
        self.error_of = plan.error_of
        self.log = log_for(events.accumulator)
        self.last: bytes | None = None
        self.delivered = 0
        self.finished = False
        self.context = context
        self.accumulator = events.accumulator
        self.item_annotation = plan.annotation
        self._plan = plan

    def idle_timer(self) -> Callable[[list[bytes]], None] | None:
        """A function that is called with the events of each chunk, if their distance is limited.

        It raises StreamTimeoutError if chunks without events, such as comments, arrive for longer.
        """
        limit = self.context.event_timeout
        if limit is None:
            return None
        heard = time.monotonic()

        def check(events: list[bytes]) -> None:
            nonlocal heard
            now = time.monotonic()
            if events:
                heard = now
            elif now - heard > limit:
                raise self._failed(StreamTimeoutError, f"no event within {limit:g} s")

        return check

    def check(self, event: bytes, item: E) -> None:
        """Raise the error of an event that is a valid item, if it contains one."""
        if isinstance(event, Event) and event.name == "error":
            raise self._event_error(event)
        if self.error_of(item) is None:
            return
        value = parsed(event)
        if is_object(value) and self._holds_error(value):
            raise self.context.api_error(value, bytes(event))

    def repair_invalid(self, data: bytes, invalid: ValueError) -> list[E] | None:
        """Decode an event that does not match the type of the items.

        Returns the item as far as it fits, no item for an event to skip, or None for the end of the
        stream. Raises the error in the event, and StreamError if the event is none of these.
        """
        event = Event.of(data)
        if event.stray:
            return self._stray(event.stray)
        data = data.strip()
        if data == (self._plan.sentinel.strip() or _DONE):
            self.finished = True
            return None
        if event.name == "error":
            raise self._event_error(event)
        if not data:
            return []
        try:
            value = self._plan.parsed(event)
        except ValueError as not_json:
            raise self._failed(
                StreamError, "an event of the stream is not JSON", event.text
            ) from not_json
        content = value.get("data") if self._plan.envelope else value
        if content is None:
            return []
        if is_object(content) and self._holds_error(content):
            raise self.context.api_error(content, bytes(event))
        if self.context.strict and isinstance(invalid, ValidationError):
            raise strict_error(self.context.response, invalid) from invalid
        paths: list[str] = []
        item: E = repair(self._plan.annotation, value, paths)
        if "" in paths:
            raise self._failed(
                StreamError,
                "an event of the stream does not match the type of the items",
                event.text,
            ) from invalid
        self.context.logger.debug(
            "%s: an item differs from the document at %s", self.context.operation, ", ".join(paths)
        )
        return [item]

    def finish(self) -> Iterator[E]:
        """The items that are completed by the end of the body.

        Raises TruncatedStreamError if the body ends inside an item or without the end mark.
        """
        for event in self.framer.finish():
            try:
                items = self._last(event)
            except StreamError as error:
                what = "the stream ended in the middle of an item"
                raise self._failed(TruncatedStreamError, what, Event.of(event).text) from error
            if items is None:
                return
            yield from items
        if self._plan.sentinel:
            what = f"the stream ended without {self._plan.sentinel.decode()}"
            raise self._failed(TruncatedStreamError, what)
        self.finished = True

    def connection_error(self, error: Exception, closed: bool) -> SDKError:
        """The SDK's exception for one of the transport's, which becomes its cause."""
        if closed:
            return ClosedError("the stream is closed")
        drop_tracebacks(error, self.context.service)
        if isinstance(error, httpx2.TimeoutException):
            return self._failed(StreamTimeoutError, "nothing more arrived in time")
        what = (
            "the body cannot be decoded"
            if isinstance(error, httpx2.DecodingError)
            else "the connection was lost"
        )
        return self._failed(StreamInterruptedError, f"{what}: {error}" if str(error) else what)

    def too_large(self, error: EventTooLargeError) -> EventTooLargeError:
        """The exception for an event above the limit, with what had arrived."""
        return self._failed(EventTooLargeError, error.message)

    def _last(self, event: bytes) -> list[E] | None:
        try:
            item = self.validate(event)
        except ValueError as invalid:
            items = self.repair_invalid(event, invalid)
            if not items:
                return items
            (item,) = items
        else:
            self.check(event, item)
        self.log.keep(event)
        self.last = event
        self.delivered += 1
        return [item]

    def _stray(self, line: bytes) -> list[E]:
        try:
            value = parse_json(line)
        except ValueError:
            return []
        if is_object(value) and value.get(self._plan.error):
            raise self.context.api_error(value, line)
        self.context.logger.debug("%s: skipped a line that is not an event", self.context.operation)
        return []

    def _holds_error(self, value: dict[str, Any]) -> bool:
        if self._plan.declared:
            return bool(value.get(self._plan.error))
        return isinstance(value.get("error"), dict) and holds_error(self._plan.annotation, value)

    def _event_error(self, event: Event) -> APIError:
        try:
            value = parsed(event)
        except ValueError:
            value = event.text
        return self.context.api_error(value, event.text)

    def _failed(self, kind: type[S], what: str, received: str | None = None) -> S:
        if received is None:
            received = Event.of(self.last).text if self.last else ""
        count = "1 event" if self.delivered == 1 else f"{self.delivered} events"
        return kind(
            f"{what} (after {count})",
            received=received[-_SHOWN:],
            events=self.delivered,
            response=self.context.response,
        )
