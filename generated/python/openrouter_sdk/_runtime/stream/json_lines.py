"""JSON values by line: NDJSON, JSON Lines, and JSON text sequences (RFC 7464).

`Decoder` has the interface of `sse.Decoder`: bytes in, lines out, no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from ..errors import EventTooLargeError
from ..response.json_text import parse_json
from .sse import MAX_EVENT_BYTES

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"  # JSON whitespace
_SEPARATOR = b"\x1e"  # starts a JSON text that may have several lines (RFC 7464)
_ENDS = frozenset(b'}]"0123456789el')  # the last bytes of JSON values


class Decoder:
    """Splits the chunks of a body into lines that are not blank. `limit` is in bytes per line.

    A record separator starts a text that ends with the line that completes its JSON, or at the next
    separator.
    """

    __slots__ = ("_pending", "_size", "_started", "_text", "limit")

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.limit = limit
        self._pending = BytesIO()
        self._size = 0
        self._started = False
        self._text: bytes | None = None
        """The incomplete text after a record separator."""

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
        last = self._events([self._take()])
        rest, self._text = self._text, None
        return [*last, *_without_blank([rest or b""])]

    def _events(self, lines: list[bytes]) -> list[bytes]:
        if not self._started:
            self._started = True
            lines[0] = lines[0].removeprefix(_BOM)
        if any(len(line) > self.limit for line in lines):
            raise self._too_large()
        if self._text is not None or any(_SEPARATOR in line for line in lines):
            lines = [text for line in lines for text in self._texts(line)]
        return _without_blank(lines)

    def _texts(self, line: bytes) -> Iterator[bytes]:
        """The texts that a line completes."""
        first, *others = line.split(_SEPARATOR)
        if self._text is None:
            yield first
        else:
            others.insert(0, self._text + b"\n" + first)
        yield from others[:-1]
        if others:
            self._text = others[-1]
            if len(self._text) > self.limit:
                raise self._too_large()
            if _is_complete(self._text):
                yield self._text
                self._text = None

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


def _without_blank(lines: list[bytes]) -> list[bytes]:
    return [line for line in (line.strip(_BLANK) for line in lines) if line]


def _is_complete(text: bytes) -> bool:
    """Whether a text is a JSON value."""
    text = text.rstrip(_BLANK)
    if not text or text[-1] not in _ENDS:
        return False
    try:
        parse_json(text)
    except ValueError:
        return False
    return True
