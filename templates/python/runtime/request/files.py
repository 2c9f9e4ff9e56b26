"""The type of a file in the arguments of a method."""

from __future__ import annotations

import os
from typing import IO, TypeAlias

from typing_extensions import TypeAliasType

Readable: TypeAlias = bytes | os.PathLike[str] | IO[bytes]

FileContent = TypeAliasType(
    "FileContent", Readable | str | tuple[str, Readable | str] | tuple[str, Readable | str, str]
)
"""Bytes, a path object, a file opened for reading bytes, or text.

In a multipart form also `(file name, content)` and `(file name, content, media type)`.
"""
