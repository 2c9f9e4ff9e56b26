"""The waits that rate-limit headers ask for."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.call.rate_limits import seconds_until_reset
from runtime.call.retry_policy import retry_delay
from runtime.service import RetryPolicy

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "30"}, 30.0),
        ({"X-RateLimit-Reset": "1700000012"}, 12.0),
        ({"X-RateLimit-Reset": "1700000012500"}, 12.5),
        ({"X-RateLimit-Reset": "1699999999"}, None),
        ({"X-RateLimit-Reset": "1m30s"}, 90.0),
        ({"X-RateLimit-Reset": "1h0m1.5s"}, 3601.5),
        ({"X-RateLimit-Reset": "20ms"}, 0.02),
        ({"X-RateLimit-Reset": "2023-11-14T22:13:30Z"}, 10.0),
        ({"X-RateLimit-Reset": "Tue, 14 Nov 2023 22:13:30 GMT"}, 10.0),
        ({"X-RateLimit-Reset": "2023-11-14T22:13:30"}, None),
        ({"X-RateLimit-Reset": "soon"}, None),
        ({"X-RateLimit-Reset": "1m 30s"}, None),
        ({"X-RateLimit-Reset": "30", "X-RateLimit-Remaining": "0"}, 30.0),
        ({"X-RateLimit-Reset": "30", "X-RateLimit-Remaining": "2"}, None),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        (
            {
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-tokens": "6m0s",
                "x-ratelimit-remaining-tokens": "149984",
            },
            1.0,
        ),
        ({"X-Rate-Limit-Reset": "5"}, 5.0),
        ({"RateLimit-Reset": "5"}, 5.0),
        ({"RateLimit": "limit=100, remaining=0, reset=50"}, 50.0),
        ({"RateLimit": "limit=100, remaining=3, reset=50"}, None),
        ({"RateLimit": '"default";r=0;t=7'}, 7.0),
        ({"RateLimit": '"burst";r=9;t=70, "daily";r=0;t=8'}, 8.0),
        ({"RateLimit-Policy": '"default";q=100;w=10'}, None),
        ({}, None),
    ],
)
def test_the_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_until_reset(httpx2.Headers(headers), NOW) == seconds


def delay(policy: RetryPolicy, *, limited: bool = True, **headers: str) -> float | None:
    lines = httpx2.Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return retry_delay(policy, 1, 0.0, lines, NOW, 1.0, limited=limited)


def test_a_retry_after_takes_precedence_and_other_statuses_are_not_limited() -> None:
    policy = RetryPolicy()
    assert delay(policy, x_ratelimit_reset="30") == 30.0
    assert delay(policy, x_ratelimit_reset="30", retry_after="2") == 2.0
    assert delay(policy, limited=False, x_ratelimit_reset="30") == policy.initial_delay


def test_the_caps_are_those_of_retry_after() -> None:
    assert delay(RetryPolicy(max_delay=20.0), x_ratelimit_reset="21") is None
    assert delay(RetryPolicy(max_elapsed=20.0), x_ratelimit_reset="21") is None


@given(st.sampled_from(["x-ratelimit-reset", "ratelimit", "ratelimit-reset"]), st.text(max_size=40))
def test_any_text_gives_a_finite_wait_or_none(name: str, value: str) -> None:
    found = seconds_until_reset({name: value}, NOW)
    assert found is None or 0 < found < float("inf")
