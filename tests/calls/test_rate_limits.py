"""Retries wait until a rate limit is reset, where the response has no `Retry-After`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.loopback_server import Response

from .conftest import Driver


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_waits_for_the_reset(driver: Driver, status: int) -> None:
    waits: list[float] = []
    base: Any = driver.sdk.AsyncHooks if driver.runner else driver.sdk.Hooks

    class Sync(base):
        def on_retry(self, error: Any, delay: float, call: Any) -> None:
            waits.append(delay)

    class Async(base):
        async def on_retry(self, error: Any, delay: float, call: Any) -> None:
            waits.append(delay)

    slow = Response(status, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30ms"})
    driver.server.responses = [slow, slow, Response(200, "application/json", b"[]")]
    hooks = Async() if driver.runner else Sync()
    assert driver.run(driver.client(hooks=hooks).things.list()) == []
    assert waits == [0.03, 0.03]


def test_a_reset_beyond_the_longest_delay_is_an_error_at_once(driver: Driver) -> None:
    driver.server.responses = [Response(429, headers={"x-ratelimit-reset": "1h0m0s"})]
    with pytest.raises(driver.sdk.errors.RateLimitError):
        driver.run(driver.client().things.list())
    assert len(driver.server.requests) == 1
