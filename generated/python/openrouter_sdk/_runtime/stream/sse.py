"""Decode server-sent events from the bytes of a body.

This is the algorithm of the WHATWG HTML standard, section 9.2.6 "Interpreting an event stream", as
a push parser without I/O: `Decoder.feed` takes any chunk of the body and returns the events that it
completes.

The time is linear in the input for any chunk size: a boundary is searched for in the new chunk
only. The memory is that of the largest event: its chunks are collected in one buffer, which becomes
the event without a copy.
"""

from __future__ import annotations

from io import BytesIO
from itertools import chain

from ..errors import EventTooLargeError

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""The default limit of an event, in bytes."""

_BOM = b"\xef\xbb\xbf"
_DATA = b"data: "
_NEXT_DATA = b"\ndata: "
_END = b"\n\n"
# Single bytes as numbers, for which `in` and `find` are fastest.
_LF, _CR, _COLON = 0x0A, 0x0D, 0x3A


class Event(bytes):
    """One event. It is a `bytes` object of its data, which a JSON validator takes unchanged.

    An event without other fields stays plain `bytes`: see `of`.
    """

    name: str = ""
    """The `event` field; empty if there is none, which the standard calls `message`."""
    id: str = ""
    """The last event id at this point of the stream; it stays until the server sends another."""
    retry: int | None = None
    """The `retry` field of this event: the reconnection time in milliseconds."""
    stray: bytes = b""
    """A line that looks like a JSON object and not like a field; the event has no data then.

    The standard ignores such a line, but some servers report errors this way.
    """

    @classmethod
    def of(cls, data: bytes) -> Event:
        """The event with all its fields."""
        return data if isinstance(data, Event) else cls(data)

    @property
    def text(self) -> str:
        """The data as text. Invalid UTF-8 becomes U+FFFD, as the standard requires."""
        return self.decode("utf-8", "replace")


class Decoder:
    """Splits the chunks of a body into events. `limit` is the size of an event, in bytes."""

    __slots__ = (
        "_carriage",
        "_fresh",
        "_id",
        "_names",
        "_newline",
        "_one_line",
        "_pending",
        "_size",
        "_started",
        "has_id",
        "limit",
        "retry",
    )

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.limit = limit
        # An unfinished event, with LF as line end and without a line end after it.
        self._pending = BytesIO()
        self._size = 0
        # It is one line of data so far, of which `_pending` has what follows the field name.
        self._one_line = False
        # A line end after `_pending`, held back: with another one it ends the event.
        self._newline = False
        # The last chunk ended with CR, so a LF at the start of the next belongs to it.
        self._carriage = False
        # Past the place for a byte order mark.
        self._started = False
        self._id = ""
        # The names of events by their lines, as a few names repeat.
        self._names: dict[bytes, str] = {}
        # Between events, with nothing pending.
        self._fresh = False
        self.has_id = False
        """Whether a complete event has set the id, also to an empty one."""
        self.retry: int | None = None
        """The last `retry` field: the reconnection time in milliseconds."""

    @property
    def last_id(self) -> str:
        """The last event id: that of the last complete event that set one."""
        return self._id

    def following(self) -> Decoder:
        """A decoder for the next response of the same stream; an incomplete event is dropped."""
        decoder = Decoder(self.limit)
        decoder._id, decoder.has_id, decoder.retry = self._id, self.has_id, self.retry
        return decoder

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the events that `chunk` completes, in order; plain `bytes` if they have only data.

        Raises EventTooLargeError if an event, complete or not, is larger than the limit.
        """
        if self._fresh and chunk[-2:] == _END and _CR not in chunk and len(chunk) <= self.limit:
            # Most servers send exactly one event at a time, and most events are one line.
            end = len(chunk) - 2
            if chunk[:6] == _DATA and chunk.find(_LF) == end and not self._id:
                return [chunk[6:-2]]
            line = chunk.find(_LF) if self._names else 0
            name = self._names.get(chunk[:line])
            if name and chunk.find(_LF, line + 1) == end and chunk[line + 1 : line + 7] == _DATA:
                event = Event(chunk[line + 7 : -2])
                event.name = name
                if self._id:
                    event.id = self._id
                return [event]
            head, found, last = chunk.partition(_NEXT_DATA)
            if not found or last.find(_LF) < len(last) - 2:
                if chunk[0] != _LF and chunk.find(_END) == end:
                    return self._fields(chunk[:-2])
            elif _END not in head and head[-1:] != b"\n":
                return self._fields(head, last[:-2])
        text = self._lines(chunk)
        end = text.rfind(_END) if _LF in text else -1
        if end < 0:
            self._keep(text)
            return []
        events: list[bytes] = []
        start = 0
        if self._size:
            start = text.find(_END) + 2
            self._append(text[: start - 2])
            if self._one_line and not self._id:
                events = [self._release()]
            else:
                unfinished = self._take()
                events = self._events(unfinished, 0, len(unfinished))
        if start < end:
            events += self._events(text, start, end)
        self._keep(text[end + 2 :])
        return events

    def finish(self) -> list[bytes]:
        """Return the event that the end of the body left incomplete.

        The standard discards it.
        """
        return self._block(self._take())

    def _lines(self, chunk: bytes) -> bytes:
        """The chunk with LF as line end, after a line end that was held back."""
        if not self._started:
            chunk = self._past_mark(chunk)
        if self._carriage and chunk:
            self._carriage = False
            chunk = chunk.removeprefix(b"\n")
        if _CR in chunk:
            self._carriage = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if self._newline and chunk:
            self._newline = False
            chunk = b"\n" + chunk
        return chunk if self._size else chunk.lstrip(b"\n")

    def _past_mark(self, chunk: bytes) -> bytes:
        start = self._take() + chunk
        if len(start) < len(_BOM) and _BOM.startswith(start):
            self._keep(start)
            return b""
        self._started = True
        return start.removeprefix(_BOM)

    def _keep(self, text: bytes) -> None:
        if text.endswith(b"\n"):
            self._newline = True
            text = text[:-1]
        if text:
            self._append(text)
        unfinished = self._size or self._newline or self._carriage
        self._fresh = self._started and not unfinished

    def _append(self, text: bytes) -> None:
        if not self._size and text.startswith(_DATA) and _LF not in text:
            self._one_line = True
            self._pending.write(memoryview(text)[len(_DATA) :])
        else:
            if self._one_line and _LF in text:
                self._join_field()
            self._pending.write(text)
        self._size += len(text)
        if self._size > self.limit:
            raise self._too_large()

    def _join_field(self) -> None:
        """Put the field name before the first line, as another line follows."""
        line = self._pending.getvalue()
        self._pending = BytesIO()
        self._pending.write(_DATA)
        self._pending.write(line)
        self._one_line = False

    def _release(self) -> bytes:
        text = self._pending.getvalue()
        self._pending = BytesIO()
        self._size = 0
        self._one_line = False
        return text

    def _take(self) -> bytes:
        return _DATA + self._release() if self._one_line else self._release()

    def _events(self, text: bytes, start: int, end: int) -> list[bytes]:
        """The events of the complete blocks between two offsets, without the last blank line."""
        if end - start <= self.limit and not self._id and text.startswith(_DATA, start):
            data = text[start + 6 : end]
            if _LF not in data:
                return [data]
            chunks = data.split(_END + _DATA)
            if _LF not in b"".join(chunks):  # every block is one line of data
                return chunks
        return list(chain.from_iterable(map(self._block, text[start:end].split(_END))))

    def _block(self, block: bytes) -> list[bytes]:
        """The event of a block of lines, if it has data, after the stray lines in it."""
        if len(block) > self.limit:
            raise self._too_large()
        head, found, last = block.partition(_NEXT_DATA)
        return self._fields(head, last) if found and _LF not in last else self._fields(block)

    def _fields(self, lines: bytes, last: bytes | None = None) -> list[bytes]:
        """`_block` of lines; `last` is a last line of data without its field name."""
        if last is not None and lines in self._names:
            return [self._event(last, self._names[lines], None)]
        data: list[bytes] = []
        events: list[bytes] = []
        name = ""
        retry = None
        for line in lines.split(b"\n"):
            field, found, value = line.partition(b": ")
            if not found or _COLON in field:  # without the space that most servers send
                field, _, value = line.partition(b":")
            if field == b"data":
                data.append(value)
            elif field == b"id":
                if 0 not in value:
                    self._id = value.decode("utf-8", "replace")
                    self.has_id = True
            elif field == b"event":
                name = value.decode("utf-8", "replace")
                if name and len(lines) < 64 and _LF not in lines and len(self._names) < 64:
                    self._names[lines] = name
            elif field == b"retry":
                if value.isdigit() and len(value) < 20:  # `int` refuses thousands of digits
                    self.retry = retry = int(value)
            elif line.startswith(b"{"):
                stray = Event()
                stray.stray = line
                events.append(stray)
        if data:
            data += [] if last is None else [last]
            last = b"\n".join(data) if len(data) > 1 else data[0]
        if last is not None:
            events.append(self._event(last, name, retry))
        return events

    def _event(self, data: bytes, name: str, retry: int | None) -> bytes:
        if not name and not self._id and retry is None:
            return data
        event = Event(data)
        if name:
            event.name = name
        if self._id:
            event.id = self._id
        if retry is not None:
            event.retry = retry
        return event

    def _too_large(self) -> EventTooLargeError:
        return EventTooLargeError(f"an event of the stream is larger than {self.limit} bytes")
