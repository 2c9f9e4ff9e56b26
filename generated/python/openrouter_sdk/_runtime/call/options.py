"""The settings of a single call, and timeouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict  # the one that pydantic reads before Python 3.12

from ..service import RetryPolicy


class Timeout(TypedDict, total=False):
    """Limits in seconds; `float("inf")` means no limit.

    - `connect`: opening the connection, TLS included. 10 by default.
    - `read`: waiting for the status and headers of the response, and then for each chunk of its
      body; for a stream, the idle time between chunks. 600 by default.
    - `write`: sending one chunk of the request. As `read` by default.
    - `pool`: waiting for a free connection, if their number is limited. As `read` by default.
    - `total`: the entire call, retries and waits included; for a stream, until it starts. None by
      default.
    - `event`: the time between two events of a stream; comments do not count. It is checked when
      bytes arrive or `read` passes, which it limits too. None by default.

    A single number instead of this dict sets `read`, `write` and `pool`, and also `connect` if it
    is below 10.
    """

    connect: float
    read: float
    write: float
    pool: float
    total: float
    event: float


class RequestOptions(TypedDict, total=False):
    """Settings of one call. They take precedence over the client's.

    - `timeout`: seconds, or a `Timeout`.
    - `max_retries`: the attempts after the first; 0 turns retries off.
    - `retries`: a policy that replaces the client's and the operation's.
    - `headers`: headers that are added or replaced; None removes one. Names are case-insensitive.
    - `query`: query parameters that are added or replaced; a list is sent as a repeated parameter.
    - `body`: members of a JSON or form body that are added or replaced.
    - `base_url`: the URL to use instead of the server's.
    - `server`, `server_variables`: another server of the document, and its variables.
    - `accept`: the media type to ask for.
    - `reconnect`: whether a stream of server-sent events connects again when its connection ends.
    - `idempotency_key`: sent with every attempt, so that a server can recognise a repeated request.
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
    reconnect: bool
    idempotency_key: str | None
