"""The events of a stream that are kept until its final value is asked for."""

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
_BETWEEN = b"\0"  # never part of JSON text


class EventLog:
    """Keeps nothing: for a stream without a final value."""

    keep: Callable[[bytes], None]
    """Called with each event that is an item."""

    def __init__(self) -> None:
        self.keep = deque[bytes](maxlen=0).append

    def pack(self) -> None:
        """Compact the events that are kept. Called after each chunk of the body."""

    def texts(self) -> Iterator[bytes]:
        """The JSON of the events that are kept, in order."""
        return iter(())


class EveryEvent(EventLog):
    """Keeps every event, in batches. A common start and end of the events is stored once."""

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
        joined = _BETWEEN.join(recent)
        if start + (end + _BETWEEN + start).join(middles) + end == joined:
            self._packed.append(_Batch(start, _BETWEEN.join(middles), end))
        else:  # such as the first and last events of a stream, which differ from the others
            self._packed.append(_Batch(compressed=compress(joined, 1)))
        recent.clear()

    def texts(self) -> Iterator[bytes]:
        return chain(chain.from_iterable(batch.texts() for batch in self._packed), self._recent)


class _Batch:
    """A batch of events: their common start and end with their middles, or compressed."""

    __slots__ = ("_compressed", "_end", "_middles", "_start")

    def __init__(
        self, start: bytes = b"", middles: bytes = b"", end: bytes = b"", compressed: bytes = b""
    ) -> None:
        self._start = start
        self._middles = middles
        self._end = end
        self._compressed = compressed

    def texts(self) -> list[bytes]:
        """The events, unchanged."""
        if self._compressed:
            return decompress(self._compressed).split(_BETWEEN)
        return [self._start + middle + self._end for middle in self._middles.split(_BETWEEN)]


class OneEvent(EventLog):
    """Keeps the last event that may contain the final value."""

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
    """The log that an accumulator needs."""
    if accumulator is None:
        return EventLog()
    return OneEvent(accumulator.event) if accumulator.event else EveryEvent()


def _common(one: bytes, two: bytes) -> tuple[bytes, bytes]:
    """The common start of two texts, and the common end of the rest."""
    start = one[: _shared(one, two)]
    one, two = one[len(start) :], two[len(start) :]
    return start, one[len(one) - _shared(one[::-1], two[::-1]) :]


def _shared(one: bytes, two: bytes) -> int:
    """The number of bytes at the start that two texts share."""
    unlike = (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(unlike, min(len(one), len(two)))
