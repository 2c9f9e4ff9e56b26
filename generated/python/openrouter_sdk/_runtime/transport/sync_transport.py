"""The transport of a sync client, over httpx2."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Coroutine
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

import httpx2

from ..errors import ClosedError, ConfigurationError
from ..settings import ONCE, Settings
from .base import socket_of
from .bounds import Deadline, read, timed_out
from .connections import SENDING, Connections, find_socket
from .head_limit import HeadTrace, end_head, has_limit, late_head
from .http_client import make_client
from .http_transport import CLOSED, HttpTransport
from .watchdog import WATCHDOG, Watch

if TYPE_CHECKING:
    from .base import Closable

T = TypeVar("T")


class SyncTransport(HttpTransport[httpx2.Client]):
    """The transport of a sync client. It never suspends."""

    blocking = True

    def __init__(self, settings: Settings) -> None:
        provided: object = settings.http_client
        if provided is not None and not isinstance(provided, httpx2.Client):
            raise ConfigurationError("http_client: expected an httpx2.Client")
        super().__init__(settings, provided)
        self._made: httpx2.Client | None = None
        self._connections = Connections()
        self._closing = threading.Event()
        self.streams: WeakSet[Closable] = WeakSet()
        """The streams that are not closed yet."""

    async def _client(self) -> httpx2.Client:
        self._check_open()
        if self._provided is not None:
            return self._provided
        if self._made is None:
            with ONCE:
                if self._made is None:
                    made = make_client(self._connections)
                    self._use(made)
                    self._made = made
        return self._made

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine over this transport to its end."""
        try:
            coroutine.send(None)
        except StopIteration as finished:
            value: T = finished.value
            return value
        coroutine.close()
        raise RuntimeError("a coroutine over the sync transport suspended")

    async def send(
        self, request: httpx2.Request, deadline: float | None, *, client_auth: bool
    ) -> httpx2.Response:
        client = await self._client()
        auth = httpx2.USE_CLIENT_DEFAULT if client_auth else None
        watch = self._watch(client, request, deadline)
        try:
            response = client.send(request, stream=True, auth=auth, follow_redirects=False)
        except Exception as error:
            if watch is not None and WATCHDOG.disarm(watch):
                raise late_head(deadline) from error
            self._check_closed(error)
            raise
        except BaseException:
            if watch is not None:
                WATCHDOG.disarm(watch)
            raise
        finally:
            SENDING.watch = None
        if watch is not None and WATCHDOG.disarm(watch):
            response.close()
            raise late_head(deadline)
        end_head(response)
        return response

    def _watch(
        self, client: httpx2.Client, request: httpx2.Request, deadline: float | None
    ) -> Watch | None:
        """Arm the watchdog, unless the SDK's own HTTP client keeps all limits of the request."""
        if self._provided is None:
            if deadline is not None:
                SENDING.watch = WATCHDOG.arm(None, deadline)
            return SENDING.watch
        if not has_limit(request, deadline):
            return None
        watch = WATCHDOG.arm(None, inf if deadline is None else deadline)
        HeadTrace(request, watch)
        limits = request.extensions.get("timeout")
        watch.find = lambda: find_socket(client, limits)
        return watch

    async def read(
        self, response: httpx2.Response, deadline: float | None, limit: int, *, cut: bool = False
    ) -> bytes:
        if deadline is None:
            try:
                return read(response, limit, cut=cut)
            except Exception as error:
                self._check_closed(error)
                raise
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = Deadline(response.stream, deadline)
        watch = WATCHDOG.arm(socket_of(response), deadline)
        try:
            content = read(response, limit, cut=cut)
        except Exception as error:
            if WATCHDOG.disarm(watch):
                raise timed_out() from error
            self._check_closed(error)
            raise
        except BaseException:
            WATCHDOG.disarm(watch)
            raise
        if WATCHDOG.disarm(watch):  # the end of the connection may look like that of the body
            raise timed_out()
        return content

    async def close(self, response: httpx2.Response) -> None:
        response.close()

    async def sleep(self, seconds: float) -> None:
        if self._closing.wait(seconds):
            raise ClosedError(CLOSED)

    async def resolve(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            if inspect.iscoroutine(value):
                value.close()
            raise ConfigurationError("an async callable requires the async client")
        return value

    def shut(self) -> None:
        """Close the SDK's own HTTP client; end its calls, streams and waits. Idempotent."""
        self._closed = True
        self._closing.set()
        for stream in list(self.streams):
            stream.close()
        if self._made is not None:
            self._connections.end()
            self._made.close()

    def abandon(self) -> None:
        super().abandon()
        self._connections.abandon()
