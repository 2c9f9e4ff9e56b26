"""Check that a request has credentials, of the form that one of the security schemes asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.ir.types import Operation, SecurityScheme
from generator.mock.http.messages import Request
from generator.mock.problems import Fault

_ANY = frozenset({"mutual-tls", "other"})
"""Schemes whose credentials are not part of the request."""


class Guard:
    """Checks the credentials of requests. Any value is accepted."""

    def __init__(self, schemes: Sequence[SecurityScheme]) -> None:
        self._schemes: Mapping[str, SecurityScheme] = {scheme.id: scheme for scheme in schemes}

    def missing(self, operation: Operation, request: Request) -> list[SecurityScheme]:
        """The schemes that lack credentials, for the alternative with the fewest; empty where one is satisfied."""
        best: list[SecurityScheme] | None = None
        for alternative in operation.security:
            schemes = [self._schemes[one.scheme] for one in alternative if one.scheme in self._schemes]
            lacking = [scheme for scheme in schemes if not _is_given(scheme, request)]
            if not lacking:
                return []
            if best is None or len(lacking) < len(best):
                best = lacking
        return best or []

    def used_names(self) -> set[str]:
        """The parameters of the query that are credentials."""
        return {scheme.wire for scheme in self._schemes.values() if scheme.location == "query"}


def faults(missing: Sequence[SecurityScheme]) -> list[Fault]:
    """The faults of a request without credentials."""
    return [Fault(_place(scheme), f"no credentials for the security scheme {scheme.id}") for scheme in missing]


def challenge(missing: Sequence[SecurityScheme]) -> str:
    """The value of `WWW-Authenticate` (RFC 9110, section 11.6.1)."""
    schemes = [_authorization(scheme) or "ApiKey" for scheme in missing]
    return ", ".join(f'{scheme} realm="mock"' for scheme in dict.fromkeys(schemes))


def _place(scheme: SecurityScheme) -> tuple[str, str]:
    return (
        (scheme.location, scheme.wire) if scheme.kind == "api-key" and scheme.location else ("header", "Authorization")
    )


def _authorization(scheme: SecurityScheme) -> str:
    """The authentication scheme of the header `Authorization`, or empty for any."""
    match scheme.kind:
        case "bearer" | "oauth2" | "openid":
            return "Bearer"
        case "basic":
            return "Basic"
        case "http" | "challenge":
            return scheme.scheme.capitalize()
        case _:
            return ""


def _is_given(scheme: SecurityScheme, request: Request) -> bool:
    if scheme.kind in _ANY:
        return True
    if scheme.kind == "api-key":
        match scheme.location:
            case "query":
                return any(name == scheme.wire for name, _ in request.pairs)
            case "cookie":
                return scheme.wire in request.cookies
            case _:
                return scheme.wire.lower() in request.headers
    given, _, credentials = request.headers.get("authorization", "").partition(" ")
    wanted = _authorization(scheme)
    if scheme.kind == "challenge":
        return bool(given)
    return bool(credentials.strip()) and (not wanted or given.lower() == wanted.lower())
