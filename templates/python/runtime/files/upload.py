"""A file whose sending is reported to a function."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


class Upload:
    """A file to send, with a function that is called while it is sent.

    - `content`: bytes, a path object, a file opened for reading bytes, or an iterator of bytes; on
      the async client also an async iterator.
    - `progress`: called after each part with the bytes of the file that were sent so far, and with
      its size, or None if that is unknown. They start from 0 if the file is sent again.
    """

    __slots__ = ("content", "progress")

    def __init__(
        self,
        content: bytes | os.PathLike[str] | IO[bytes] | Iterator[bytes] | AsyncIterator[bytes],
        *,
        progress: Callable[[int, int | None], object],
    ) -> None:
        self.content = content
        self.progress = progress

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        """Accept instances, for `pydantic.validate_call` on the methods of an SDK."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)
