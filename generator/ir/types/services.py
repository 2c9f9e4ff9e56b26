"""Servers, authentication and retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.ir.types.common import NO_DOCS, Docs, Place


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str
    values: tuple[str, ...] = ()
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class Server:
    """A server. `url` can have variables.

    `name` is from an extension or OpenAPI 3.2 `name`; without one, from the description or the position. It is empty
    if there is one server.
    """

    url: str
    place: Place
    name: str = ""
    docs: Docs = NO_DOCS
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One security scheme that a request must satisfy, with its scopes."""

    scheme: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to authenticate. `wire` is the name of the header, query parameter or cookie of an `api-key`."""

    id: str
    kind: Literal["bearer", "basic", "http", "challenge", "api-key", "oauth2", "openid", "mutual-tls", "other"]
    place: Place
    location: Literal["header", "query", "cookie", ""] = ""
    wire: str = ""
    token_url: str = ""
    """The token URL of the client-credentials flow, or empty."""
    scheme: str = ""
    """The HTTP authentication scheme as the document writes it (`bearer`, `basic`, `digest`, …).

    The client sends one value of an `http` scheme. A `challenge` scheme responds to a challenge of the server.
    """
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When and how often to retry a failed request. Times are in seconds."""

    statuses: tuple[str, ...] = ("408", "429", "5XX")
    max_attempts: int = 3
    initial_delay: float = 0.5
    max_delay: float = 60.0
    exponent: float = 2.0
    max_elapsed: float = 3600.0
    connection_errors: bool = True
