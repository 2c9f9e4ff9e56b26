"""The transport of an async client, over httpx2: on asyncio, or on trio through anyio."""

from __future__ import annotations

import inspect
import time
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any
from weakref import WeakSet, ref

import anyio
import httpx2

from ..errors import ClosedError, ConfigurationError
from ..settings import ONCE, Settings
from .bounds import aread, timed_out
from .event_loop import is_closed, run_later, running_loop
from .head_limit import AsyncHeadTrace, end_head, has_limit, late_head
from .http_client import make_async_client
from .http_transport import CLOSED, HttpTransport

if TYPE_CHECKING:
    from .base import AsyncClosable


class _Pool:
    """The HTTP client for one event loop, whose connections no other loop can use."""

    def __init__(self, loop: object, client: httpx2.AsyncClient, *, owned: bool) -> None:
        self.loop = loop
        self.client = client
        self.closing = anyio.Event()
        self._keeper = _close_at_end(ref(client)) if owned else None

    async def keep(self) -> None:
        """Close the client when its event loop shuts its async generators down."""
        if self._keeper is not None:
            await anext(self._keeper)
            _keepers.add(self._keeper)

    async def aclose(self) -> None:
        """End waits, and close the client if it is the SDK's."""
        self.closing.set()
        if self._keeper is not None:
            _keepers.discard(self._keeper)
            await self.client.aclose()
            await self._keeper.aclose()


_keepers: set[AsyncGenerator[None]] = set()  # an event loop holds its generators only weakly
_abandoned: list[_Pool] = []  # never freed: that could close connections of the parent process


async def _close_at_end(client: ref[httpx2.AsyncClient]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        kept = client()
        if kept is not None:
            await kept.aclose()


class AsyncTransport(HttpTransport[httpx2.AsyncClient]):
    """The transport of an async client. Each event loop has its own connections."""

    blocking = False

    def __init__(self, settings: Settings) -> None:
        provided: object = settings.http_client
        if provided is not None and not isinstance(provided, httpx2.AsyncClient):
            raise ConfigurationError("http_client: expected an httpx2.AsyncClient")
        super().__init__(settings, provided)
        self._pools: list[_Pool] = []
        self._last: _Pool | None = None
        self.streams: WeakSet[AsyncClosable] = WeakSet()
        """The streams that are not closed yet."""

    async def _pool(self) -> _Pool:
        """The HTTP client for the running event loop, created on first use."""
        self._check_open()
        loop = running_loop()
        pool = self._last
        if pool is not None and pool.loop is loop:
            return pool
        with ONCE:
            self._pools = [pool for pool in self._pools if not is_closed(pool.loop)]
            known = [pool for pool in self._pools if pool.loop is loop]
            pool = self._last = known[0] if known else self._new_pool(loop)
        if not known:
            await pool.keep()
        return pool

    def _new_pool(self, loop: object) -> _Pool:
        client = self._provided
        if client is None:
            client = make_async_client()
            self._use(client)
        pool = _Pool(loop, client, owned=self._provided is None)
        self._pools.append(pool)
        return pool

    async def _client(self) -> httpx2.AsyncClient:
        return (await self._pool()).client

    async def send(
        self, request: httpx2.Request, deadline: float | None, *, client_auth: bool
    ) -> httpx2.Response:
        client = await self._client()
        auth = httpx2.USE_CLIENT_DEFAULT if client_auth else None
        own = self._provided is None
        try:
            if deadline is None and (own or not has_limit(request, None)):
                response = await client.send(
                    request, stream=True, auth=auth, follow_redirects=False
                )
                end_head(response)
                return response
            with _until(deadline) as scope:
                if not own:
                    AsyncHeadTrace(request, scope)
                response = await client.send(
                    request, stream=True, auth=auth, follow_redirects=False
                )
                end_head(response)
                return response
        except Exception as error:
            self._check_closed(error)
            raise
        raise late_head(deadline)

    async def read(
        self, response: httpx2.Response, deadline: float | None, limit: int, *, cut: bool = False
    ) -> bytes:
        try:
            if deadline is None:
                return await aread(response, limit, cut=cut)
            with _until(deadline):
                return await aread(response, limit, cut=cut)
        except Exception as error:
            self._check_closed(error)
            raise
        raise timed_out()

    async def close(self, response: httpx2.Response) -> None:
        await response.aclose()

    async def sleep(self, seconds: float) -> None:
        pool = await self._pool()
        with anyio.move_on_after(seconds):
            await pool.closing.wait()
        if self._closed:
            raise ClosedError(CLOSED)

    async def resolve(self, value: Any) -> Any:
        return await value if inspect.isawaitable(value) else value

    async def shut(self) -> None:
        """Close the SDK's own HTTP clients; end their calls, streams and waits. Idempotent."""
        self._closed = True
        for stream in list(self.streams):
            await stream.aclose()
        loop = running_loop()
        with ONCE:
            pools, self._pools = self._pools, []
        for pool in pools:
            if pool.loop is loop:
                await pool.aclose()
            else:
                run_later(pool.loop, pool.aclose)

    def abandon(self) -> None:
        super().abandon()
        _abandoned.extend(self._pools)


def _until(deadline: float | None) -> anyio.CancelScope:
    """A scope that is left at a time of the monotonic clock."""
    return anyio.move_on_after(None if deadline is None else max(0.0, deadline - time.monotonic()))
