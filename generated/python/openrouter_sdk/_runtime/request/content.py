"""Bodies that are not JSON: forms, files, text and bytes."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any, TypeAlias, TypeGuard

import httpx2

from ..errors import RequestError
from ..json_types import is_object
from ..operation import Body
from .json_body import sound, to_json

_PIECE = 65_536


class FileSource:
    """A file that is read while it is sent: an open one from where it stands, or by its path."""

    def __init__(self, file: os.PathLike[str] | IO[bytes], path: str) -> None:
        self._file = file
        self._start: int | None = None
        self.length: int | None = None
        self.name = ""
        if isinstance(file, os.PathLike):
            self.name = Path(file).name
            try:
                self.length = os.stat(file).st_size
            except OSError as error:
                raise RequestError(
                    f"the file cannot be read: {error.strerror}", path=path
                ) from error
            return
        named = getattr(file, "name", "")
        self.name = os.path.basename(named) if isinstance(named, str) else ""
        try:
            self._start = file.tell()
            self.length = file.seek(0, os.SEEK_END) - self._start
            file.seek(self._start)
        except (OSError, AttributeError, ValueError):
            self._start = None

    @property
    def replayable(self) -> bool:
        """Whether the file can be read again for another attempt."""
        return isinstance(self._file, os.PathLike) or self._start is not None

    def pieces(self) -> Iterator[bytes]:
        """The content, from its beginning."""
        if isinstance(self._file, os.PathLike):
            with open(self._file, "rb") as opened:
                while piece := opened.read(_PIECE):
                    yield piece
            return
        if self._start is not None:
            self._file.seek(self._start)
        while piece := self._file.read(_PIECE):
            yield piece


class FileBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body made of bytes and files, in order. In an event loop the files are read in a thread."""

    def __init__(self, parts: list[bytes | FileSource]) -> None:
        self._parts = parts
        self._sent = False

    @property
    def length(self) -> int | None:
        """The number of bytes, or None where a file does not tell."""
        total = 0
        for part in self._parts:
            size = part.length if isinstance(part, FileSource) else len(part)
            if size is None:
                return None
            total += size
        return total

    @property
    def sendable(self) -> bool:
        """Whether the body can be sent now: again only where every file can be read again."""
        return not self._sent or all(
            part.replayable for part in self._parts if isinstance(part, FileSource)
        )

    def __iter__(self) -> Iterator[bytes]:
        self._sent = True
        for part in self._parts:
            if isinstance(part, FileSource):
                yield from part.pieces()
            else:
                yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from asyncio import to_thread

        pieces = iter(self)
        while (piece := await to_thread(next, pieces, None)) is not None:
            yield piece


Content: TypeAlias = bytes | FileBody
"""What goes out as a body."""


def encode_body(body: Body, value: Any) -> tuple[Content, str]:
    """The bytes of a body that is not JSON, and its media type with parameters.

    Raises `RequestError` for a value that has no form in the media type.
    """
    if body.kind == "form":
        from .form import encode_form

        return encode_form(body, value), body.media_type
    if body.kind == "multipart":
        from .multipart import encode_multipart

        return encode_multipart(body, value)
    media_type = body.media_type
    if isinstance(value, str) and body.kind == "text" and "charset" not in media_type:
        media_type += "; charset=utf-8"
    return raw_content(
        value, "body"
    ), "application/octet-stream" if "*" in media_type else media_type


def raw_content(value: Any, path: str) -> Content:
    """Bytes as they are, a file read while it is sent."""
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, str):
        return sound(value, path).encode()
    if is_file(value):
        return FileBody([FileSource(value, path)])
    raise RequestError(f"bytes, a file or a path is needed, not {type(value).__name__}", path=path)


def is_file(value: object) -> TypeGuard[os.PathLike[str] | IO[bytes]]:
    """Whether a value can be read while it is sent: a path object or an open file."""
    return isinstance(value, os.PathLike) or hasattr(value, "read")


def members(value: Any, path: str) -> dict[str, Any]:
    """The members of a form: those of a mapping, or those set on a model, by wire name."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_unset=True, warnings=False)
    if is_object(value):
        return value
    raise RequestError(f"an object is needed, not {type(value).__name__}", path=path)


def form_text(value: Any, path: str) -> str:
    """A form's value as text: scalars plain, anything else as JSON."""
    if isinstance(value, str):
        return sound(value, path)
    text = to_json(value, path).decode()
    return text[1:-1] if text.startswith('"') and "\\" not in text else text
