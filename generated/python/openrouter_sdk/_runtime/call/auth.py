"""Credentials: read, check and place them in a request.

They are read anew for every attempt, so that a callable can refresh a token, and checked before
anything is sent. No error message contains the text of a credential.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Awaitable, Callable, Container, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from ..errors import ConfigurationError
from ..request.headers import HeaderMap, put
from ..request.parameters import encode
from ..service import ApiKey, Basic, Bearer, OAuth2
from ..settings import Settings

if TYPE_CHECKING:
    from ..request.build import Draft
    from ..transport.base import Transport
    from .options import RequestOptions
    from .timeouts import Limits


class Tokens(Protocol):
    """The access tokens that a client fetches for an OAuth 2.0 scheme."""

    @property
    def is_used(self) -> bool:
        """Whether they are fetched, as none is passed."""
        ...

    @property
    def wanted(self) -> str:
        """The arguments that a token is passed as or fetched with, for an error message."""
        ...

    async def token(
        self,
        scopes: Mapping[str, str] | None,
        transport: Transport,
        limits: Limits,
        deadline: float | None,
    ) -> str:
        """A token for an operation with these scopes, by the names of schemes."""
        ...

    def reject(self, token: str) -> None:
        """Forget a token that the API has refused."""
        ...


Scheme: TypeAlias = Bearer | Basic | ApiKey | OAuth2
Resolve: TypeAlias = Callable[[Any], Awaitable[Any]]
Fetch: TypeAlias = Callable[[Tokens], Awaitable[str]]


class Credentials:
    """The credentials of a request: headers, encoded query parameters and cookies."""

    __slots__ = ("cookies", "headers", "query")

    def __init__(self) -> None:
        self.headers: HeaderMap = {}
        self.query: list[tuple[str, str]] = []
        self.cookies: list[tuple[str, str]] = []

    def placed(self, draft: Draft) -> tuple[HeaderMap, str]:
        """The headers and the URL of a request with these credentials."""
        headers, url = draft.headers, draft.url
        if self.headers:
            headers = self.headers | headers
        if self.cookies or draft.cookies:
            headers = headers.copy()
            cookies = (*draft.cookies, *self.cookies)
            put(headers, "Cookie", "; ".join(f"{name}={value}" for name, value in cookies))
        if self.query or draft.query:
            query = (*draft.query, *self.query)
            pairs = (name if value is None else f"{name}={value}" for name, value in query)
            url += "?" + "&".join(pairs)
        return headers, url


NO_CREDENTIALS = Credentials()


class CallerAuth:
    """The authentication of a call that the caller has set up beside the SDK's credentials.

    - `present`: the lower-case names of the headers that the caller has set or removed with None.
    - `by_client`: whether the `auth` of the caller's HTTP client applies. The SDK's credentials
      replace it, and the headers of the HTTP client, if they are passed as arguments.
    """

    __slots__ = ("by_client", "present")

    def __init__(self, settings: Settings, headers: HeaderMap, options: RequestOptions) -> None:
        self.present: Container[bytes] = headers
        self.by_client = False
        removed = _removed(settings.headers) | _removed(options.get("headers"))
        provided = settings.http_client
        if provided is None and not removed:
            return
        self.present = {*headers, *removed}
        given = any(value is not None for value in settings.credentials.values())
        if provided is not None and not given:
            self.by_client = provided.auth is not None and b"authorization" not in self.present
            self.present |= {name.lower() for name, _ in provided.headers.raw}


def _removed(headers: Mapping[str, str | None] | None) -> set[bytes]:
    if not headers:
        return set()
    return {name.lower().encode("ascii", "replace") for name in headers if headers[name] is None}


async def authenticate(
    settings: Settings,
    security: tuple[tuple[str, ...], ...],
    resolve: Resolve,
    present: Container[bytes],
    fetch: Fetch,
) -> Credentials:
    """Return the credentials of the first set of schemes for which all are available.

    `security` is a choice of sets of schemes, `resolve` awaits what a callable returned, and
    `fetch` returns an access token. `present` are the lower-case names of the headers that the
    caller has set or removed: a scheme whose header is present is not used.
    A set without schemes, which makes credentials optional, comes last. Raises
    `ConfigurationError` if no set is complete or a credential cannot be sent.
    """
    if not security:
        return NO_CREDENTIALS
    chosen = _choose(settings, security, present)
    if not chosen:
        return NO_CREDENTIALS
    credentials = settings.credentials
    secrets: list[str] = []
    for scheme in chosen:
        tokens = _tokens(settings, scheme)
        if tokens is not None and tokens.is_used:
            secrets.append(await fetch(tokens))
        else:
            secrets += [await _secret(credentials, source, resolve) for source in _sources(scheme)]
    kept: tuple[list[Scheme], list[str], Credentials] | None = settings.cache.get("credentials")
    if kept is None or kept[0] != chosen or kept[1] != secrets:
        kept = settings.cache["credentials"] = (
            chosen,
            secrets,
            _credentials(chosen, iter(secrets)),
        )
    return kept[2]


def _credentials(schemes: list[Scheme], secrets: Iterator[str]) -> Credentials:
    """Place checked secrets, which are in the order of their schemes."""
    result = Credentials()
    for scheme in schemes:
        secret = next(secrets)
        if isinstance(scheme, Basic):
            pair = b64encode(f"{secret}:{next(secrets)}".encode()).decode("ascii")
            put(result.headers, "Authorization", f"Basic {pair}")
        elif not isinstance(scheme, ApiKey):
            name = scheme.scheme if isinstance(scheme, Bearer) else "Bearer"
            put(result.headers, "Authorization", f"{name} {secret}")
        elif scheme.location == "header":
            put(result.headers, scheme.wire, secret)
        elif scheme.location == "query":
            result.query.append((encode(scheme.wire), encode(secret)))
        else:
            result.cookies.append((scheme.wire, encode(secret)))
    return result


def _choose(
    settings: Settings, security: tuple[tuple[str, ...], ...], present: Container[bytes]
) -> list[Scheme]:
    """The schemes of the first complete set; empty if none has to be sent."""
    schemes = settings.service.schemes
    sets = [[schemes[name] for name in names if name in schemes] for names in security]
    for chosen in sets:
        if chosen and all(_header(scheme) in present for scheme in chosen):
            return []
    for chosen in sets:
        if chosen and not any(_missing(settings, scheme) for scheme in chosen):
            return chosen
    if [] in sets:
        return []
    missing = [name for scheme in sets[0] for name in _missing(settings, scheme)]
    raise ConfigurationError(f"no credentials: pass {' and '.join(missing)}")


def _tokens(settings: Settings, scheme: Scheme) -> Tokens | None:
    """The tokens that the client fetches for a scheme, if it can."""
    if not isinstance(scheme, OAuth2):
        return None
    tokens: Tokens | None = scheme.tokens(settings)
    return tokens


def _missing(settings: Settings, scheme: Scheme) -> list[str]:
    """The credentials that a scheme lacks, as an error message names them."""
    tokens = _tokens(settings, scheme)
    if tokens is not None and tokens.is_used:
        return []
    sources = [
        source for source in _sources(scheme) if not _is_provided(settings.credentials, source)
    ]
    return [tokens.wanted] if sources and tokens is not None else [*map(_named, sources)]


def _header(scheme: Scheme) -> bytes:
    """The lower-case name of the header that a scheme uses, or an empty string."""
    if isinstance(scheme, ApiKey):
        return scheme.wire.lower().encode() if scheme.location == "header" else b""
    return b"authorization"


class _Source(NamedTuple):
    """The argument and the environment variable that a credential is read from, in this order."""

    keyword: str
    environment: str
    may_be_empty: bool = False


@lru_cache(maxsize=64)
def _sources(scheme: Scheme) -> tuple[_Source, ...]:
    """The credentials of a scheme, in the order in which `_credentials` takes them."""
    if isinstance(scheme, Basic):
        user = _Source(scheme.username, scheme.username_environment)
        return user, _Source(scheme.password, scheme.password_environment, may_be_empty=True)
    return (_Source(scheme.keyword, scheme.environment),)


def _is_provided(credentials: Mapping[str, Any], source: _Source) -> bool:
    if credentials.get(source.keyword) is not None:
        return True
    return source.environment != "" and source.environment in os.environ


def _named(source: _Source) -> str:
    """The name of a credential in an error message."""
    if not source.environment:
        return f"{source.keyword}="
    return f"{source.keyword}= or the environment variable {source.environment}"


async def _secret(credentials: Mapping[str, Any], source: _Source, resolve: Resolve) -> str:
    """Read a credential and check it."""
    value = credentials.get(source.keyword)
    if value is None:
        value = os.environ.get(source.environment, "")
    elif callable(value):
        value = await resolve(value())
    if not isinstance(value, str):
        kind = type(value).__name__
        raise ConfigurationError(f"{_named(source)}: expected a str, not {kind}")
    problem = "" if value == "" and source.may_be_empty else _problem(value)
    if problem:
        raise ConfigurationError(f"{_named(source)}: {problem}")
    return value


def _problem(value: str) -> str:
    """The reason why a value cannot be sent as a credential, or an empty string."""
    if not value.strip():
        return "the value is blank"
    if value.isascii() and value.isprintable():
        return "" if value == value.strip() else "the value starts or ends with whitespace"
    if any(character < " " or character == "\x7f" for character in value):
        return "the value contains a line break or another control character"
    return "the value contains a character outside ASCII"
