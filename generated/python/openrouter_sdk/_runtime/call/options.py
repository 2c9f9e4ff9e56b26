"""What a single call may be told beside its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from ..service import RetryPolicy


class Timeout(TypedDict, total=False):
    """Limits in seconds; `float("inf")` is no limit.

    - `connect`: until the connection stands, TLS included. 10 by default.
    - `read`: between two pieces of the answer, and before the first. On a stream, the idle time
      between bytes. 600 by default.
    - `write`: to send one piece of the request. As `read` by default.
    - `pool`: for a free connection, where their number is limited. As `read` by default.
    - `total`: the whole call, its retries and waits included; for a stream, until it begins. None
      by default.

    One number instead of this dict is `read`, `write` and `pool`, and `connect` where it is below
    10.
    """

    connect: float
    read: float
    write: float
    pool: float
    total: float


class RequestOptions(TypedDict, total=False):
    """Settings of one call. They go before the client's.

    - `timeout`: seconds, or a `Timeout`.
    - `max_retries`: attempts after the first; 0 turns retries off.
    - `retries`: a whole policy in place of the client's and the operation's.
    - `headers`: further headers, or others in place of the SDK's; None leaves one out. Names
      compare without regard to case.
    - `query`: further query parameters, or others in place of the call's; a list is sent as a
      repeated parameter.
    - `body`: further members of a JSON or form body, or others in place of the call's.
    - `base_url`: in place of the server; `server` and `server_variables` choose another of the
      document's servers.
    - `accept`: the media type to ask for.
    - `idempotency_key`: sent with every attempt, so that a server can tell a repetition.
    """

    timeout: float | Timeout | None
    max_retries: int | None
    retries: RetryPolicy | None
    headers: Mapping[str, str | None] | None
    query: Mapping[str, Any] | None
    body: Mapping[str, Any] | None
    base_url: str | None
    server: str | None
    server_variables: Mapping[str, str | None] | None
    accept: str | None
    idempotency_key: str | None
