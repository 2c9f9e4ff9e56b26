"""Tables that describe streams, and the operations that respond with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from ..operation import Operation

T = TypeVar("T")
E = TypeVar("E")


@dataclass(eq=False, repr=False)
class Accumulator:
    """How the items of a stream add up to one value: by `rules`, or one event contains it.

    - `result`: returns the type of the value.
    - `rules`: `concat`, `extend`, `index`, `append` or `into:NAME`, by dotted path. A path without
      a rule keeps its last value that is not null or empty; see `Sum` for the items of lists.
    - `event`, `property`: the event that contains the value, and its property.
    - `text`: the dotted path of the text in an item.
    """

    result: Callable[[], Any]
    rules: Mapping[str, str] = field(default_factory=dict[str, str])
    event: str = ""
    property: str = ""
    text: str = ""


@dataclass(eq=False, repr=False)
class Events:
    """A response that consists of items: server-sent events, or a JSON value per line.

    - `type`: returns the type of an item.
    - `sentinel`: the data that ends the stream.
    - `error`: the property of an item that contains an error.
    - `envelope`: whether the item is the event with its fields, not its data alone.
    - `reconnect`: whether the stream reconnects if the call does not say so.
    - `declared`: whether the document has the stream; if not, one JSON value is a stream of one
      item.
    """

    status: str
    media_type: str
    type: Callable[[], Any]
    framing: Literal["events", "lines"] = "events"
    sentinel: str = ""
    error: str = ""
    envelope: bool = False
    declared: bool = True
    reconnect: bool = False
    accumulator: Accumulator | None = None
    cache: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """Values that are computed once from this table."""


@dataclass(eq=False, repr=False)
class StreamOperation(Operation[Any], Generic[E]):
    """An operation that always responds with a stream of items of type `E`."""

    events: Events

    @property
    def switch_member(self) -> dict[str, bool]:
        """The member of the body that asks for a stream: there is none."""
        return {}


@dataclass(eq=False, repr=False)
class SwitchOperation(Operation[T], Generic[T, E]):
    """An operation that responds with a stream if the body's property `switch` is true.

    If `switch` is empty, the `Accept` header decides.
    """

    events: Events
    switch: str

    @property
    def switch_member(self) -> dict[str, bool]:
        """The member of the body that asks for a stream, if there is one."""
        return {self.switch: True} if self.switch else {}
