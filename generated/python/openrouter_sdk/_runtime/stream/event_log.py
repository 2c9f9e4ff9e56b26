"""What a stream keeps of the items it has delivered, for when someone asks for the whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING
from zlib import compress, decompress

from .sse import Event

if TYPE_CHECKING:
    from .stream_operation import Accumulator

_BATCH = 64
_BETWEEN = b"\0"  # no JSON text holds it as it is


class EventLog:
    """Keeps nothing: for a stream that adds up to nothing."""

    keep: Callable[[bytes], None]
    """Called with each event that was an item."""

    def __init__(self) -> None:
        self.keep = deque[bytes](maxlen=0).append

    def pack(self) -> None:
        """Called now and then: time to make what is kept smaller."""

    def texts(self) -> Iterator[bytes]:
        """The JSON of the events that were kept, in order."""
        return iter(())


class EveryEvent(EventLog):
    """Keeps every event, in batches. What all events of one start and end with is stored once."""

    def __init__(self) -> None:
        self._recent: list[bytes] = []
        self._packed: list[_Batch] = []
        self._start = self._end = b""
        self.keep = self._recent.append

    def pack(self) -> None:
        recent = self._recent
        if len(recent) < _BATCH:
            return
        if not self._packed:
            self._start, self._end = _common(*recent[-2:])
        start, end = self._start, self._end
        head, tail = len(start), -len(end) or None
        middles = [text[head:tail] for text in recent]
        whole = _BETWEEN.join(recent)
        if start + (end + _BETWEEN + start).join(middles) + end == whole:
            self._packed.append(_Batch(start, _BETWEEN.join(middles), end))
        else:  # as the first and the last of a stream, which differ from those between
            self._packed.append(_Batch(compressed=compress(whole, 1)))
        recent.clear()

    def texts(self) -> Iterator[bytes]:
        return chain(chain.from_iterable(batch.texts() for batch in self._packed), self._recent)


class _Batch:
    """Events that were kept: what they start and end with and their middles, or all compressed."""

    __slots__ = ("_compressed", "_end", "_middles", "_start")

    def __init__(
        self, start: bytes = b"", middles: bytes = b"", end: bytes = b"", compressed: bytes = b""
    ) -> None:
        self._start = start
        self._middles = middles
        self._end = end
        self._compressed = compressed

    def texts(self) -> list[bytes]:
        """The events, as they were."""
        if self._compressed:
            return decompress(self._compressed).split(_BETWEEN)
        return [self._start + middle + self._end for middle in self._middles.split(_BETWEEN)]


class OneEvent(EventLog):
    """Keeps the last event that may carry the whole."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tag = b'"%s"' % name.encode()
        self._carrier = b""
        self.keep = self._keep

    def _keep(self, event: bytes) -> None:
        name = event.name if isinstance(event, Event) else ""
        if name == self._name or (not name and event.find(self._tag) >= 0):
            self._carrier = event

    def texts(self) -> Iterator[bytes]:
        return iter([self._carrier] if self._carrier else [])


def log_for(accumulator: Accumulator | None) -> EventLog:
    """The record that a accumulator needs."""
    if accumulator is None:
        return EventLog()
    return OneEvent(accumulator.event) if accumulator.event else EveryEvent()


def _common(one: bytes, two: bytes) -> tuple[bytes, bytes]:
    """What two texts both start with, and what the rest of both ends with."""
    start = one[: _shared(one, two)]
    one, two = one[len(start) :], two[len(start) :]
    return start, one[len(one) - _shared(one[::-1], two[::-1]) :]


def _shared(one: bytes, two: bytes) -> int:
    """How many bytes two texts start with alike."""
    unlike = (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(unlike, min(len(one), len(two)))
