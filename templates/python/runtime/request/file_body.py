"""Request bodies with files, read while they are sent."""

from __future__ import annotations

import inspect
import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from io import BytesIO
from pathlib import Path
from typing import IO, TypeAlias, TypeGuard

from ..errors import RequestError
from ..files.upload import Upload
from .content import StreamedBody

Readable: TypeAlias = os.PathLike[str] | IO[bytes] | Iterator[bytes] | AsyncIterator[bytes]

_CHUNK = 65_536
_SHOWN = 60


class FileSource:
    """A file that is read while it is sent.

    A path, a file opened for reading bytes, from its current position, or an iterator of bytes; an
    `Upload` of one of these or of bytes.
    """

    def __init__(self, file: Readable | Upload, path: str) -> None:
        self._progress = file.progress if isinstance(file, Upload) else None
        self._done = 0
        content = file.content if isinstance(file, Upload) else file
        if isinstance(content, bytes | bytearray):
            content = BytesIO(content)
        refuse_text(content, path)
        if not is_file(content) or isinstance(content, Upload):
            kind = type(content).__name__
            raise RequestError(f"expected bytes, a file or a path, not {kind}", path=path)
        self._file = content
        self._path = path
        self._start: int | None = None
        self.length: int | None = None
        self.name = ""
        if isinstance(content, os.PathLike):
            self.name = Path(content).name
            self.length = _size(content, path)
        elif _is_open(content):
            self._measure(content)

    def _measure(self, file: IO[bytes]) -> None:
        named = getattr(file, "name", "")
        self.name = os.path.basename(named) if isinstance(named, str) else ""
        try:
            nothing: object = file.read(0)
        except (OSError, ValueError) as error:
            raise RequestError(f"the file cannot be read: {error}", path=self._path) from error
        if inspect.isawaitable(nothing):
            if inspect.iscoroutine(nothing):
                nothing.close()
            message = "an async file; pass its path, or an async iterator of its chunks"
            raise RequestError(message, path=self._path)
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

    @property
    def is_async(self) -> bool:
        """Whether the file is an async iterator."""
        return isinstance(self._file, AsyncIterator) and not isinstance(self._file, Iterator)

    def begin(self) -> None:
        """Count the bytes from the start."""
        self._done = 0

    def report(self, chunk: bytes) -> None:
        """Report that a chunk was sent."""
        self._done += len(chunk)
        if self._progress is not None:
            self._progress(self._done, self.length)

    async def async_chunks(self) -> AsyncGenerator[bytes]:
        """The content from its start. A file is read in a thread."""
        if self.is_async:
            assert isinstance(self._file, AsyncIterator)
            async for item in self._file:
                if chunk := self._checked(item):
                    yield chunk
            return
        from anyio.to_thread import run_sync

        chunks = self.chunks()
        while chunk := await run_sync(lambda: next(chunks, b"")):
            yield chunk

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
        elif isinstance(file, Iterator):
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

    @property
    def needs_event_loop(self) -> bool:
        """Whether a file is an async iterator."""
        return any(part.is_async for part in self._parts if isinstance(part, FileSource))

    def __iter__(self) -> Iterator[bytes]:
        self._sent = True
        for part in self._parts:
            if isinstance(part, FileSource):
                part.begin()
                for chunk in part.chunks():
                    yield chunk
                    part.report(chunk)
            else:
                yield part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._sent = True
        for part in self._parts:
            if isinstance(part, FileSource):
                part.begin()
                async with aclosing(part.async_chunks()) as chunks:
                    async for chunk in chunks:
                        yield chunk
                        part.report(chunk)
            else:
                yield part


def is_file(value: object) -> TypeGuard[Readable | Upload]:
    """Whether a value is a path object, an open file, an iterator, or an `Upload`."""
    if isinstance(value, os.PathLike | Iterator | AsyncIterator | Upload):
        return True
    return hasattr(value, "read")
