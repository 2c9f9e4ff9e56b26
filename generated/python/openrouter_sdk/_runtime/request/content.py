"""The content of a request: bytes, or a body that is read while it is sent."""

from __future__ import annotations

from typing import TypeAlias

import httpx2


class StreamedBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that is read while it is sent, in a sync client and in an event loop."""

    @property
    def length(self) -> int | None:
        """The number of bytes, or None if it is unknown."""
        raise NotImplementedError

    @property
    def sendable(self) -> bool:
        """Whether the body can be sent, for the first time or again."""
        raise NotImplementedError

    @property
    def needs_event_loop(self) -> bool:
        """Whether only an async client can send the body."""
        return False


Content: TypeAlias = bytes | StreamedBody
"""What is sent as a body."""
