"""Credentials: from the argument or the environment to the header, query parameter or cookie that
proves who calls.

They are asked for again at every attempt, so that a callable can refresh a token, and checked
before anything is sent. No message holds a credential's text.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from .errors import ConfigurationError
from .headers import HeaderMap
from .service import ApiKey, Basic, Bearer, OAuth2, Service

Scheme: TypeAlias = Bearer | Basic | ApiKey | OAuth2
Resolve: TypeAlias = Callable[[Any], Awaitable[Any]]


class Proof:
    """What proves who calls, as it goes out: header lines, query parameters and cookies, by wire
    name.
    """

    __slots__ = ("cookies", "headers", "query")

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.query: dict[str, str] = {}
        self.cookies: dict[str, str] = {}


NOTHING = Proof()


async def prove(
    service: Service,
    security: tuple[tuple[str, ...], ...],
    credentials: Mapping[str, Any],
    resolve: Resolve,
    present: HeaderMap,
) -> Proof:
    """The proof for the first set of schemes whose every credential is there.

    `security` is a choice of sets, `credentials` the client's arguments, `resolve` awaits what a
    callable returned, `present` are the headers that the caller gave: a header that is there is
    not asked for. Raises `ConfigurationError` where no set is complete, or a credential cannot be
    sent.
    """
    if not security:
        return NOTHING
    chosen = _choose(service, security, credentials, present)
    if not chosen:
        return NOTHING
    proof = Proof()
    for scheme in chosen:
        if isinstance(scheme, Basic):
            user = await _secret(credentials, scheme.username, scheme.username_environment, resolve)
            password = await _secret(
                credentials, scheme.password, scheme.password_environment, resolve, blank=True
            )
            pair = b64encode(f"{user}:{password}".encode()).decode("ascii")
            proof.headers["Authorization"] = f"Basic {pair}"
            continue
        secret = await _secret(credentials, scheme.keyword, scheme.environment, resolve)
        if not isinstance(scheme, ApiKey):
            proof.headers["Authorization"] = f"Bearer {secret}"
        elif scheme.location == "header":
            proof.headers[scheme.wire] = secret
        elif scheme.location == "query":
            proof.query[scheme.wire] = secret
        else:
            proof.cookies[scheme.wire] = secret
    return proof


def _choose(
    service: Service,
    security: tuple[tuple[str, ...], ...],
    credentials: Mapping[str, Any],
    present: HeaderMap,
) -> list[Scheme]:
    """The schemes of the first complete set; none where none is needed, or the caller gave the
    header.
    """
    sets = [
        [service.schemes[name] for name in names if name in service.schemes] for names in security
    ]
    if any(schemes and all(_header(scheme) in present for scheme in schemes) for schemes in sets):
        return []
    for schemes in sets:
        if schemes and all(
            _given(credentials, *pair) for scheme in schemes for pair in _sources(scheme)
        ):
            return schemes
    if not sets or any(not schemes for schemes in sets):
        return []
    missing = [
        _source(*pair)
        for scheme in sets[0]
        for pair in _sources(scheme)
        if not _given(credentials, *pair)
    ]
    raise ConfigurationError(f"no credentials: give {' and '.join(missing)}")


def _header(scheme: Scheme) -> bytes:
    """The lower-case name of the header that carries the proof, empty where none does."""
    if isinstance(scheme, ApiKey):
        return scheme.wire.lower().encode() if scheme.location == "header" else b""
    return b"authorization"


def _sources(scheme: Scheme) -> list[tuple[str, str]]:
    """The argument and the environment variable of each credential of a scheme."""
    if isinstance(scheme, Basic):
        return [
            (scheme.username, scheme.username_environment),
            (scheme.password, scheme.password_environment),
        ]
    return [(scheme.keyword, scheme.environment)]


def _given(credentials: Mapping[str, Any], keyword: str, environment: str) -> bool:
    return credentials.get(keyword) is not None or (environment != "" and environment in os.environ)


def _source(keyword: str, environment: str) -> str:
    return f"{keyword}= or the environment variable {environment}" if environment else f"{keyword}="


async def _secret(
    credentials: Mapping[str, Any],
    keyword: str,
    environment: str,
    resolve: Resolve,
    *,
    blank: bool = False,
) -> str:
    value = credentials.get(keyword)
    if value is None:
        value = os.environ.get(environment, "")
    elif callable(value):
        value = await resolve(value())
    problem = _problem(value, blank)
    if problem:
        raise ConfigurationError(f"{_source(keyword, environment)}: {problem}")
    return str(value)


def _problem(value: object, blank: bool) -> str:
    """Why this cannot be sent as a credential, or an empty string."""
    if not isinstance(value, str):
        return f"a str is needed, not {type(value).__name__}"
    if not value.strip():
        return "" if blank and not value else "the value is blank"
    if value.isascii() and value.isprintable():
        return "" if value == value.strip() else "the value begins or ends with white space"
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        return "the value holds a line break or another control character"
    return "the value holds a character outside ASCII"
