"""The plan of a stream: how its events become items. Made once for each `Events` table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from ..response.json_text import parse_json
from ..response.lenient import is_model, property_of, validator, wire_fields
from .sse import Event

if TYPE_CHECKING:
    from .stream_operation import Events


class Plan:
    """The compiled form of an `Events` table."""

    def __init__(self, events: Events) -> None:
        self.annotation: Any = events.type()
        self.sentinel = events.sentinel.encode()
        self.envelope = events.envelope
        self.error = events.error or "error"
        self.declared = bool(events.error)
        self.error_of = _error_getter(self.annotation, self.error)
        self.validate = self._validator(events)

    @classmethod
    def of(cls, events: Events) -> Plan:
        """The plan of a table, cached in it."""
        plan: Plan | None = events.cache.get("plan")
        if plan is None:
            plan = events.cache["plan"] = cls(events)
        return plan

    def parsed(self, event: Event) -> Any:
        """The JSON of an event's item. Raises ValueError if it is not JSON."""
        value = parsed(event)
        return {**_frame(event), "data": value} if self.envelope else value

    def _validator(self, events: Events) -> Callable[[bytes], Any]:
        if events.framing == "events" and self.annotation is str:
            compiled: Callable[[Any], Any] = _text  # the data itself is the item
        else:
            compiled = validator(self.annotation)
        validate = _unwrapping(compiled) if events.envelope else compiled
        # A type that accepts anything also accepts the sentinel and empty data.
        rejected = tuple(data for data in (self.sentinel, b"") if _takes(validate, data))
        return _rejecting(validate, rejected) if rejected else validate


def parsed(event: bytes) -> Any:
    """The JSON of an event. Invalid UTF-8 is replaced, as the standard requires."""
    try:
        return parse_json(event)
    except ValueError:
        return parse_json(event.decode("utf-8", "replace"))


def _text(event: bytes) -> str:
    return Event.of(event).text


def _frame(data: bytes) -> dict[str, Any]:
    """The fields of an event, beside its data, that the server sent."""
    event = Event.of(data)
    fields = {"event": event.name, "id": event.id, "retry": event.retry}
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _unwrapping(compiled: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """The validator of events with their fields. Their data is JSON if that matches, else text."""

    def validate(event: bytes) -> Any:
        frame = to_json(_frame(event))[1:-1]
        rest = b"," + frame if frame else b""
        try:
            return compiled(b'{"data":' + event + rest + b"}")
        except ValueError as invalid:
            try:
                return compiled(b'{"data":' + to_json(_text(event)) + rest + b"}")
            except ValueError:
                raise invalid from None

    return validate


def _error_getter(annotation: Any, wire: str) -> Callable[[Any], Any]:
    """A function that returns the property of an item for errors; None if there is no error."""
    if is_model(annotation):
        for name, known, _ in wire_fields(annotation):
            if known == wire:
                return attrgetter(name)
    return partial(property_of, wire=wire)


def _takes(validate: Callable[[bytes], Any], event: bytes) -> bool:
    try:
        validate(event)
    except ValueError:
        return False
    return True


def _rejecting(
    validate: Callable[[bytes], Any], rejected: tuple[bytes, ...]
) -> Callable[[bytes], Any]:
    def guarded(event: bytes) -> Any:
        if event.strip() in rejected:
            raise ValueError("not an item")
        return validate(event)

    return guarded
