"""The tables that describe a stream, and the operations that respond with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from ..operation import Operation

T = TypeVar("T")
E = TypeVar("E")


@dataclass(eq=False, repr=False)
class Accumulator:
    """How the items of a stream add up to a whole: by `rules`, or one event carries it.

    A rule is `concat`, `index`, `append` or `into:NAME`; a path without one keeps its last value
    that is not null.
    """

    whole: Callable[[], Any]
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    event: str = ""
    property: str = ""
    text: str = ""


@dataclass(eq=False, repr=False)
class Events:
    """An answer that arrives item by item: server-sent events, or JSON values a line.

    `sentinel` is the data that ends the stream, `error` the property of an item that carries an
    error. With `envelope` the item is the whole event rather than its data.
    """

    status: str
    media_type: str
    type: Callable[[], Any]
    framing: Literal["events", "lines"] = "events"
    sentinel: str = ""
    error: str = ""
    envelope: bool = False
    accumulator: Accumulator | None = None
    cache: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """What the stream makes once of this table."""


@dataclass(eq=False, repr=False)
class StreamOperation(Operation[Any], Generic[E]):
    """An operation that always answers item by item, each an `E`."""

    events: Events

    @property
    def switch_member(self) -> dict[str, bool]:
        """The member of the body that asks for a stream: none."""
        return {}


@dataclass(eq=False, repr=False)
class SwitchOperation(Operation[T], Generic[T, E]):
    """An operation that answers item by item when the body's property `switch` is true.

    Without one it does so when `Accept` asks for it.
    """

    events: Events
    switch: str

    @property
    def switch_member(self) -> dict[str, bool]:
        """The member of the body that asks for a stream, if there is one."""
        return {self.switch: True} if self.switch else {}
