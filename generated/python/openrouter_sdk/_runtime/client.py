"""The base of the clients. Importing it loads neither pydantic nor the HTTP client."""

from __future__ import annotations

import os

from .deferred import CachedProperty
from .errors import ClosedError
from .service import RetryPolicy
from .settings import ONCE, Settings

TYPE_CHECKING: bool = False  # annotated, as jedi takes a constant for its value
if not TYPE_CHECKING:
    from .deferred import Mapping, Timeout
else:
    from collections.abc import Callable, Mapping
    from typing import Any, Self, TypeVar

    import httpx2

    from .call.call import Exchange
    from .call.hooks import AsyncHooks, Hooks
    from .call.options import RequestOptions, Timeout
    from .operation import Operation
    from .service import Service
    from .transport.async_transport import AsyncTransport
    from .transport.base import Transport
    from .transport.sync_transport import SyncTransport

    T = TypeVar("T")
    P = TypeVar("P", bound=Transport)
    C = TypeVar("C", bound="_Client")  # in place of Self, which jedi does not infer in `with`

_INTERNAL = ("request", "stream", "request_or_stream", "open_exchange")
"""Methods that only the resources and the runtime call."""


class _Client:
    """The settings of a client, and its resources, each made once."""

    _made_exchange: Any = None
    _original: Self | None = None
    """The client that this one is a copy of."""

    def __init__(
        self,
        service: Service,
        *,
        credentials: Mapping[str, Any],
        parameters: Mapping[str, Any] | None = None,
        variables: Mapping[str, str | None] | None = None,
        server: str | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str | None] | None = None,
        http_client: httpx2.Client | httpx2.AsyncClient | None = None,
        retries: RetryPolicy | None = None,
        hooks: Hooks | AsyncHooks | None = None,
        strict_responses: bool = False,
        max_response_bytes: int | None = None,
        follow_unsafe_redirects: bool = False,
    ) -> None:
        self._settings = Settings(
            service,
            credentials=credentials,
            parameters=parameters or {},
            variables=variables or {},
            server=server,
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            retries=retries,
            headers=headers,
            http_client=http_client,
            hooks=hooks,
            strict_responses=strict_responses,
            max_response_bytes=max_response_bytes,
            follow_unsafe_redirects=follow_unsafe_redirects,
        )
        self._closed = False
        self._process = os.getpid()

    def with_options(
        self: C,
        *,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str | None] | None = None,
        server: str | None = None,
        base_url: str | None = None,
        strict_responses: bool | None = None,
        max_response_bytes: int | None = None,
    ) -> C:
        """Return a copy of the client with other settings, which shares its connections and tokens.

        A setting that is not passed stays as it is; headers are added to those of the client, and
        None removes one. Closing the client closes its copies. Closing a copy ends only the copy.
        """
        self._check_open()
        copy = object.__new__(type(self))
        state = vars(self)
        resources = [
            name for name in state if type(getattr(type(self), name, None)) is CachedProperty
        ]
        vars(copy).update({name: state[name] for name in state if name not in resources})
        copy._settings = self._settings.changed(
            timeout=timeout,
            max_retries=max_retries,
            retries=retries,
            headers=headers,
            server=server,
            base_url=base_url,
            strict_responses=strict_responses,
            max_response_bytes=max_response_bytes,
        )
        copy._original = self._original or self
        copy._made_exchange = None
        return copy

    def _check_open(self) -> None:
        if self._closed or (self._original is not None and self._original._closed):
            raise ClosedError(f"this {type(self).__name__} is closed; create a new one")

    def _shorten(self, error: Exception) -> None:
        from .call.frames import shorten

        shorten(error, self._settings.service)

    def _make_exchange(self, transport: Callable[[Settings], P]) -> Exchange[P]:
        """The exchange of this process. A forked one drops the connections of its parent.

        `transport` returns a new transport, or that of the client that this one is a copy of.
        """
        from .call.call import Exchange

        with ONCE:
            if self._process != os.getpid():
                if self._made_exchange is not None and self._original is None:
                    self._made_exchange.transport.abandon()
                self._made_exchange = None
                self._process = os.getpid()
            exchange: Exchange[P] | None = self._made_exchange
            if exchange is None:
                exchange = self._made_exchange = Exchange(self._settings, transport(self._settings))
        return exchange

    def __repr__(self) -> str:
        if "_settings" not in vars(self):  # its constructor has failed
            return f"<{type(self).__name__}, not initialized>"
        state = ", closed" if self._closed else ""
        host = self._settings.base_url.rpartition("@")[2].rpartition("://")[2]
        return f"<{type(self).__name__} for {host.partition('?')[0]}{state}>"

    def __dir__(self) -> list[str]:
        """The resources and `close`, without what only the resources call."""
        return [
            name
            for name in super().__dir__()
            if (name[:1] != "_" or name[:2] == "__") and name not in _INTERNAL
        ]

    def __reduce__(self) -> str:
        name = type(self).__name__
        raise TypeError(f"a {name} holds connections and credentials: it cannot be pickled")


