"""Server-sent events, decoded from bytes as they arrive.

This is the algorithm of the WHATWG HTML standard, section 9.2.6 "Interpreting an event stream", as
a push parser without I/O: `Decoder.feed` takes any piece of the body and returns the events that
it completes.

The work is linear in the input however it is cut: a boundary is looked for in the new piece only,
and the pieces of an unfinished event are joined once.
"""

from __future__ import annotations

from itertools import chain

from ..errors import EventTooLargeError

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""How large one event may grow, in bytes, unless the caller says otherwise."""

_BOM = b"\xef\xbb\xbf"
_DATA = b"data: "
# Single bytes as numbers: that is how `in` and `find` look for them fastest.
_LF, _CR, _COLON = 0x0A, 0x0D, 0x3A


class Event(bytes):
    """One event. It *is* its data, as it arrived: a JSON validator takes it as it stands.

    An event that is nothing but data stays plain `bytes` until someone asks for more: see `of`.
    """

    name: str = ""
    """The `event` field; empty where the server gave none, which the standard calls `message`."""
    id: str = ""
    """The last event id at this point of the stream; it stays until the server sends another."""
    retry: int | None = None
    """The `retry` field of this event: the reconnection time in milliseconds."""
    stray: bytes = b""
    """A line that is no field but looks like a JSON object; the event has no data then.

    The standard ignores it, but some servers report a failure that way.
    """

    @classmethod
    def of(cls, data: bytes) -> Event:
        """An event as what it is, with all its fields."""
        return data if isinstance(data, Event) else cls(data)

    @property
    def text(self) -> str:
        """The data as text. Invalid UTF-8 becomes U+FFFD: the standard's "UTF-8 decode"."""
        return self.decode("utf-8", "replace")


class Decoder:
    """Turns the pieces of one body into events. `limit` bounds one event, in bytes."""

    __slots__ = (
        "_carriage",
        "_fresh",
        "_id",
        "_newline",
        "_pending",
        "_size",
        "_started",
        "limit",
    )

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.limit = limit
        # An unfinished event: line ends are LF, there is no blank line in it, nor a line end after
        # it.
        self._pending: list[bytes] = []
        self._size = 0
        # A line end after `_pending`, held back: together with another one it ends the event.
        self._newline = False
        # The last piece ended in CR: a LF at the start of the next belongs to it.
        self._carriage = False
        # Past the place for a byte order mark.
        self._started = False
        self._id = ""
        # Between events, with none of the above to think of.
        self._fresh = False

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the events that `piece` completes, in order; plain `bytes` where all is data.

        Raises EventTooLargeError when an event, finished or not, is larger than the limit.
        """
        if (  # exactly one event of one line: what most servers send at a time
            self._fresh
            and piece[:6] == _DATA
            and piece.find(_LF) == len(piece) - 2
            and piece[-1] == _LF
            and _CR not in piece
            and len(piece) <= self.limit
        ):
            return [piece[6:-2]]
        text = self._lines(piece)
        end = text.rfind(b"\n\n") if _LF in text else -1
        if end < 0:
            self._keep(text)
            return []
        events: list[bytes] = []
        start = 0
        if self._pending:
            first = text.find(b"\n\n")
            self._pending.append(text[:first])
            unfinished = self._take()
            events = self._events(unfinished, 0, len(unfinished))
            start = first + 2
        if start < end:
            events += self._events(text, start, end)
        self._keep(text[end + 2 :])
        return events

    def finish(self) -> list[bytes]:
        """Return what the body ended in the middle of: no blank line completed it.

        The standard discards it.
        """
        return self._block(self._take())

    def _lines(self, piece: bytes) -> bytes:
        """The piece with LF for every line end, and the line end that was held back before it."""
        if not self._started:
            piece = self._past_mark(piece)
        if self._carriage and piece:
            self._carriage = False
            piece = piece.removeprefix(b"\n")
        if _CR in piece:
            self._carriage = piece.endswith(b"\r")
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if self._newline and piece:
            self._newline = False
            piece = b"\n" + piece
        return piece if self._pending else piece.lstrip(b"\n")

    def _past_mark(self, piece: bytes) -> bytes:
        self._pending.append(piece)
        start = self._take()
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
            self._pending.append(text)
            self._size += len(text)
            if self._size > self.limit:
                raise self._too_large()
        unfinished = self._pending or self._newline or self._carriage or self._id
        self._fresh = self._started and not unfinished

    def _take(self) -> bytes:
        text = b"".join(self._pending)
        self._pending.clear()
        self._size = 0
        return text

    def _events(self, text: bytes, start: int, end: int) -> list[bytes]:
        """The events of the whole blocks between two places, the last blank line left out."""
        if end - start <= self.limit and not self._id and text.startswith(_DATA, start):
            data = text[start + 6 : end]
            if _LF not in data:
                return [data]
            pieces = data.split(b"\n\n" + _DATA)
            if data.count(_LF) == 2 * (len(pieces) - 1):  # every block is one line of data
                return pieces
        return list(chain.from_iterable(map(self._block, text[start:end].split(b"\n\n"))))

    def _block(self, block: bytes) -> list[bytes]:
        """The event of a block of lines, if it has data, after the strays in it."""
        if len(block) > self.limit:
            raise self._too_large()
        data: list[bytes] = []
        events: list[bytes] = []
        name = ""
        retry = None
        for line in block.split(b"\n"):
            if line.startswith(_DATA):
                data.append(line[6:])
                continue
            if not line or line[0] == _COLON:
                continue
            field, _, value = line.partition(b":")
            value = value.removeprefix(b" ")
            if field == b"data":
                data.append(value)
            elif field == b"event":
                name = value.decode("utf-8", "replace")
            elif field == b"id":
                if b"\0" not in value:
                    self._id = value.decode("utf-8", "replace")
            elif field == b"retry":
                if value.isdigit() and len(value) < 20:  # `int` refuses thousands of digits
                    retry = int(value)
            elif line.startswith(b"{"):
                stray = Event()
                stray.stray = line
                events.append(stray)
        if data:
            events.append(self._event(data[0] if len(data) == 1 else b"\n".join(data), name, retry))
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
