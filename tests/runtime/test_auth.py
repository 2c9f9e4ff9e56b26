"""Credentials: the choice of schemes, their sources and their places in a request."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from typing import Any

import pytest
from runtime.call.auth import Credentials, Tokens, authenticate
from runtime.errors import ConfigurationError
from runtime.request.headers import HeaderMap
from runtime.service import ApiKey, Basic, Bearer, OAuth2, Service
from runtime.settings import Settings

SCHEMES: dict[str, Any] = {
    "bearer": Bearer("token", "STUB_TOKEN"),
    "basic": Basic("username", "password", "STUB_USERNAME", "STUB_PASSWORD"),
    "header": ApiKey("key", "STUB_KEY", "header", "X-Api-Key"),
    "query": ApiKey("query_key", "", "query", "api key"),
    "cookie": ApiKey("session", "", "cookie", "sid"),
    "oauth": OAuth2("access_token", "STUB_ACCESS"),
}


def credentials_of(*security: tuple[str, ...], present: HeaderMap | None = None, **credentials: Any) -> Credentials:
    service = Service(package="stub", distribution="stub", schemes=SCHEMES)
    settings = Settings(
        service, credentials=credentials, parameters={}, variables={}, server=None, base_url=None, timeout=None,
        max_retries=None, retries=None, headers=None, http_client=None, hooks=None, strict_responses=False,
    )  # fmt: skip

    async def resolve(value: Any) -> Any:
        return value

    async def fetch(tokens: Tokens) -> str:
        raise AssertionError("none of these schemes fetches a token")

    return asyncio.run(authenticate(settings, security, resolve, present or {}, fetch))


def headers(found: Credentials) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in found.headers.values()}


def test_every_kind_of_scheme() -> None:
    assert headers(credentials_of(("bearer",), token="t")) == {"Authorization": "Bearer t"}
    assert headers(credentials_of(("oauth",), access_token="t")) == {"Authorization": "Bearer t"}
    assert headers(credentials_of(("header",), key="k")) == {"X-Api-Key": "k"}
    assert credentials_of(("query",), query_key="a&b").query == [("api%20key", "a%26b")]
    assert credentials_of(("cookie",), session="s;t").cookies == [("sid", "s%3Bt")]
    basic = headers(credentials_of(("basic",), username="me", password=""))["Authorization"]
    assert b64decode(basic.removeprefix("Basic ")) == b"me:"


def test_the_first_complete_set_is_taken() -> None:
    choice = (("header", "query"), ("bearer",), ("basic",))
    assert headers(credentials_of(*choice, token="t", username="me", password="pw")) == {"Authorization": "Bearer t"}
    both = credentials_of(*choice, token="t", key="k", query_key="q")
    assert (headers(both), both.query) == ({"X-Api-Key": "k"}, [("api%20key", "q")])


def test_none_needed() -> None:
    assert headers(credentials_of()) == {}
    assert headers(credentials_of(("bearer",), ())) == {}
    assert headers(credentials_of((), ("bearer",), token="t")) == {"Authorization": "Bearer t"}
    assert headers(credentials_of((), ("bearer",))) == {}


def test_a_header_the_caller_gave_is_not_asked_for() -> None:
    present = {b"authorization": (b"Authorization", b"Bearer mine")}
    assert headers(credentials_of(("bearer",), present=present)) == {}


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ConfigurationError, match="key= or the environment variable STUB_KEY and query_key="):
        credentials_of(("header", "query"), ("bearer",))


def test_the_environment_is_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUB_TOKEN", "theirs")
    assert headers(credentials_of(("bearer",))) == {"Authorization": "Bearer theirs"}
    assert headers(credentials_of(("bearer",), token="mine")) == {"Authorization": "Bearer mine"}


@pytest.mark.parametrize("value", ["", " ", " t", "t ", "t\n", "a\rb", "a\x7f", "tökén", 7, b"t"])
def test_what_cannot_be_sent_is_refused_without_being_shown(value: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        credentials_of(("header",), key=value)
    message = str(caught.value)
    assert message.startswith("key= or the environment variable STUB_KEY: ")
    assert repr(value) not in message