class SyncClient(_Client):
    """A client that blocks. Threads may share it."""

    _made_exchange: Exchange[SyncTransport] | None = None

    def _exchange(self) -> Exchange[SyncTransport]:
        self._check_open()
        exchange = self._made_exchange
        if exchange is None or self._process != os.getpid():
            original = self._original
            if original is not None:
                return self._make_exchange(lambda _: original._exchange().transport)
            from .transport.sync_transport import SyncTransport

            exchange = self._make_exchange(SyncTransport)
        return exchange

    def open_exchange(self) -> Exchange[SyncTransport]:
        """The exchange of this client. Raises `ClosedError`."""
        return self._exchange()

    def request(
        self,
        operation: Operation[T],
        params: Mapping[str, Any],
        options: RequestOptions | None = None,
        accept: str | None = None,
    ) -> T:
        """Call an operation and return the value of its response.

        `accept` is the media type to ask for; by default the operation's.
        """
        exchange = self._exchange()
        try:
            value: T = exchange.transport.run(exchange.request(operation, params, options, accept))
        except Exception as error:
            self._shorten(error)
            raise
        return value

    def close(self) -> None:
        """Close the connections; end calls, streams and waiting retries.

        A caller's `http_client` stays open, with the calls that it is sending. So do the
        connections of the client that this is a copy of.
        """
        self._closed = True
        if self._original is not None:
            return
        with ONCE:
            exchange = self._made_exchange
        if exchange is not None and self._process == os.getpid():
            exchange.transport.shut()

    def __enter__(self: C) -> C:
        self._check_open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class AsyncClient(_Client):
    """A client for an event loop. Tasks may share it."""

    _made_exchange: Exchange[AsyncTransport] | None = None

    def _exchange(self) -> Exchange[AsyncTransport]:
        self._check_open()
        exchange = self._made_exchange
        if exchange is None or self._process != os.getpid():
            original = self._original
            if original is not None:
                return self._make_exchange(lambda _: original._exchange().transport)
            from .transport.async_transport import AsyncTransport

            exchange = self._make_exchange(AsyncTransport)
        return exchange

    def open_exchange(self) -> Exchange[AsyncTransport]:
        """The exchange of this client. Raises `ClosedError`."""
        return self._exchange()

    async def request(
        self,
        operation: Operation[T],
        params: Mapping[str, Any],
        options: RequestOptions | None = None,
        accept: str | None = None,
    ) -> T:
        """Call an operation and return the value of its response.

        `accept` is the media type to ask for; by default the operation's.
        """
        exchange = self._exchange()
        try:
            value: T = await exchange.request(operation, params, options, accept)
        except Exception as error:
            self._shorten(error)
            raise
        return value

    async def aclose(self) -> None:
        """Close the connections; end calls, streams and waiting retries.

        A caller's `http_client` stays open, with the calls that it is sending. So do the
        connections of the client that this is a copy of.
        """
        self._closed = True
        if (
            self._original is None
            and self._made_exchange is not None
            and self._process == os.getpid()
        ):
            await self._made_exchange.transport.shut()

    async def __aenter__(self: C) -> C:
        self._check_open()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()


if not TYPE_CHECKING:
    C = _Client  # what `typing.get_type_hints` finds
