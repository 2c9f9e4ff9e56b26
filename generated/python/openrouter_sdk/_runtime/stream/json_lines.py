"""JSON values by line: NDJSON, JSON Lines, and JSON text sequences (RFC 7464).

`Decoder` has the interface of `sse.Decoder`: bytes in, lines out, no I/O.
"""

from __future__ import annotations

from io import BytesIO

from ..errors import EventTooLargeError
from .sse import MAX_EVENT_BYTES

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\x1e"  # JSON whitespace without the line end, and the record separator of RFC 7464


class Decoder:
    """Splits the chunks of a body into lines that are not blank. `limit` is in bytes per line."""

    __slots__ = ("_pending", "_size", "_started", "limit")

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.limit = limit
        self._pending = BytesIO()
        self._size = 0
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines that `chunk` completes, in order.

        Raises EventTooLargeError if a line, complete or not, is larger than the limit.
        """
        end = chunk.rfind(b"\n")
        if end < 0:
            self._keep(chunk)
            return []
        self._pending.write(chunk[:end])
        lines = self._take().split(b"\n")
        self._keep(chunk[end + 1 :])
        return self._events(lines)

    def finish(self) -> list[bytes]:
        """Return the last line, if the body ended without a line end."""
        return self._events([self._take()])

    def _events(self, lines: list[bytes]) -> list[bytes]:
        if not self._started:
            self._started = True
            lines[0] = lines[0].removeprefix(_BOM)
        if any(len(line) > self.limit for line in lines):
            raise self._too_large()
        return [line for line in (line.strip(_BLANK) for line in lines) if line]

    def _keep(self, text: bytes) -> None:
        if text:
            self._pending.write(text)
            self._size += len(text)
            if self._size > self.limit:
                raise self._too_large()

    def _take(self) -> bytes:
        text = self._pending.getvalue()
        self._pending = BytesIO()
        self._size = 0
        return text

    def _too_large(self) -> EventTooLargeError:
        return EventTooLargeError(f"a line of the stream is larger than {self.limit} bytes")
