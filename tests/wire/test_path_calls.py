"""Calls of paths that the document does not have: `client.get("/new")` and its neighbours."""

from __future__ import annotations

import inspect
from typing import Any, get_type_hints

import pydantic
import pytest
from conftest import Driver
from openrouter_sdk import errors, models
from server import json_reply, reply

NEW: dict[str, Any] = {"id": 1, "tags": ["a"]}


class New(pydantic.BaseModel):
    """A model of the caller's own."""

    id: int
    tags: list[str]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_each_method_sends_its_request_with_the_settings_of_the_client(sdk: Driver, method: str) -> None:
    sdk.server.answer_with(json_reply(NEW))
    client = sdk.client(headers={"X-Team": "blue"}, http_referer="https://app.example")
    assert sdk.run(getattr(client, method)("/new", query={"a": [1, 2], "b": "x y"})) == NEW
    sent = sdk.server.last
    assert (sent.method, sent.target) == (method.upper(), "/api/v1/new?a=1&a=2&b=x%20y")
    assert sent["Authorization"] == "Bearer sk-or-secret"
    assert sent["X-Team"] == "blue"
    assert sent["HTTP-Referer"] == "https://app.example"
    assert sent["Accept"].startswith("application/json")
    assert sent.body == b""


def test_the_type_of_the_response(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply(NEW), json_reply([NEW]), json_reply({"id": "one"}))
    client = sdk.client()
    assert sdk.run(client.get("/new", type=New)) == New(id=1, tags=["a"])
    assert sdk.run(client.get("/new", type=list[New])) == [New(id=1, tags=["a"])]
    lenient = sdk.run(client.get("/new", type=models.ChatResult))
    assert isinstance(lenient, models.ChatResult), "a response that differs is read as far as it fits"


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (json_reply({"a": 1.5}), {"a": 1.5}),
        (json_reply(None), None),
        (reply(b"plain", content_type="text/plain; charset=utf-8"), "plain"),
        (reply(b"\x00\xff", content_type="image/png"), b"\x00\xff"),
        (reply(status=204, content_type=None), None),
        (reply(b'{"a": 1}', content_type="application/problem+json"), {"a": 1}),
    ],
)
def test_without_a_type_the_content_type_decides(sdk: Driver, answer: Any, value: Any) -> None:
    sdk.server.answer_with(answer)
    assert sdk.run(sdk.client().get("/new")) == value


@pytest.mark.parametrize(
    ("body", "content_type", "sent", "sent_type"),
    [
        ({"a": [1, None]}, None, b'{"a":[1,null]}', "application/json"),
        (New(id=1, tags=[]), None, b'{"id":1,"tags":[]}', "application/json"),
        ("text", None, b'"text"', "application/json"),
        ("a,b", "text/csv", b"a,b", "text/csv"),
        (b"\x00", None, b"\x00", "application/octet-stream"),
        (b"{}", "application/json", b"{}", "application/json"),
        ({"a": 1}, "application/merge-patch+json", b'{"a":1}', "application/merge-patch+json"),
    ],
)
def test_the_body(sdk: Driver, body: Any, content_type: str | None, sent: bytes, sent_type: str) -> None:
    sdk.run(sdk.client().post("/new", body=body, content_type=content_type))
    assert (sdk.server.last.body, sdk.server.last["Content-Type"]) == (sent, sent_type)


def test_a_body_that_its_media_type_cannot_have_is_refused(sdk: Driver) -> None:
    with pytest.raises(errors.RequestError, match="expected str or bytes for text/csv, not dict"):
        sdk.run(sdk.client().post("/new", body={}, content_type="text/csv"))


def test_options_errors_and_retries_are_those_of_all_calls(sdk: Driver) -> None:
    missing = json_reply({"error": {"code": 404, "message": "no"}}, status=404)
    sdk.server.answer_with(json_reply({}, status=503, headers=[("Retry-After", "0")]), json_reply(NEW), missing)
    client = sdk.client()
    options = {"headers": {"X-One": "1"}, "query": {"a": 1}}
    assert sdk.run(client.get("/new?z=1", query={"b": 2}, options=options)) == NEW
    assert len(sdk.server.requests) == 2
    assert sdk.server.last["X-One"] == "1"
    assert sdk.server.last.query == "z=1&a=1&b=2"
    with pytest.raises(errors.NotFoundResponseError) as caught:
        sdk.run(client.get("/gone"))
    assert isinstance(caught.value.data, models.NotFoundResponse)


@pytest.mark.parametrize(
    "path",
    [
        *("new", "", "https://evil.example/", "@evil.example/", ".evil.example/", "/a b", "/a\\b", "/a#b", "/a\nb"),
        *("/../admin", "/a/./b", "/%2e%2E/admin", "/.%2e"),
    ],
)
def test_a_path_that_could_lead_elsewhere_is_refused(sdk: Driver, path: str) -> None:
    with pytest.raises(errors.RequestError):
        sdk.run(sdk.client().get(path))
    assert not sdk.server.requests


@pytest.mark.parametrize("path", ["//evil.example/x", "/@evil.example", "/:80/x", "/https://evil.example"])
def test_an_odd_path_stays_on_the_server(sdk: Driver, path: str) -> None:
    sdk.run(sdk.client().get(path))
    assert sdk.server.last.target == f"/api/v1{path}"


def test_closed_clients_refuse(sdk: Driver) -> None:
    client = sdk.client()
    sdk.close(client)
    with pytest.raises(errors.ClosedError):
        sdk.run(client.get("/new"))


def test_the_annotations_resolve(sdk: Driver) -> None:
    call = sdk.client().get
    assert {"path", "query", "body", "content_type", "type", "options", "return"} <= get_type_hints(
        call.__call__
    ).keys()
    assert "path" in inspect.signature(call, eval_str=True).parameters
