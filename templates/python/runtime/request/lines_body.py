"""JSON values by line as a request body: NDJSON, JSON Lines, and JSON text sequences (RFC 7464)."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from pydantic import BaseModel

from ..errors import RequestError
from ..files.upload import Upload
from ..json_types import is_array
from .content import Content, StreamedBody
from .json_body import to_json
from .raw_body import RawBody

_FILE_TUPLE = (2, 3)


@dataclass(eq=False, repr=False)
class LinesBody(RawBody):
    """A request body of JSON values by line. `prepare_item` completes a value by its type."""

    prepare_item: Callable[[Any], Any] | None = None

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content, and its media type.

        A list is encoded before anything is sent. The items of any other iterable, and on the async
        client of an async iterable, are sent as they are produced; bytes among them are sent
        unchanged. Text, bytes and files are the body itself, as in `RawBody`. Raises `RequestError`
        for any other value, with the place of the item (`body[2].name`).
        """
        if _is_raw(value):
            return super().encode(value)
        if is_array(value):
            return b"".join(self.line(item, place) for place, item in enumerate(value)), self._type
        if _is_one(value):
            raise RequestError("expected an iterable of items, not one item", path="body")
        if _is_async(value) or _is_iterable(value):
            return _Lines(value, self), self._type
        message = f"expected an iterable of items, not {type(value).__name__}"
        raise RequestError(message, path="body")

    def line(self, item: Any, place: int) -> bytes:
        """An item as a line, which for a JSON text sequence begins with a record separator."""
        path = f"body[{place}]"
        if self.prepare_item is not None:
            try:
                item = self.prepare_item(item)
            except RequestError as error:
                inner = f"{path}.{error.path}" if error.path else path
                raise RequestError(error.message, path=inner) from None
        return self._start + to_json(item, path) + b"\n"

    @property
    def _start(self) -> bytes:
        return b"\x1e" if self._type.endswith("json-seq") else b""

    @property
    def _type(self) -> str:
        return self.media_type.partition(";")[0].strip().lower()


class _Lines(StreamedBody):
    """A body whose lines are made while it is sent."""

    def __init__(self, items: Iterable[Any] | AsyncIterable[Any], body: LinesBody) -> None:
        self._items = items
        self._body = body
        self._sent = False

    @property
    def length(self) -> int | None:
        return None

    @property
    def sendable(self) -> bool:
        """Whether the body can be sent: again only if the items can be iterated again."""
        return not self._sent or not isinstance(self._items, Iterator | AsyncIterator)

    @property
    def needs_event_loop(self) -> bool:
        return _is_async(self._items)

    def __iter__(self) -> Iterator[bytes]:
        self._sent = True
        assert isinstance(self._items, Iterable)
        for place, item in enumerate(self._items):
            if line := self._line(item, place):
                yield line

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._sent = True
        if isinstance(self._items, AsyncIterable):
            place = 0
            async for item in self._items:
                if line := self._line(item, place):
                    yield line
                place += 1
            return
        from anyio.to_thread import run_sync

        lines = iter(self)
        while line := await run_sync(lambda: next(lines, b"")):
            yield line

    def _line(self, item: Any, place: int) -> bytes:
        """The line of an item; an empty chunk would end the body."""
        if isinstance(item, bytes | bytearray):
            return bytes(item)
        return self._body.line(item, place)


def _is_async(value: object) -> TypeGuard[AsyncIterable[Any]]:
    return isinstance(value, AsyncIterable) and not isinstance(value, Iterable)


def _is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable)


def _is_one(value: object) -> bool:
    """Whether a value is an object, not several; a page of a list is several."""
    if isinstance(value, BaseModel):
        return not hasattr(value, "iter_items")
    return isinstance(value, Mapping)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _is_raw(value: object) -> bool:
    """Whether a value is the body itself: text, bytes, a file, or a file with its name."""
    if _is_tuple(value):
        return len(value) in _FILE_TUPLE and (value[0] is None or isinstance(value[0], str))
    if isinstance(value, str | bytes | bytearray | os.PathLike | Upload):
        return True
    return hasattr(value, "read")
