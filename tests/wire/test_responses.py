"""Responses that are not streams."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from conftest import MESSAGES, RESULT, Driver
from openrouter_sdk import errors, models, with_response
from openrouter_sdk._runtime.call.raw_response import async_with_response
from server import Server, json_reply, raw, reply


def test_response_is_typed_and_keeps_unknown_fields(sdk: Driver, result: dict[str, Any]) -> None:
    result["choices"][0]["native_finish"] = "STOP"
    sdk.server.answer_with(json_reply({**result, "provider_latency": {"ms": 12}}))
    answer = sdk.send()
    assert isinstance(answer, models.ChatResult)
    assert answer.choices[0].message.content == "Hello"
    assert answer.provider_latency == {"ms": 12}
    assert answer.choices[0].native_finish == "STOP"


ODD: list[tuple[str, dict[str, Any]]] = [
    ("a required field left out", {"created": ...}),
    ("a new enum value", {"object": "chat.completion.v2"}),
    ("a float for an integer", {"created": 1.5}),
    ("a list for a string", {"model": ["a", "b"]}),
    ("null where none may be", {"id": None}),
]


def odd(result: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**result, **change}.items() if value is not ...}


@pytest.mark.parametrize("change", [change for _, change in ODD], ids=[name for name, _ in ODD])
def test_response_that_differs_from_the_document_is_accepted(
    sdk: Driver, result: dict[str, Any], change: dict[str, Any]
) -> None:
    sdk.server.answer_with(json_reply(odd(result, change)))
    answer = sdk.send()
    assert isinstance(answer, models.ChatResult)
    assert answer.choices[0].message.content == "Hello"
    assert answer.usage.total_tokens == 2
    for name, value in change.items():
        assert getattr(answer, name) == (None if value is ... else value)
    assert json.loads(answer.model_dump_json(exclude_unset=True, by_alias=True, warnings=False)) == odd(result, change)


@pytest.mark.parametrize("change", [change for _, change in ODD], ids=[name for name, _ in ODD])
def test_strict_mode_refuses_a_response_that_differs(
    sdk: Driver, result: dict[str, Any], change: dict[str, Any]
) -> None:
    sdk.server.answer_with(json_reply(odd(result, change)))
    with pytest.raises(errors.ResponseError, match=next(iter(change))):
        sdk.send(sdk.client(strict_responses=True))


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        'Application/Json ; profile="x"',
        "application/vnd.api+json",
        None,
        "text/plain",
    ],
)
def test_any_json_content_type_is_accepted(sdk: Driver, content_type: str | None) -> None:
    sdk.server.answer_with(json_reply(RESULT, content_type=content_type))
    assert sdk.send().id == "gen-1"


@pytest.mark.parametrize("before", [b" \r\n\t", b"\n" * 5000, b"\xef\xbb\xbf"])
def test_white_space_before_the_json_is_accepted(sdk: Driver, before: bytes) -> None:
    sdk.server.answer_with(reply(before + json.dumps(RESULT).encode()))
    assert sdk.send().id == "gen-1"


def test_compressed_response_is_decoded(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply(RESULT, compress=True))
    assert sdk.send().id == "gen-1"
    assert "gzip" in sdk.server.last["Accept-Encoding"]


@pytest.mark.parametrize("code", [502, "502"])
def test_error_inside_a_200_raises_the_class_of_its_code(sdk: Driver, code: Any) -> None:
    body = {"error": {"code": code, "message": "Upstream died", "metadata": {"provider_name": "Acme"}}}
    sdk.server.answer_with(json_reply(body))
    with pytest.raises(errors.BadGatewayResponseError) as caught:
        sdk.send()
    error = caught.value
    assert str(error) == "502 Bad Gateway: Upstream died"
    assert error.status_code == 502
    assert error.data.error.metadata == {"provider_name": "Acme"}
    assert json.loads(error.body) == body
    assert len(sdk.server.requests) == 1


def test_error_inside_a_200_beside_a_result_is_raised(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({**RESULT, "error": {"code": 429, "message": "slow down"}}))
    with pytest.raises(errors.TooManyRequestsResponseError):
        sdk.send()


def test_error_inside_a_200_with_another_code_is_an_api_error(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({"error": {"code": "insufficient_quota", "message": "no money"}}))
    with pytest.raises(errors.APIError, match="no money") as caught:
        sdk.send()
    assert type(caught.value) is errors.APIError


def test_null_error_inside_a_200_is_not_raised(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({**RESULT, "error": None}))
    assert sdk.send().id == "gen-1"


def test_with_response_gives_status_headers_and_request_id(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply(RESULT, status=201, headers=[("X-Request-Id", "r-1"), ("X-Rate", "5")]))
    client = sdk.client()
    wrap: Any = async_with_response if sdk.is_async else with_response
    answer = sdk.run(wrap(client.chat.send)(messages=MESSAGES))
    assert isinstance(answer.value, models.ChatResult)
    response = answer.response
    assert (response.status_code, response.request_id, response.headers["x-RATE"]) == (201, "r-1", "5")
    assert json.loads(response.body) == RESULT
    assert isinstance(response.transport, httpx2.Response)
    assert response.transport.json() == RESULT


PROMISE_BROKEN = {
    "HTML": reply(b"<html><title>Sign in</title></html>", content_type="text/html"),
    "HTML that says JSON": reply(b"<html></html>"),
    "half of JSON": reply(b'{"id": "gen-1", "choi'),
    "empty": reply(b""),
    "blank": reply(b" \n"),
    "201 empty": reply(b"", status=201),
    "204": reply(status=204, content_type=None),
    "not UTF-8": reply(b'{"id": "\xff\xfe"}'),
    "null": reply(b"null"),
    "a number": reply(b"1e999"),
    "text": reply(b'"Hello"'),
    "an array": reply(b"[]"),
    "an event stream": raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {}\n\n", "hang"),
}


@pytest.mark.parametrize("name", PROMISE_BROKEN)
def test_unexpected_success_body_is_a_response_error(sdk: Driver, name: str) -> None:
    sdk.server.answer_with(PROMISE_BROKEN[name])
    with pytest.raises(errors.ResponseError) as caught:
        sdk.send()
    error = caught.value
    assert error.status_code in (200, 201, 204)
    assert str(error).startswith(f"{error.status_code} ")
    assert error.headers is not None
    assert len(sdk.server.requests) == 1
    if name == "HTML":
        assert error.body == "<html><title>Sign in</title></html>"
        assert error.headers["content-type"] == "text/html"


def test_other_success_status_with_the_expected_json_is_accepted(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply(RESULT, status=201))
    assert sdk.send().id == "gen-1"


def test_invalid_gzip_is_an_sdk_error(sdk: Driver) -> None:
    sdk.server.answer_with(reply(b"not gzip at all", headers=[("Content-Encoding", "gzip")]))
    with pytest.raises(errors.ResponseError) as caught:
        sdk.send()
    assert isinstance(caught.value.__cause__, httpx2.DecodingError)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "broken",
    [
        raw(HEAD + b'Content-Length: 500\r\n\r\n{"id": ', "close"),
        raw(HEAD + b'Content-Length: 500\r\n\r\n{"id": ', 0.05, "reset"),
        raw(HEAD + b'Transfer-Encoding: chunked\r\n\r\n7\r\n{"id": \r\n', "close"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", "close"),
        raw(HEAD + b'Content-Length: 500\r\n\r\n{"id": ', "half-close"),
    ],
    ids=["close", "reset", "chunked", "bad chunk", "half-close"],
)
def test_connection_lost_in_the_body_is_a_connection_error(sdk: Driver, broken: Any) -> None:
    sdk.server.answer_with(broken)
    with pytest.raises(errors.APIConnectionError) as caught:
        sdk.send()
    assert isinstance(caught.value.__cause__, httpx2.TransportError)
    assert len(sdk.server.requests) == 1  # the work is done and billed: not asked for again


def test_silence_in_the_body_is_a_timeout_error(sdk: Driver) -> None:
    sdk.server.answer_with(raw(HEAD + b"Content-Length: 500\r\n\r\n{", "hang"))
    with pytest.raises(errors.APITimeoutError):
        sdk.send(options={"timeout": 0.2})
    assert len(sdk.server.requests) == 1
    assert sdk.server.wait_for_open(0)


@pytest.mark.parametrize("status", [307, 308])
def test_redirects_307_and_308_keep_method_and_body(sdk: Driver, status: int) -> None:
    sdk.server.answer_with(reply(status=status, headers=[("Location", "/moved?x=1")]), json_reply(RESULT))
    assert sdk.send().id == "gen-1"
    first, second = sdk.server.requests
    assert (second.method, second.target) == ("POST", "/moved?x=1")
    assert second.body == first.body
    assert second["Authorization"] == first["Authorization"]


@pytest.mark.parametrize("status", [301, 302, 303])
@pytest.mark.parametrize("stream", [False, True])
def test_other_redirects_of_a_post_are_an_error(sdk: Driver, status: int, stream: bool) -> None:
    sdk.server.answer_with(reply(status=status, headers=[("Location", "/moved")]), json_reply(RESULT))
    with pytest.raises(errors.APIError, match="GET") as caught:
        sdk.send(stream=stream)
    assert caught.value.status_code == status
    assert len(sdk.server.requests) == 1


def test_credentials_are_not_sent_to_another_origin(sdk: Driver, other_server: Server) -> None:
    target = f"{other_server.origin}/elsewhere"
    sdk.server.answer_with(reply(status=307, headers=[("Location", target)]))
    client = sdk.client(headers={"X-Api-Key": "also-secret", "Cookie": "session=secret"}, follow_unsafe_redirects=True)
    assert sdk.send(client, options={"headers": {"Proxy-Authorization": "Basic secret"}}).id == "gen-1"
    assert other_server.last.method == "POST"
    assert other_server.last.body == sdk.server.last.body
    assert other_server.last["Host"] == f"127.0.0.1:{other_server.port}"
    assert "secret" not in repr(other_server.last.headers)


def test_a_body_is_not_sent_to_another_origin_unless_asked_for(sdk: Driver, other_server: Server) -> None:
    target = other_server.origin.replace("http://", "http://user:word@") + "/elsewhere?key=1"
    sdk.server.answer_with(reply(status=308, headers=[("Location", target)]))
    with pytest.raises(errors.APIError, match=r"to another origin.*follow_unsafe_redirects") as caught:
        sdk.send()
    assert caught.value.status_code == 308
    assert "word" not in str(caught.value)
    assert other_server.requests == []


def test_number_of_redirects_is_limited(sdk: Driver) -> None:
    sdk.server.answer_with(reply(status=307, headers=[("Location", "/again")]))
    with pytest.raises(errors.OpenRouterError, match="redirects"):
        sdk.send()
    assert len(sdk.server.requests) == 11


@pytest.mark.parametrize(
    "location",
    [
        "ftp://127.0.0.1/x",
        "http://[::bad",
        "javascript:alert(1)",
        "http://127.0.0.1:99999/x",
        "http://a..b/x",
        "http://user:word@127.0.0.1:pass/x",
        "//" + "a" * 64 + ".test/",
    ],
)
def test_invalid_redirect_location_is_an_error(sdk: Driver, location: str) -> None:
    sdk.server.answer_with(reply(status=308, headers=[("Location", location)]))
    with pytest.raises(errors.OpenRouterError) as caught:
        sdk.send(sdk.client(follow_unsafe_redirects=True))
    assert "word" not in str(caught.value)
    assert len(sdk.server.requests) == 1
