"""Request bodies with files, read while they are sent."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, TypeGuard

from ..errors import RequestError
from .content import StreamedBody

_CHUNK = 65_536
_SHOWN = 60


class FileSource:
    """A file that is read while it is sent.

    A path, a file opened for reading bytes, from its current position, or an iterator of bytes.
    """

    def __init__(self, file: os.PathLike[str] | IO[bytes] | Iterator[bytes], path: str) -> None:
        self._file = file
        self._path = path
        self._start: int | None = None
        self.length: int | None = None
        self.name = ""
        if isinstance(file, os.PathLike):
            self.name = Path(file).name
            self.length = _size(file, path)
        elif _is_open(file):
            self._measure(file)

    def _measure(self, file: IO[bytes]) -> None:
        named = getattr(file, "name", "")
        self.name = os.path.basename(named) if isinstance(named, str) else ""
        try:
            nothing: object = file.read(0)
        except (OSError, ValueError) as error:
            raise RequestError(f"the file cannot be read: {error}", path=self._path) from error
        if isinstance(nothing, str):
            message = "the file is open in text mode; open it for reading bytes, with mode 'rb'"
            raise RequestError(message, path=self._path)
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

    def chunks(self) -> Iterator[bytes]:
        """The content, from its start."""
        file = self._file
        if isinstance(file, os.PathLike):
            with open(file, "rb") as opened:
                while chunk := opened.read(_CHUNK):
                    yield chunk
        elif _is_open(file):
            if self._start is not None:
                file.seek(self._start)
            while chunk := file.read(_CHUNK):
                yield chunk
        else:
            for item in file:
                # An empty chunk would end the body.
                if chunk := self._checked(item):
                    yield chunk

    def _checked(self, item: object) -> bytes:
        if not isinstance(item, bytes | bytearray):
            kind = type(item).__name__
            raise RequestError(f"expected an iterator of bytes, not of {kind}", path=self._path)
        return bytes(item)


def _is_open(file: object) -> TypeGuard[IO[bytes]]:
    """Whether a value is an open file, not an iterator."""
    return hasattr(file, "read")


def _size(file: os.PathLike[str], path: str) -> int:
    try:
        status = os.stat(file)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise RequestError(message, path=path) from error
    if stat.S_ISDIR(status.st_mode):
        raise RequestError("expected a file, not a directory", path=path)
    if not os.access(file, os.R_OK):
        raise RequestError("the file cannot be read: permission denied", path=path)
    return status.st_size


def refuse_text(value: object, path: str) -> None:
    """Raise `RequestError` for text in place of a file: it may be a path or the content."""
    if isinstance(value, str):
        short = value if len(value) < _SHOWN else value[:_SHOWN] + "…"
        hint = short.replace("\\", "\\\\").replace('"', '\\"')
        message = f'expected a file: pass Path("{hint}") for a path, or bytes for the content'
        raise RequestError(message, path=path)


class FileBody(StreamedBody):
    """A body of bytes and files, in order. An event loop reads the files in a thread."""

    def __init__(self, parts: list[bytes | FileSource]) -> None:
        self._parts = parts
        self._sent = False

    @property
    def length(self) -> int | None:
        """The number of bytes, or None if the size of a file is unknown."""
        total = 0
        for part in self._parts:
            size = part.length if isinstance(part, FileSource) else len(part)
            if size is None:
                return None
            total += size
        return total

    @property
    def sendable(self) -> bool:
        """Whether the body can be sent: a second time only if every file can be read again."""
        return not self._sent or all(
            part.replayable for part in self._parts if isinstance(part, FileSource)
        )

    def __iter__(self) -> Iterator[bytes]:
        self._sent = True
        for part in self._parts:
            if isinstance(part, FileSource):
                yield from part.chunks()
            else:
                yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from asyncio import to_thread

        chunks = iter(self)
        while (chunk := await to_thread(next, chunks, None)) is not None:
            yield chunk


def is_file(value: object) -> TypeGuard[os.PathLike[str] | IO[bytes] | Iterator[bytes]]:
    """Whether a value is a path object, an open file or an iterator."""
    return isinstance(value, os.PathLike | Iterator) or hasattr(value, "read")
