"""The SDK's own HTTP clients: TLS context, proxies of the environment, no cookies."""

from __future__ import annotations

import logging
import os
import ssl
from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import perf_counter
from typing import Any, Self

import httpx2

from ..errors import ConfigurationError
from ..settings import ONCE
from .connections import Connections, bound_heads

# A larger pool of idle connections costs more to search than it saves.
_LIMITS = httpx2.Limits(max_connections=None, max_keepalive_connections=20)


_LOGGER = logging.getLogger("httpx2")


class _Client(httpx2.Client):
    """A client whose connections are registered. It passes a request on to them as it is.

    It has no auth, event hooks or cookies, and redirects are followed in `call/redirects.py`.
    """

    def register(self, connections: Connections) -> None:
        connections.watch((self._transport, *self._mounts.values()))

    def _send_handling_auth(
        self,
        request: httpx2.Request,
        auth: httpx2.Auth,
        follow_redirects: bool,
        history: list[httpx2.Response],
    ) -> httpx2.Response:
        if follow_redirects or type(auth) is not httpx2.Auth:  # the auth is in the URL
            return super()._send_handling_auth(request, auth, follow_redirects, history)
        began = perf_counter()
        try:
            response = self._transport_for_url(request.url).handle_request(request)
        except httpx2.RequestError as error:
            error.request = request
            raise
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _TimedStream(response.stream, began)
        return _received(request, response)


class _AsyncClient(httpx2.AsyncClient):
    """`_Client` for an event loop. Its connections limit the time for the head of a response."""

    def bound_heads(self) -> None:
        bound_heads((self._transport, *self._mounts.values()))

    async def _send_handling_auth(
        self,
        request: httpx2.Request,
        auth: httpx2.Auth,
        follow_redirects: bool,
        history: list[httpx2.Response],
    ) -> httpx2.Response:
        if follow_redirects or type(auth) is not httpx2.Auth:
            return await super()._send_handling_auth(request, auth, follow_redirects, history)
        began = perf_counter()
        try:
            response = await self._transport_for_url(request.url).handle_async_request(request)
        except httpx2.RequestError as error:
            error.request = request
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _AsyncTimedStream(response.stream, began)
        return _received(request, response)


def _received(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
    """The response to a request, logged as `httpx2.Client` does."""
    response.request = request
    if _LOGGER.isEnabledFor(logging.INFO):
        _LOGGER.info(
            'HTTP Request: %s %s "%s %d %s"',
            request.method,
            request.url,
            response.http_version,
            response.status_code,
            response.reason_phrase,
        )
    return response


class _TimedStream(httpx2.SyncByteStream):
    """The body of a response. It measures the time until it is closed, as `elapsed`."""

    elapsed: timedelta | None = None

    def __init__(self, stream: httpx2.SyncByteStream, began: float) -> None:
        self._stream = stream
        self._began = began

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        self.elapsed = timedelta(seconds=perf_counter() - self._began)
        self._stream.close()


class _AsyncTimedStream(httpx2.AsyncByteStream):
    """`_TimedStream` for an event loop."""

    elapsed: timedelta | None = None

    def __init__(self, stream: httpx2.AsyncByteStream, began: float) -> None:
        self._stream = stream
        self._began = began

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        self.elapsed = timedelta(seconds=perf_counter() - self._began)
        await self._stream.aclose()


def make_client(connections: Connections) -> httpx2.Client:
    """Create a sync HTTP client. Raises `ConfigurationError` for a proxy of the environment."""
    with _explained():
        client = _Client(verify=_LateContext(), limits=_LIMITS, timeout=None, cookies=_no_cookies())
    client.register(connections)
    return client


def make_async_client() -> httpx2.AsyncClient:
    """Create an async HTTP client. Raises `ConfigurationError` as `make_client` does."""
    with _explained():
        client = _AsyncClient(
            verify=_LateContext(), limits=_LIMITS, timeout=None, cookies=_no_cookies()
        )
    client.bound_heads()
    return client


def _no_cookies() -> CookieJar:
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise ConfigurationError(_proxy_problem(error)) from error


def _proxy_problem(error: Exception) -> str:
    names = [name for name in os.environ if name.lower().endswith("_proxy") and os.environ[name]]
    named = ", ".join(sorted(names)) or "the proxy settings of the system"
    if isinstance(error, ImportError):
        return f"{named}: a SOCKS proxy requires the package socksio (pip install httpx2[socks])"
    schemes = "http://, https://, socks5:// or socks5h://"
    return f"{named}: not the URL of a proxy; expected {schemes}, a host and a port"


class _LateContext(ssl.SSLContext):
    """The TLS context of the process, made for the first connection that uses TLS."""

    _protocols: Iterable[str] = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        self._protocols = [*alpn_protocols]

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        return self._context().wrap_socket(*args, **kwargs)

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        return self._context().wrap_bio(*args, **kwargs)

    def _context(self) -> ssl.SSLContext:
        context = tls_context()
        context.set_alpn_protocols(self._protocols)
        return context


_tls: list[ssl.SSLContext] = []


def tls_context() -> ssl.SSLContext:
    """The TLS context of the process, created once, as that is slow.

    Raises `ConfigurationError` for certificates of the environment that cannot be loaded.
    """
    with ONCE:
        if not _tls:
            try:
                _tls.append(httpx2.create_ssl_context())
            except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
                raise ConfigurationError(_certificate_problem(error)) from error
        return _tls[0]


def _certificate_problem(error: Exception) -> str:
    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    named = ", ".join(f"{name}={os.environ[name]}" for name in names) or "the TLS certificates"
    return f"{named}: cannot be loaded as certificates: {error}"
