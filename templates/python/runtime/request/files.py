"""The type of a file in the arguments of a method."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import IO, TypeAlias

from typing_extensions import TypeAliasType

from ..files.upload import Upload

Readable: TypeAlias = (
    bytes | os.PathLike[str] | IO[bytes] | Iterator[bytes] | AsyncIterator[bytes] | Upload
)

FileContent = TypeAliasType(
    "FileContent",
    Readable
    | tuple[str, Readable | str]
    | tuple[str, Readable | str, str]
    | tuple[str, Readable | str, str, Mapping[str, str]],
)
"""Bytes, a path object, a file opened for reading bytes, or an iterator of bytes.

On the async client also an async iterator. `Upload` reports the progress of any of them. Also
`(file name, content)`, `(file name, content, media type)` and, in a multipart form, `(file name,
content, media type, headers)`. An iterator cannot be sent again, so its request is not retried.
"""
