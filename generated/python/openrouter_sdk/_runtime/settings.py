"""The settings of a client, and the URL that its requests are sent to."""

from __future__ import annotations

import os
from _thread import RLock

from .errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .call.options import Timeout
    from .service import RetryPolicy, Server, Service


class _Once:
    """A lock that is free in a forked process, even if another thread held it at the fork."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._lock = RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *exc_info: object) -> None:
        self._lock.release()


ONCE = _Once()
"""Held while an object is created that must exist once: a resource, the TLS context."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=ONCE.reset)


MAX_RESPONSE_BYTES = 256 * 1024 * 1024
"""The default limit of a response that is read as one value, in bytes, after decompression."""


class Settings:
    """The arguments of a client. They contain the credentials, so they cannot be pickled."""

    def __init__(
        self,
        service: Service,
        *,
        credentials: Mapping[str, Any],
        parameters: Mapping[str, Any],
        variables: Mapping[str, str | None],
        server: str | None,
        base_url: str | None,
        timeout: float | Timeout | None,
        max_retries: int | None,
        retries: RetryPolicy | None,
        headers: Mapping[str, str | None] | None,
        http_client: Any,
        hooks: Any,
        strict_responses: bool,
        max_response_bytes: int | None = None,
        follow_unsafe_redirects: bool = False,
    ) -> None:
        self.service = service
        self.credentials = credentials
        self.parameters = parameters
        self.variables = variables
        self.server = server
        if base_url is None and server is None:
            base_url = str(getattr(http_client, "base_url", "")) or None
        self.located = (
            base_url is not None or server is not None or _environment_url(service) is not None
        )
        self.base_url = resolve_base_url(service, service.servers, server, base_url, variables)
        self.timeouts: tuple[float | Timeout | None, ...] = (timeout,)
        self.max_retries = max_retries
        self.retries = retries
        self.headers: Mapping[str, str | None] | None = headers
        self.http_client = http_client
        self.hooks = hooks
        self.strict = strict_responses
        self.max_response_bytes = _checked_limit(max_response_bytes)
        self.follow_unsafe_redirects = follow_unsafe_redirects
        self.cache: dict[Any, Any] = {}
        """Values that are computed once from these settings."""
        self.shared: dict[Any, Any] = {}
        """Values that the copies of the client share: access tokens."""

    def changed(
        self,
        *,
        timeout: float | Timeout | None,
        max_retries: int | None,
        retries: RetryPolicy | None,
        headers: Mapping[str, str | None] | None,
        server: str | None,
        base_url: str | None,
        strict_responses: bool | None,
        max_response_bytes: int | None,
    ) -> Settings:
        """A copy with other settings; those that are None stay. Headers are added."""
        copy = object.__new__(Settings)
        vars(copy).update(vars(self))
        copy.cache = {}
        copy.timeouts = (*self.timeouts, timeout)
        if max_retries is not None or retries is not None:
            copy.max_retries = max_retries
        copy.retries = retries or self.retries
        if headers:
            replaced = {name.lower() for name in headers}
            kept = {k: v for k, v in (self.headers or {}).items() if k.lower() not in replaced}
            copy.headers = {**kept, **headers}
        if server is not None or base_url is not None:
            service, copy.located, copy.server = self.service, True, server
            servers = service.servers
            copy.base_url = resolve_base_url(service, servers, server, base_url, self.variables)
        if strict_responses is not None:
            copy.strict = strict_responses
        if max_response_bytes is not None:
            copy.max_response_bytes = _checked_limit(max_response_bytes)
        return copy

    def __reduce__(self) -> str:
        raise TypeError(
            "a client holds connections and credentials and cannot be pickled or copied"
        )


def _checked_limit(limit: int | None) -> int:
    if limit is None:
        return MAX_RESPONSE_BYTES
    if limit < 0:
        raise ConfigurationError("max_response_bytes: expected a number of at least 0")
    return limit


def resolve_base_url(
    service: Service,
    servers: tuple[Server, ...],
    server: str | None,
    base_url: str | None,
    variables: Mapping[str, str | None],
) -> str:
    """The URL that requests are sent to, without a slash at the end of its path.

    In this order: `base_url`, the named server, the environment variable `<PREFIX>_BASE_URL`, the
    first server. Empty if there is none, as a call may still name one. Raises `ConfigurationError`
    for an unknown server or a URL that is not valid.
    """
    if base_url is None and server is None:
        base_url = _environment_url(service)
    if base_url is not None:
        return _checked(base_url, "base_url")
    if server is not None:
        for candidate in servers:
            if candidate.name == server:
                return _filled(candidate, variables)
        known = ", ".join(repr(candidate.name) for candidate in servers if candidate.name)
        raise ConfigurationError(
            f"server: unknown server {server!r}; expected one of {known or 'none'}"
        )
    return _filled(servers[0], variables) if servers else ""


def _environment_url(service: Service) -> str | None:
    return (service.environment and os.environ.get(f"{service.environment}_BASE_URL")) or None


def _filled(server: Server, variables: Mapping[str, str | None]) -> str:
    url = server.url
    for name, (default, choices) in server.variables.items():
        value = variables.get(name)
        if value is None:
            value = default
        elif choices and value not in choices:
            known = ", ".join(repr(choice) for choice in choices)
            raise ConfigurationError(f"{name}: unknown value {value!r}; expected one of {known}")
        url = url.replace("{" + name + "}", value)
    return _checked(url, f"server {server.name!r}") if "://" in url else url.rstrip("/")


def _checked(url: str, origin: str) -> str:
    """A base URL without a slash at the end of its path. It may have a query."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in ("http", "https") or rest.strip("/") == "":
        raise ConfigurationError(f"{origin}: expected a URL that starts with http:// or https://")
    if any(character <= " " for character in url):
        raise ConfigurationError(f"{origin}: a URL cannot contain whitespace")
    if "#" in rest:
        raise ConfigurationError(f"{origin}: a fragment (#…) is never sent, so it is refused")
    path, question_mark, query = rest.partition("?")
    authority = path.partition("/")[0]
    if "@" in authority:
        raise ConfigurationError(
            f"{origin}: user and password in the URL would replace the SDK's credentials; pass "
            "http_client= with auth=, or the header Authorization"
        )
    _check_host(authority, origin)
    return f"{scheme}://{path.rstrip('/')}{question_mark}{query}"


def _check_host(authority: str, origin: str) -> None:
    host, port = authority, ""
    if not authority.endswith("]"):  # the end of an IPv6 address without a port
        host, _, port = (
            authority.partition(":") if "[" not in authority else authority.rpartition(":")
        )
    if port and not (port.isascii() and port.isdigit() and int(port[:6]) <= 65_535):
        raise ConfigurationError(f"{origin}: the port is not a number up to 65535")
    labels = host.removesuffix(".").split(".")
    if "[" not in host and not all(0 < len(label) < 64 for label in labels):
        raise ConfigurationError(f"{origin}: not the name of a host")
