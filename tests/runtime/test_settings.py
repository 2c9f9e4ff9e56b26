"""Time limits and header maps."""

from __future__ import annotations

from typing import Any

import pytest
from runtime.call.timeouts import DEFAULTS, Timeouts
from runtime.errors import ConfigurationError, RequestError
from runtime.request.headers import HeaderMap, merge, put
from runtime.transport.logs import shown_url

NONE = Timeouts(DEFAULTS)


def test_one_number_bounds_each_step() -> None:
    assert NONE.over(3).limits == {"connect": 3.0, "read": 3.0, "write": 3.0, "pool": 3.0}
    assert NONE.over(30.0).limits["connect"] == 10.0


def test_the_nearest_wins_step_by_step() -> None:
    found = NONE.over({"connect": 1.0, "total": 60.0}).over({"read": 2.0})
    assert (found.limits["connect"], found.limits["read"], found.total) == (1.0, 2.0, 60.0)
    assert NONE.over(None) is NONE


def test_infinity_is_no_limit() -> None:
    assert NONE.over(float("inf")).limits["read"] is None
    assert NONE.over({"total": 5.0}).over({"total": float("inf")}).total is None


def test_what_is_left_bounds_every_step() -> None:
    limits = NONE.over({"read": float("inf")}).within(4.0)
    assert limits == {"connect": 4.0, "read": 4.0, "write": 4.0, "pool": 4.0}
    assert NONE.over(3).within(4.0)["read"] == 3.0


@pytest.mark.parametrize("timeout", [0, -1.0, float("nan"), "5", True, {"read": 0}, {"reed": 1}])
def test_what_is_no_timeout(timeout: Any) -> None:
    with pytest.raises(ConfigurationError, match="timeout"):
        NONE.over(timeout)


def test_one_value_a_name_whatever_its_case() -> None:
    headers: HeaderMap = {}
    put(headers, "X-A", "1")
    merge(headers, {"x-a": "2", "X-B": " 3\t"})
    assert list(headers.values()) == [(b"x-a", b"2"), (b"X-B", b"3")]
    merge(headers, {"X-a": None, "X-Unknown": None})
    assert list(headers) == [b"x-b"]


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "é", "a\x00"])
def test_names_that_are_no_names(name: str) -> None:
    with pytest.raises(RequestError):
        put({}, name, "1")


@pytest.mark.parametrize("value", ["a\nb", "a\r\nb: c", "a\x00", "\ud800", 7, None])
def test_values_that_cannot_be_sent(value: Any) -> None:
    with pytest.raises(RequestError) as caught:
        put({}, "X-A", value)
    assert caught.value.path == "headers['X-A']"


def test_urls_are_shown_without_secrets() -> None:
    shown = shown_url("https://me:pw@example.com:8443/a/b?key=secret#frag")
    assert shown == "https://example.com:8443/a/b?…"
