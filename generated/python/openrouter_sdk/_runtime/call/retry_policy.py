"""Decide whether a failed attempt is repeated, and when. Clock and jitter are arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

import httpx2

from ..errors import ConfigurationError
from ..service import RetryPolicy

if TYPE_CHECKING:
    from ..operation import Operation
    from ..settings import Settings
    from .options import RequestOptions

_NUMBER = r"[0-9]+(\.[0-9]*)?"
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
_BEFORE_A_RESPONSE = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ReadError,
    httpx2.WriteError,
    httpx2.RemoteProtocolError,
)
_MAY_BE_IN_PROGRESS = (httpx2.ReadTimeout, httpx2.WriteTimeout)


def chosen_policy(
    settings: Settings, operation: Operation[Any], options: RequestOptions
) -> RetryPolicy:
    """The retry policy: the call's, else the client's, the operation's or the service's."""
    called = options.get("retries")
    policy = called or settings.retries or operation.retries or settings.service.retries
    limit = options.get("max_retries")
    if limit is None and called is None:
        limit = settings.max_retries
    if limit is None:
        return policy
    if limit < 0:
        raise ConfigurationError("max_retries: expected a number of at least 0")
    return policy.limited(limit)


def is_retried_status(policy: RetryPolicy, status: int) -> bool:
    """Whether a response with this status is retried, if attempts are left."""
    return _matches(tuple(policy.statuses), status)


@lru_cache(maxsize=256)
def _matches(statuses: tuple[str, ...], status: int) -> bool:
    ranges = {str(status), f"{status // 100}XX", f"{status // 100}xx"}
    return not ranges.isdisjoint(statuses)


def is_retried_error(
    policy: RetryPolicy, method: str, error: Exception, *, has_key: bool = False
) -> bool:
    """Whether an error before the head of the response is retried, if attempts are left.

    After a read or write timeout the server may be processing the request, so only idempotent
    methods and requests with an idempotency key are retried, unless the policy has `read_timeouts`.
    """
    if not policy.connection_errors:
        return False
    if isinstance(error, _MAY_BE_IN_PROGRESS):
        return policy.read_timeouts or method in _IDEMPOTENT or has_key
    return isinstance(error, _BEFORE_A_RESPONSE)


def retry_delay(
    policy: RetryPolicy,
    attempt: int,
    elapsed: float,
    headers: Mapping[str, str] | None,
    now: float,
    jitter: float,
    *,
    limited: bool = False,
) -> float | None:
    """The seconds to wait after the `attempt`-th attempt failed, or None to give up.

    - `elapsed`: seconds since the call started.
    - `headers`: those of the failed response, if there was one.
    - `now`: the time of day, in seconds since the epoch.
    - `jitter`: a random number from 0 to 1.
    - `limited`: whether the response is a 429 or 503, whose rate-limit headers are read if it has
      no `Retry-After`.
    """
    if attempt >= policy.max_attempts:
        return None
    longest = _finite(policy.max_delay)
    asked = None if headers is None else _retry_after(headers, now)
    if asked is None and headers is not None and limited:
        from .rate_limits import seconds_until_reset

        asked = seconds_until_reset(headers, now)
    if asked is None:
        try:
            backoff = policy.initial_delay * policy.exponent ** (attempt - 1)
        except OverflowError:
            backoff = longest
        delay = min(_finite(backoff, longest), longest) * jitter
    else:
        if asked > longest:
            return None
        delay = asked
    return None if elapsed + delay > policy.max_elapsed else delay


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that `Retry-After-Ms` or `Retry-After` (RFC 9110, 10.2.3) asks to wait.

    None for a date in the past, which says nothing.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        seconds = parsedate_to_datetime(value).timestamp() - now
    except (ValueError, OverflowError, OSError):
        return None
    return seconds if seconds > 0 else None


def _number(value: str | None) -> float | None:
    """A plain decimal number; None for all else, including `inf`, `nan` and negative numbers."""
    number = (value or "").strip()
    return float(number) if re.fullmatch(_NUMBER, number) else None


def _finite(seconds: float, otherwise: float = 0.0) -> float:
    return seconds if isfinite(seconds) and seconds >= 0 else otherwise
