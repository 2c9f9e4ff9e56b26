"""Request drafts: keywords, servers, parameters, headers and bodies."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from runtime.errors import ConfigurationError, RequestError
from runtime.operation import Body, Operation, Parameter, ResponseSpec
from runtime.request.build import Draft, draft
from runtime.request.form import FormBody
from runtime.request.form_fields import Encoding
from runtime.service import GlobalParameter, Server, Service
from runtime.settings import Settings
from runtime.stream.stream_operation import Events, SwitchOperation

REGION = ("eu", ("eu", "us"))
SERVERS = (
    Server("main", "https://{region}.example.com/v{version}/", {"region": REGION, "version": ("1", ())}),
    Server("test", "https://test.example.com"),
)


def settings(*, service: dict[str, Any] | None = None, **given: Any) -> Settings:
    table: dict[str, Any] = {"package": "stub", "distribution": "stub-sdk", "servers": SERVERS, **(service or {})}
    arguments: dict[str, Any] = {
        "credentials": {}, "parameters": {}, "variables": {}, "server": None, "base_url": None, "timeout": None,
        "max_retries": None, "retries": None, "headers": None, "http_client": None, "hooks": None,
        "strict_responses": False, **given,
    }  # fmt: skip
    return Settings(Service(**table), **arguments)


def request(operation: Operation[Any], arguments: dict[str, Any], options: Any = None, **given: Any) -> Draft:
    return draft(settings(**given), operation, arguments, options or {})


def sent_headers(found: Draft) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in found.headers.values()}


GET = Operation[Any](
    "files.get",
    "GET /files/{file_id}/parts/{part}",
    query="limit",
    other_parameters=(Parameter("flag", "cookie", "flag"),),
    responses=(ResponseSpec("200", "application/json", dict), ResponseSpec("200", "text/csv"), ResponseSpec("204")),
)


def test_every_parameter_in_its_place() -> None:
    found = request(GET, {"file_id": "a/b c", "part": 7, "limit": [1, 2], "flag": "x;y"})
    assert found.url == "https://eu.example.com/v1/files/a%2Fb%20c/parts/7"
    assert found.query == [("limit", "1"), ("limit", "2")]
    assert found.cookies == [("flag", "x%3By")]
    assert found.body == b""
    assert sent_headers(found)["Accept"] == "application/json, text/csv"


@pytest.mark.parametrize("value", [".", ".."])
def test_a_path_cannot_be_climbed(value: str) -> None:
    with pytest.raises(RequestError):
        request(GET, {"file_id": value, "part": 1})


@pytest.mark.parametrize("value", ["../../admin", "..%2f", "%2e%2e", "a/../b", "..\\"])
def test_a_climbing_value_is_one_segment(value: str) -> None:
    found = request(GET, {"file_id": value, "part": 1})
    before, _, after = found.url.partition("/files/")
    assert before == "https://eu.example.com/v1"
    assert after.count("/") == 2
    assert after.split("/")[0] not in (".", "..", value)


def test_keywords_are_checked_as_in_a_call() -> None:
    with pytest.raises(TypeError, match=r"missing required keyword arguments: 'file_id', 'part'"):
        request(GET, {})
    with pytest.raises(TypeError, match=r"'file_ib'\. Did you mean 'file_id'"):
        request(GET, {"file_ib": 1, "part": 1})


def test_servers_and_their_variables() -> None:
    def url(options: Any = None, **given: Any) -> str:
        return request(GET, {"file_id": 1, "part": 1}, options, **given).url.partition("/files")[0]

    assert url() == "https://eu.example.com/v1"
    assert url(variables={"region": "us", "version": "2"}) == "https://us.example.com/v2"
    assert url(server="test") == "https://test.example.com"
    assert url({"server": "test"}) == "https://test.example.com"
    assert url({"server_variables": {"region": "us"}}) == "https://us.example.com/v1"
    assert url({"base_url": "http://localhost:8000/"}, server="test") == "http://localhost:8000"
    with pytest.raises(ConfigurationError, match=r"region.*'eu', 'us'"):
        url(variables={"region": "mars"})
    with pytest.raises(ConfigurationError, match="'main', 'test'"):
        url({"server": "prod"})


def test_an_operations_servers_give_way_to_the_clients_choice() -> None:
    upload = Operation[Any]("up", "POST /up", servers=(Server("", "https://upload.example.com"),))
    assert request(upload, {}).url == "https://upload.example.com/up"
    assert request(upload, {}, base_url="http://127.0.0.1:1").url == "http://127.0.0.1:1/up"


def test_a_document_without_a_host_needs_a_base_url() -> None:
    table = {"servers": (Server("", "/api/v3"),)}
    with pytest.raises(ConfigurationError, match="base_url"):
        request(GET, {"file_id": 1, "part": 1}, service=table)


def test_the_clients_parameters_reach_every_place() -> None:
    table = {
        "parameters": (
            GlobalParameter("tenant", "header", "X-Tenant", "STUB_TENANT"),
            GlobalParameter("limit", "query", "limit"),
            GlobalParameter("part", "path", "part"),
        )
    }
    found = request(GET, {"file_id": 1, "part": 2}, service=table, parameters={"tenant": "t", "limit": 9, "part": 5})
    assert sent_headers(found)["X-Tenant"] == "t"
    assert found.query == [("limit", "9")]
    assert found.url.endswith("/parts/2")
    assert request(GET, {"file_id": 1, "part": 2, "limit": 1}, service=table, parameters={"limit": 9}).query == [
        ("limit", "1")
    ]


def test_a_path_without_a_value_is_refused() -> None:
    lost = Operation[Any]("lost", "GET /{tenant}/x", in_path="")
    with pytest.raises(ConfigurationError, match="tenant"):
        request(lost, {})


SAVE = Operation[Any](
    "files.save",
    "PUT /files",
    body=Body(
        "application/json", fields="class_ kind note", required="class_", renamed={"class_": "class"},
        constants={"kind": "file", "v": 2},
    ),
)  # fmt: skip


LIST = Operation[Any](
    "files.list", "GET /{id}/{on}/{id}/files",
    query="limit sort_ after",
    other_parameters=(
        Parameter("x_trace", "header", "X-Trace"), Parameter("sort_", "query", "sort[]", required=True),
        Parameter("on", "path", "on", required=True, boolean=True), Parameter("more", "query", "more"),
    ),
)  # fmt: skip


def test_parameters_follow_from_the_path_and_the_query() -> None:
    assert [(one.keyword, one.location, one.wire, one.required) for one in LIST.parameters] == [
        ("id", "path", "id", True),
        ("limit", "query", "limit", False),
        ("sort_", "query", "sort[]", True),
        ("after", "query", "after", False),
        ("x_trace", "header", "X-Trace", False),
        ("on", "path", "on", True),
        ("more", "query", "more", False),
    ]
    found = request(LIST, {"id": 1, "on": True, "after": "b", "sort_": "x", "limit": 2, "more": 3})
    assert found.url.endswith("/1/true/1/files")
    assert found.query == [("limit", "2"), ("sort%5B%5D", "x"), ("after", "b"), ("more", "3")]
    with pytest.raises(TypeError, match="missing required keyword arguments: 'id', 'sort_', 'on'"):
        request(LIST, {})
    assert next(one.keyword for one in replace(LIST, in_path="").parameters) == "limit"


def test_responses_by_status_are_json_or_nothing() -> None:
    operation = Operation[Any]("x", "GET /x", responses={"200": lambda: int, "204": None})
    assert [(one.status, one.media_type) for one in operation.specs] == [("200", "application/json"), ("204", "")]
    assert operation.specs[0].annotation is int
    assert (operation.accept, operation.allows_none) == ("application/json", True)
    assert (operation.method, operation.path) == ("GET", "/x")


def test_bodies_are_spread_with_wire_names_and_constants() -> None:
    assert json.loads(bytes_of(request(SAVE, {"class_": None}))) == {"class": None, "kind": "file", "v": 2}
    assert json.loads(bytes_of(request(SAVE, {"class_": 1, "kind": "x"}))) == {"class": 1, "kind": "x", "v": 2}
    found = request(SAVE, {"class_": 1}, {"body": {"v": 3, "more": True}})
    assert json.loads(bytes_of(found)) == {"class": 1, "kind": "file", "v": 3, "more": True}


def bytes_of(found: Draft) -> bytes:
    assert isinstance(found.body, bytes)
    return found.body


def test_a_body_of_its_own() -> None:
    optional = Operation[Any]("put", "PUT /x", body=Body("application/json", optional=True))
    assert request(optional, {}).body == b""
    assert b"content-type" not in request(optional, {}).headers
    assert request(optional, {"body": [1, None]}).body == b"[1,null]"
    required = Operation[Any]("put", "PUT /x", body=Body("application/json"))
    with pytest.raises(TypeError, match="'body'"):
        request(required, {})
    with pytest.raises(RequestError, match="object"):
        request(required, {"body": [1]}, {"body": {"a": 1}})


@pytest.mark.parametrize(("switch", "body"), [("live", b'{"a":1,"live":true}'), ("", b'{"a":1}')])
def test_a_stream_is_asked_for_by_its_switch_and_accept_or_by_accept_alone(switch: str, body: bytes) -> None:
    operation = SwitchOperation[Any, Any](
        "ask",
        "POST /ask",
        body=Body("application/json", fields="a"),
        responses=(ResponseSpec("200", "application/json"),),
        events=Events("200", "text/event-stream", lambda: int),
        switch=switch,
    )
    found = draft(settings(), operation, {"a": 1}, {}, accept="text/event-stream", members=operation.switch_member)
    assert (found.body, sent_headers(found)["Accept"]) == (body, "text/event-stream")
    whole = draft(settings(), operation, {"a": 1}, {})
    assert (whole.body, sent_headers(whole)["Accept"]) == (b'{"a":1}', "application/json")


def test_an_object_without_keywords_goes_out_empty_where_it_is_required() -> None:
    required = Operation[Any]("put", "PUT /x", body=Body("application/json", fields=""))
    assert request(required, {}).body == b"{}"
    assert request(required, {}, {"body": {"a": 1}}).body == b'{"a":1}'
    optional = Operation[Any]("put", "PUT /x", body=Body("application/json", fields="", optional=True))
    assert request(optional, {}).body == b""
    with pytest.raises(TypeError, match="'body'"):
        request(optional, {"body": {}})


def test_a_form_spread_into_keywords() -> None:
    body = FormBody(
        "application/x-www-form-urlencoded",
        fields="a b",
        required="a",
        encodings={"b": Encoding(style="form", explode=False)},
    )
    found = request(Operation[Any]("f", "POST /f", body=body), {"a": "x y", "b": [1, 2]})
    assert found.body == b"a=x+y&b=1,2"
    assert sent_headers(found)["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_form_may_be_passed_as_one_value() -> None:
    plain = Operation[Any]("f", "POST /f", body=FormBody("application/x-www-form-urlencoded"))
    assert request(plain, {"body": "a=1&b=x+y"}).body == b"a=1&b=x+y"
    assert request(plain, {"body": {"a": 1}}).body == b"a=1"


def test_an_idempotency_header_of_the_document() -> None:
    pay = Operation[Any]("pay", "POST /pay", idempotency_header="X-Once")
    first, second = (sent_headers(request(pay, {}))["X-Once"] for _ in range(2))
    assert len(first) >= 32
    assert first != second
    assert sent_headers(request(pay, {}, {"idempotency_key": "mine"}))["X-Once"] == "mine"


def test_the_clients_headers_and_the_default_ones() -> None:
    found = sent_headers(request(GET, {"file_id": 1, "part": 1}, headers={"ACCEPT": "text/csv", "X-A": "é"}))
    assert found == {"ACCEPT": "text/csv", "User-Agent": "stub-sdk/0", "X-A": "é"}
