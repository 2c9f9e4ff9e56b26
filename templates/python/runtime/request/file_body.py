"""Request bodies with files, read while they are sent."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, TypeGuard

from ..errors import RequestError
from .content import StreamedBody

_CHUNK = 65_536


class FileSource:
    """A file that is read while it is sent: a path, or an open file from its current position."""

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

    def chunks(self) -> Iterator[bytes]:
        """The content, from its start."""
        if isinstance(self._file, os.PathLike):
            with open(self._file, "rb") as opened:
                while chunk := opened.read(_CHUNK):
                    yield chunk
            return
        if self._start is not None:
            self._file.seek(self._start)
        while chunk := self._file.read(_CHUNK):
            yield chunk


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


def is_file(value: object) -> TypeGuard[os.PathLike[str] | IO[bytes]]:
    """Whether a value is a path object or an open file."""
    return isinstance(value, os.PathLike) or hasattr(value, "read")
