"""Tables that describe a service. They are created on import, so this module imports nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

    from pydantic_core import CoreSchema


class Server:
    """A server of the document.

    `variables` maps each `{name}` in the URL to its default and, if it is an enum, its values.
    """

    __slots__ = ("name", "url", "variables")

    def __init__(
        self,
        name: str,
        url: str,
        variables: Mapping[str, tuple[str, tuple[str, ...]]] | None = None,
    ) -> None:
        self.name = name
        self.url = url
        self.variables = variables or {}


class Bearer:
    """A token in the header `Authorization`: its argument and environment variable.

    `scheme` is the HTTP authentication scheme (RFC 9110, section 11), by default that of bearer
    tokens (RFC 6750).
    """

    __slots__ = ("environment", "keyword", "scheme")

    def __init__(self, keyword: str, environment: str = "", *, scheme: str = "Bearer") -> None:
        self.keyword = keyword
        self.environment = environment
        self.scheme = scheme


class Basic:
    """HTTP basic authentication (RFC 7617): the arguments and variables of user and password."""

    __slots__ = ("password", "password_environment", "username", "username_environment")

    def __init__(
        self,
        username: str,
        password: str,
        username_environment: str = "",
        password_environment: str = "",
    ) -> None:
        self.username = username
        self.password = password
        self.username_environment = username_environment
        self.password_environment = password_environment


class ApiKey:
    """A key in a header, query parameter or cookie (OpenAPI 3.1, "Security Scheme Object")."""

    __slots__ = ("environment", "keyword", "location", "wire")

    def __init__(
        self,
        keyword: str,
        environment: str,
        location: Literal["header", "query", "cookie"],
        wire: str,
    ) -> None:
        self.keyword = keyword
        self.environment = environment
        self.location: Literal["header", "query", "cookie"] = location
        self.wire = wire


class OAuth2:
    """OAuth 2.0 (RFC 6749): an access token, sent as a bearer token (RFC 6750).

    The token is passed, or returned by a callable that is called for every attempt. A scheme with
    flows that the client can run fetches it.
    """

    __slots__ = ("environment", "keyword")

    def __init__(self, keyword: str, environment: str = "") -> None:
        self.keyword = keyword
        self.environment = environment

    def tokens(self, settings: Any) -> Any:
        """The tokens that the client fetches (`Tokens` of `call/auth.py`), or None."""
        return None


class GlobalParameter:
    """A parameter of every operation, set once: on the client or in the environment."""

    __slots__ = ("environment", "keyword", "location", "wire")

    def __init__(
        self,
        keyword: str,
        location: Literal["path", "query", "header", "cookie"],
        wire: str,
        environment: str = "",
    ) -> None:
        self.keyword = keyword
        self.location: Literal["path", "query", "header", "cookie"] = location
        self.wire = wire
        self.environment = environment


class RetryPolicy:
    """When a failed attempt is repeated, and for how long.

    - `statuses`: the status codes (`429`) and ranges (`5XX`) that are retried.
    - `max_attempts`: the attempts of a call, including the first; 1 disables retries.
    - `initial_delay`, `max_delay`: seconds. The wait before the n-th retry is a random part (full
      jitter) of `initial_delay * exponent ** (n - 1)`, at most `max_delay`. A `Retry-After` of the
      server takes precedence, and for 429 and 503 without one, the time at which its rate-limit
      headers say that requests are accepted again. If that is above `max_delay`, the error is
      raised at once.
    - `max_elapsed`: the seconds from the start of the call after which no attempt is started.
    - `connection_errors`: whether to retry if the connection fails before the response starts.
    - `read_timeouts`: whether to retry a request that the server may be processing (it was sent,
      and no response arrived in time), even if that may repeat its effect, as with POST. Idempotent
      methods (RFC 9110, section 9.2.2) and requests with an idempotency key are always retried.
    """

    __slots__ = (
        "connection_errors",
        "exponent",
        "initial_delay",
        "max_attempts",
        "max_delay",
        "max_elapsed",
        "read_timeouts",
        "statuses",
    )

    def __init__(
        self,
        *,
        statuses: tuple[str, ...] = ("408", "429", "5XX"),
        max_attempts: int = 3,
        initial_delay: float = 0.5,
        max_delay: float = 60.0,
        exponent: float = 2.0,
        max_elapsed: float = 3600.0,
        connection_errors: bool = True,
        read_timeouts: bool = False,
    ) -> None:
        self.statuses = statuses
        self.max_attempts = max_attempts
        self.initial_delay = initial_delay
        self.max_delay = max_delay
        self.exponent = exponent
        self.max_elapsed = max_elapsed
        self.connection_errors = connection_errors
        self.read_timeouts = read_timeouts

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        """Accept instances, for `pydantic.validate_call` on the methods of an SDK."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls)

    def limited(self, max_retries: int) -> RetryPolicy:
        """A copy of this policy with at most `max_retries` attempts after the first."""
        return RetryPolicy(
            statuses=self.statuses,
            max_attempts=max_retries + 1,
            initial_delay=self.initial_delay,
            max_delay=self.max_delay,
            exponent=self.exponent,
            max_elapsed=self.max_elapsed,
            connection_errors=self.connection_errors,
            read_timeouts=self.read_timeouts,
        )


if TYPE_CHECKING:
    Scheme: TypeAlias = Bearer | Basic | ApiKey | OAuth2


class Service:
    """The parts of the document that concern all operations.

    - `package`: the name of the logger.
    - `distribution`, `version`: the name and version in the `User-Agent` header.
    - `environment`: the prefix of the environment variables `_BASE_URL` and `_LOG`.
    - `errors`: the module that contains `STATUS_ERRORS`, relative to the package.
    """

    __slots__ = (
        "distribution",
        "environment",
        "errors",
        "package",
        "parameters",
        "retries",
        "schemes",
        "security",
        "servers",
        "version",
    )

    def __init__(
        self,
        *,
        package: str,
        distribution: str,
        version: str = "",
        environment: str = "",
        servers: tuple[Server, ...] = (),
        schemes: Mapping[str, Scheme] | None = None,
        security: tuple[tuple[str, ...], ...] = (),
        parameters: tuple[GlobalParameter, ...] = (),
        retries: RetryPolicy | None = None,
        errors: str = ".errors",
    ) -> None:
        self.package = package
        self.distribution = distribution
        self.version = version
        self.environment = environment
        self.servers = servers
        self.schemes = schemes or {}
        self.security = security
        self.parameters = parameters
        self.retries = retries or RetryPolicy()
        self.errors = errors
