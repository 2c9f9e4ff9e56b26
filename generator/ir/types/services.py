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
class Flow:
    """A way to get an OAuth 2.0 token (OpenAPI 3.1, "OAuth Flow Object"), without a person at a browser.

    Of the authorization-code flow, it is the second half: the exchange of a code. URLs may be relative.
    """

    kind: Literal["client-credentials", "password", "authorization-code"]
    token_url: str
    place: Place
    refresh_url: str = ""
    """Where tokens are refreshed, if that is not the token URL."""
    authentication: Literal["client_secret_basic", "client_secret_post", ""] = ""
    """How the client authenticates, if the document says it."""


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to authenticate. `wire` is the name of the header, query parameter or cookie of an `api-key`."""

    id: str
    kind: Literal["bearer", "basic", "http", "challenge", "api-key", "oauth2", "openid", "mutual-tls", "other"]
    place: Place
    location: Literal["header", "query", "cookie", ""] = ""
    wire: str = ""
    flows: tuple[Flow, ...] = ()
    """The flows of an `oauth2` scheme that a client can run."""
    discovery_url: str = ""
    """Where the metadata of an `openid` scheme is (OpenID Connect Discovery 1.0), or empty."""
    scheme: str = ""
    """The HTTP authentication scheme as the document writes it (`bearer`, `basic`, `digest`, …).

    The client sends one value of an `http` scheme. A `challenge` scheme responds to a challenge of the server.
    """
    docs: Docs = NO_DOCS

    @property
    def fetches_tokens(self) -> bool:
        """Whether a client can fetch the access token itself."""
        return bool(self.flows or self.discovery_url)

    def flow(self, kind: str) -> Flow | None:
        """The flow of a kind, if the scheme has it."""
        return next((flow for flow in self.flows if flow.kind == kind), None)


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
