"""The life of clients of other APIs: one with files and dates, one with bearer authentication only."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import traceback
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import trio
from lifecycle_programs import in_child
from server import Server, json_reply, raw

from tests.generated.small_sdk import generate

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")

RESPONSES = """
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Done"}}}}}
"""
SCANS = f"""
openapi: 3.1.0
info: {{title: Scans life, version: "1"}}
security: [{{key: []}}]
paths:
  /scans:
    post:
      operationId: createScan
      tags: [scans]
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties: {{file: {{type: string, format: binary}}, day: {{type: string, format: date}}}}{RESPONSES}
components:
  schemas: {{Done: {{type: object, properties: {{at: {{type: string, format: date}}}}}}}}
  securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}
"""
TOKENS = f"""
openapi: 3.1.0
info: {{title: Tokens life, version: "1"}}
security: [{{key: []}}]
paths:
  /scans:
    post:
      operationId: createScan
      tags: [scans]
      requestBody: {{content: {{application/json: {{schema: {{$ref: "#/components/schemas/Done"}}}}}}}}{RESPONSES}
components:
  schemas: {{Done: {{type: object, properties: {{at: {{type: string, format: date}}}}}}}}
  securitySchemes: {{key: {{type: http, scheme: bearer}}}}
"""
DAY = dt.date(2026, 1, 2)
ARGUMENTS: dict[str, dict[str, Any]] = {"ScansLife": {"file": b"page", "day": DAY}, "TokensLife": {"at": DAY}}


@pytest.fixture(scope="module", params=ARGUMENTS)
def sdk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    """The package of an SDK and the name of its client."""
    document = SCANS if request.param == "ScansLife" else TOKENS
    return import_module(generate(document, tmp_path_factory.mktemp(request.param)).name), request.param


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(json_reply({"at": "2026-01-02"})) as running:
        yield running


def make(sdk: tuple[Any, str], server: Server, prefix: str = "") -> tuple[Any, dict[str, Any]]:
    """A client and the arguments of its call."""
    package, name = sdk
    return getattr(package, prefix + name)(api_key="k", base_url=server.url), ARGUMENTS[name]


def test_children_of_a_used_client_open_their_own_connections(sdk: tuple[Any, str], server: Server) -> None:
    client, arguments = make(sdk, server)
    with client:
        assert client.scans.create(**arguments).at == DAY
        children = [in_child(lambda: client.scans.create(**arguments).at) for _ in range(2)]
        assert [wait() for wait in children] == [DAY, DAY]
        assert client.scans.create(**arguments).at == DAY
    connections = [request.connection for request in server.requests]
    assert connections[0] == connections[-1]
    assert len(set(connections)) == 3


def test_one_async_client_in_two_event_loops_and_trio(sdk: tuple[Any, str], server: Server) -> None:
    client, arguments = make(sdk, server, "Async")

    async def call() -> Any:
        return (await client.scans.create(**arguments)).at

    assert asyncio.run(call()) == DAY
    assert asyncio.run(call()) == DAY
    assert trio.run(call) == DAY
    asyncio.run(client.aclose())


def test_closing_ends_a_call_that_waits_in_another_thread(sdk: tuple[Any, str], server: Server) -> None:
    server.answer_with(raw("hang"))
    client, arguments = make(sdk, server)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            client.scans.create(**arguments)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    server.wait_for_requests(1)
    client.close()
    thread.join(10)
    assert not thread.is_alive()
    assert isinstance(failures[0], sdk[0].errors.ClosedError), failures


def test_a_text_is_no_file_and_a_datetime_no_date(sdk: tuple[Any, str], server: Server) -> None:
    client, arguments = make(sdk, server)
    with client:
        for name, value, message in (("file", "a.mp3", r'Path\("a.mp3"\)'), ("day", dt.datetime(2026, 1, 2), "a date")):
            if name in arguments:
                with pytest.raises(sdk[0].errors.RequestError, match=message):
                    client.scans.create(**{**arguments, name: value})
    assert not server.requests


def test_no_key_is_demanded_where_authorization_is_left_out(sdk: tuple[Any, str], server: Server) -> None:
    package, name = sdk
    if name == "TokensLife":
        with package.TokensLife(base_url=server.url, headers={"Authorization": None}) as client:
            client.scans.create(at=DAY)
        client, arguments = make(sdk, server)
        client.scans.create(**arguments, options={"headers": {"Authorization": None}})
        client.close()
        assert [request.all("Authorization") for request in server.requests] == [[], []]


def test_the_base_of_all_errors_has_the_name_of_the_sdk(sdk: tuple[Any, str]) -> None:
    package, name = sdk
    root = getattr(package.errors, f"{name}Error")
    assert (root.__name__, root.__qualname__) == (f"{name}Error", f"{name}Error")
    assert (root.__module__, str(root("x"))) == (f"{package.__name__}.errors", "x")
    with pytest.raises(root) as caught:
        getattr(package, name)(base_url="ftp://x")
    shown = "".join(traceback.format_exception(caught.value)) + repr(type(caught.value).__mro__)
    assert f"{package.__name__}.errors.{name}Error" in shown
    assert "SDKError" not in shown
