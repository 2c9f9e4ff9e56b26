"""The response headers that a document declares, as typed attributes."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.support.loopback_server import Response

from .conftest import Driver

HEADERS = {
    "x-ratelimit-remaining": "41",
    "X-RateLimit-Reset": "1.5",
    "X-Cached": "true",
    "X-Tags": "1, 2,3",
    "X-Names": 'a, "b, c"',
    "Last-Modified": "Tue, 14 Nov 2023 22:13:30 GMT",
    "X-Day": "2024-02-29",
    "Keys": "k",
    "X-Ref": "7",
    "X-Other": "raw",
}


def listed(driver: Driver, headers: dict[str, str]) -> Any:
    driver.server.responses = [Response(200, "application/json", b'["a"]', headers)]
    return driver.run(driver.with_response(driver.client().things.list)())


def test_declared_headers_have_their_types(driver: Driver) -> None:
    result = listed(driver, HEADERS)
    headers = result.response.headers
    assert result.value == ["a"]
    assert (headers.x_ratelimit_remaining, headers.x_ratelimit_reset, headers.x_cached) == (41, 1.5, True)
    assert (headers.x_tags, headers.x_names) == ([1, 2, 3], ["a", '"b, c"'])
    assert headers.last_modified == dt.datetime(2023, 11, 14, 22, 13, 30, tzinfo=dt.UTC)
    assert (headers.x_day, headers.keys_, headers.x_ref) == (dt.date(2024, 2, 29), "k", 7)
    assert (headers["X-OTHER"], headers["x-ratelimit-remaining"]) == ("raw", "41")


@pytest.mark.parametrize("wild", ["", "1_000", "٣", "many", "0x10", "1" * 5000, "nan", "1;2"])
def test_a_header_that_is_not_of_its_type_is_none(driver: Driver, wild: str) -> None:
    encoded = wild.encode().decode("latin-1")
    names = ("X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Cached", "Last-Modified", "X-Day")
    headers = listed(driver, dict.fromkeys(names, encoded)).response.headers
    assert headers.x_ratelimit_remaining is None
    assert headers.x_ratelimit_reset is None
    assert headers.x_cached is None
    assert headers.last_modified is None
    assert headers.x_day is None
    assert "x-ratelimit-remaining" in headers


def test_missing_headers_are_none(driver: Driver) -> None:
    headers = listed(driver, {}).response.headers
    assert headers.x_ratelimit_remaining is None
    assert headers.x_tags is None


def test_an_error_has_them_too(driver: Driver) -> None:
    driver.server.responses = [Response(429, "application/json", b"{}", {"X-RateLimit-Remaining": "0"})]
    with pytest.raises(driver.sdk.errors.RateLimitError) as caught:
        driver.run(driver.client(max_retries=0).things.list())
    assert caught.value.headers.x_ratelimit_remaining == 0
    assert pickle.loads(pickle.dumps(caught.value)).headers.x_ratelimit_remaining == 0


def test_the_response_of_a_stream(driver: Driver) -> None:
    driver.server.responses = [Response(200, "text/event-stream", b'data: {"n": 1}\n\n', {"X-Stream": "3"})]
    result = driver.run(driver.with_response(driver.client().events.list)())
    assert result.response.headers.x_stream == 3
    assert result.response.text == ""
    with pytest.raises(ValueError, match="value"):
        result.response.json()
    driver.run(result.value.aclose() if driver.runner else result.value.close())


def test_the_response_of_a_file(driver: Driver) -> None:
    driver.server.responses = [Response(200, "application/octet-stream", b"\x00\x01", {"X-Ref": "1"})]
    result = driver.run(driver.with_response(driver.client().file.get)())
    assert (result.value, result.response.content, result.response.headers.x_ref) == (b"\x00\x01", b"\x00\x01", 1)
    streamed = driver.run(driver.with_response(driver.client().file.get)(stream=True))
    assert streamed.response.headers.x_ref == 1
    driver.run(streamed.value.aclose() if driver.runner else streamed.value.close())


def test_text_and_json(driver: Driver) -> None:
    response = listed(driver, {}).response
    assert (response.text, response.json()) == ('["a"]', ["a"])


def test_the_module_and_the_page(limits: Any) -> None:
    folder = Path(limits.__file__).parent
    text = (folder / "_runtime/response/response_headers.py").read_text(encoding="utf-8")
    assert "def x_either(self) -> str | None" in text, "the operations disagree on the type"
    assert "content_type" not in text
    page = (folder.parent / "docs/things.md").read_text(encoding="utf-8")
    assert "`headers.x_ratelimit_remaining` of the response (200: header `X-RateLimit-Remaining`, `int | None`)" in page
