"""Read regular files only, within a limit; write new files; compare texts apart from their line ends."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Final

LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a file, unless the reader sets another limit."""


class NotRegular(OSError):
    """The path is not that of a regular file, or the file is too large. `strerror` has the reason."""


def read_regular(path: str | Path, limit: int = LIMIT) -> bytes:
    """The bytes of a regular file, through symbolic links.

    Raises `NotRegular` for a folder, a pipe, a socket, a device or a file of more than `limit` bytes, and `OSError` as
    `open` does.
    """
    # Without O_NONBLOCK, opening a pipe waits until another process writes to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(os.stat(path).st_mode):  # before it is opened, as opening a device may have an effect
        raise NotRegular(0, "it is not a regular file")
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise NotRegular(0, "it is not a regular file")
        if status.st_size > limit:
            raise NotRegular(0, f"it has {status.st_size:,} bytes; the limit is {limit:,}")
        return file.read()


def write_new(path: str, data: bytes) -> None:
    """Write a file that is not there yet. Raises `OSError` as `open` does."""
    with open(path, "xb", buffering=0) as file:
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]


def with_lf(data: bytes) -> bytes:
    """The bytes with LF for CR LF: what version control checks out on another system is the same text."""
    return data.replace(b"\r\n", b"\n")


def text_digest(data: bytes) -> str:
    """The SHA-256 of a text with LF line ends, in hexadecimal."""
    return hashlib.sha256(with_lf(data)).hexdigest()
