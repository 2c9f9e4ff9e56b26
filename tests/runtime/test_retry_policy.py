"""Retry decisions and delays."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.call.retry_policy import is_retried_error, is_retried_status, retry_delay
from runtime.service import RetryPolicy


def delay(
    policy: RetryPolicy, attempt: int = 1, jitter: float = 1.0, elapsed: float = 0.0, **headers: str
) -> float | None:
    lines = httpx2.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return retry_delay(policy, attempt, elapsed, lines, 1_700_000_000.0, jitter)


def test_exponential_up_to_the_cap() -> None:
    policy = RetryPolicy(max_attempts=9, initial_delay=0.5, exponent=2.0, max_delay=3.0)
    assert [delay(policy, attempt) for attempt in range(1, 6)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    assert delay(policy, jitter=0.0) == 0.0
    assert delay(policy, jitter=0.5) == 0.25


def test_attempts_are_bounded() -> None:
    assert delay(RetryPolicy(max_attempts=3), attempt=3) is None
    assert delay(RetryPolicy(max_attempts=1)) is None


def test_time_is_bounded() -> None:
    policy = RetryPolicy(initial_delay=1.0, max_elapsed=10.0)
    assert delay(policy, elapsed=8.9) == 1.0
    assert delay(policy, elapsed=9.1) is None
    assert delay(policy, elapsed=2.0, retry_after="9") is None


def test_a_date() -> None:
    policy = RetryPolicy()
    assert delay(policy, retry_after="Tue, 14 Nov 2023 22:13:30 GMT") == 10.0
    assert delay(policy, retry_after="Tue, 14 Nov 2023 22:13:10 GMT") == 0.5, "a date in the past says nothing"


def test_above_the_cap_the_attempt_is_the_last() -> None:
    assert delay(RetryPolicy(max_delay=60.0), retry_after="60") == 60.0
    assert delay(RetryPolicy(max_delay=60.0), retry_after="61") is None


@given(st.integers(1, 5000), st.floats(0, 1), st.text(max_size=20), st.text(max_size=20))
def test_the_wait_is_always_within_the_cap(attempt: int, jitter: float, after: str, milliseconds: str) -> None:
    policy = RetryPolicy(max_attempts=10_000, max_delay=7.0)
    lines = {"retry-after": after, "retry-after-ms": milliseconds}
    found = retry_delay(policy, attempt, 0.0, lines, 1_700_000_000.0, jitter)
    assert found is None or 0.0 <= found <= 7.0


@pytest.mark.parametrize("wild", [float("inf"), float("nan"), -1.0])
def test_a_policy_with_wild_numbers_does_no_harm(wild: float) -> None:
    found = delay(RetryPolicy(initial_delay=wild, max_delay=2.0))
    assert found is not None
    assert 0.0 <= found <= 2.0
    assert delay(RetryPolicy(max_delay=wild)) == 0.0


def test_statuses_and_ranges() -> None:
    policy = RetryPolicy(statuses=("408", "5XX", "4xx"))
    assert [is_retried_status(policy, status) for status in (408, 500, 599, 429, 200, 302)] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert not is_retried_status(RetryPolicy(statuses=()), 503)


BEFORE: list[type[Any]] = [
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ReadError,
    httpx2.WriteError,
    httpx2.RemoteProtocolError,
]
UNDER_WAY: list[type[Any]] = [httpx2.ReadTimeout, httpx2.WriteTimeout]


@pytest.mark.parametrize("kind", BEFORE)
def test_errors_before_a_response_are_retried(kind: type[Any]) -> None:
    assert is_retried_error(RetryPolicy(), "POST", kind("x"))
    assert not is_retried_error(RetryPolicy(connection_errors=False), "POST", kind("x"))


@pytest.mark.parametrize("kind", UNDER_WAY)
def test_a_post_under_way_is_not_sent_again_unless_asked(kind: type[Any]) -> None:
    assert not is_retried_error(RetryPolicy(), "POST", kind("x"))
    assert not is_retried_error(RetryPolicy(), "PATCH", kind("x"))
    assert is_retried_error(RetryPolicy(read_timeouts=True), "POST", kind("x"))
    assert is_retried_error(RetryPolicy(), "GET", kind("x"))


@pytest.mark.parametrize(
    "error", [httpx2.UnsupportedProtocol("x"), httpx2.LocalProtocolError("x"), httpx2.DecodingError("x")]
)
def test_the_callers_mistakes_are_not_retried(error: Exception) -> None:
    assert not is_retried_error(RetryPolicy(), "GET", error)
