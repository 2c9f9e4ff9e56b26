"""A file that appears under its name only when it is complete."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from io import BufferedWriter, FileIO
from pathlib import Path
from stat import S_ISDIR, S_ISREG

_NAME = 60  # characters, at most 240 bytes; file systems allow 255


class PartFile:
    """A file `NAME.….part` in the folder of the file that it becomes.

    Its name is random, so that two downloads to one path do not mix; the last one to end is kept.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Create the file. Raises the `OSError` of a path that cannot be written."""
        self.path = Path(path)
        self._final = os.path.realpath(path)  # a link stays, and its target is replaced
        _check_replaceable(self._final, str(self.path))
        folder, name = os.path.split(self._final)
        self._part = os.path.join(folder, f"{name[:_NAME]}.{secrets.token_hex(4)}.part")
        try:
            self._file = BufferedWriter(FileIO(self._part, "x"))
        except OSError as error:
            raise _at(error.errno or 0, str(self.path)) from None
        self._size = 0

    def write(self, position: int, chunks: list[bytes]) -> None:
        """Write chunks that follow each other, the first at a position: the end or the start.

        At the start, what was written before is dropped.
        """
        if position != self._size:
            self._file.seek(position)
            self._file.truncate()
            self._size = position
        for chunk in chunks:
            self._file.write(chunk)
            self._size += len(chunk)

    def commit(self) -> None:
        """Give the file its name, once its bytes are on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._part, self._final)

    def discard(self) -> None:
        """Delete the file, unless it has its name already."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._part)


def _check_replaceable(final: str, path: str) -> None:
    """Raise the `OSError` that writing to an existing path would raise.

    Devices and pipes are refused, as a rename would replace them.
    """
    try:
        mode = os.stat(final).st_mode
    except FileNotFoundError:
        return
    if S_ISDIR(mode):
        raise _at(errno.EISDIR, path)
    if not S_ISREG(mode):
        raise FileExistsError(errno.EEXIST, "Not a regular file", path)
    try:
        os.close(os.open(final, os.O_WRONLY))
    except OSError as error:
        raise _at(error.errno or 0, path) from None


def _at(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)
