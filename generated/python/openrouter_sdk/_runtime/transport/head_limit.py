"""The time limit of the head of a response, which the HTTP client applies to each read anew.

A head is complete within `read` seconds of the request, even if its bytes drip or interim responses
(RFC 9110, section 15.2) keep arriving. Connections of the SDK's own HTTP client keep the limit
themselves. For a caller's client, its events report when a head begins and when it is complete.
"""

from __future__ import annotations

import re
import select
import time
from collections.abc import Callable
from typing import Any

import anyio
import httpx2

from .bounds import timed_out
from .watchdog import Watch

_SHORT_BODY = re.compile(rb"\r\nContent-Length: [1-9]\d{0,4}\r\n")


class BoundedStream:
    """A network stream of httpcore2 whose reads after a write end at one deadline.

    The head of a request with a short body is sent together with the body: one packet less.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._socket: Any = None
        self._until: float | None = None
        self._head = b""
        self._sending = False
        self.read: Callable[..., Any] = stream.read

    def get_extra_info(self, info: str) -> Any:
        """What `NetworkStream.get_extra_info` of httpcore2 returns.

        Each request asks whether idle connections are readable, that is closed by the server. The
        network streams search for their socket every time.
        """
        if info == "is_readable":
            if self._socket is None:
                self._socket = self._stream.get_extra_info("socket")
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)

    def begin_head(self) -> None:
        """What is read from now on is the head of a response."""
        self._until = None
        self.read = self._read_head

    def joined(self, data: bytes) -> bytes:
        """What to send now of a request: nothing for a head that a short body follows."""
        if self._sending:
            head, self._head = self._head, b""
            return head + data if head else data
        self._sending = True
        if _SHORT_BODY.search(data) and data.endswith(b"\r\n\r\n"):
            self._head = data
            return b""
        return data

    def end_head(self) -> None:
        """The head is complete. The limit of the HTTP client applies to each read of the body."""
        self.read = self._stream.read

    def _read_head(self, max_bytes: int, timeout: float | None = None) -> Any:
        self._sending = False
        if timeout is not None:
            now = time.monotonic()
            if self._until is None:
                self._until = now + timeout
            timeout = self._until - now
            if timeout <= 0:
                raise late_head()
        return self._stream.read(max_bytes, timeout)


def _is_readable(connection: Any) -> bool:
    """Whether a read would return at once, as it does of a socket that is closed."""
    number = -1 if connection is None else connection.fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


def end_head(response: httpx2.Response) -> None:
    """Report to the connection of the SDK's own HTTP client that a head is complete."""
    stream = response.extensions.get("network_stream")
    if isinstance(stream, BoundedStream):
        stream.end_head()


def late_head(deadline: float | None = None) -> httpx2.ReadTimeout:
    """The exception for a head that is not complete in time, or at the deadline of the call."""
    if deadline is not None and time.monotonic() >= deadline:
        return timed_out()
    return httpx2.ReadTimeout("the head of the response was not complete")


class _Trace:
    """An observer of the events of httpcore2. It calls the one that the caller has set as well."""

    def __init__(self, request: httpx2.Request, deadline: float) -> None:
        limits = request.extensions.get("timeout", {})
        self.seconds: float | None = limits.get("read")
        self.deadline = deadline
        earlier = request.extensions.get("trace")
        self.earlier: Any = earlier.earlier if isinstance(earlier, _Trace) else earlier
        request.extensions["trace"] = self

    def deadline_after(self, name: str, now: float) -> float | None:
        """The deadline that begins with an event, or None if it changes nothing."""
        if name.endswith(".receive_response_headers.started") and self.seconds is not None:
            return min(self.deadline, now + self.seconds)
        return self.deadline if name.endswith(".receive_response_headers.complete") else None


class HeadTrace(_Trace):
    """Sets the deadline of a watch to that of the head while a head is read."""

    def __init__(self, request: httpx2.Request, watch: Watch) -> None:
        super().__init__(request, watch.deadline)
        self._watch = watch

    def __call__(self, name: str, info: dict[str, Any]) -> None:
        deadline = self.deadline_after(name, time.monotonic())
        if deadline is not None:
            self._watch.deadline = deadline
        if self.earlier is not None:
            self.earlier(name, info)


class AsyncHeadTrace(_Trace):
    """`HeadTrace` for a cancel scope."""

    def __init__(self, request: httpx2.Request, scope: anyio.CancelScope) -> None:
        super().__init__(request, scope.deadline)
        self._scope = scope

    async def __call__(self, name: str, info: dict[str, Any]) -> None:
        deadline = self.deadline_after(name, anyio.current_time())
        if deadline is not None:
            self._scope.deadline = deadline
        if self.earlier is not None:
            await self.earlier(name, info)


def has_limit(request: httpx2.Request, deadline: float | None) -> bool:
    """Whether the time until the head of the response is complete is limited."""
    return deadline is not None or request.extensions.get("timeout", {}).get("read") is not None
