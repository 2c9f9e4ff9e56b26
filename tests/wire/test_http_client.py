"""The caller's own HTTP client, its mock transports, and the base URL."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from conftest import RESULT, Driver
from openrouter_sdk import errors
from openrouter_sdk._runtime.client import AsyncClient, SyncClient
from openrouter_sdk._runtime.operation import Operation
from openrouter_sdk._runtime.service import ApiKey, Service
from server import Server, json_reply, raw, reply

CHUNK = '{"id":"g","object":"chat.completion.chunk","created":1,"model":"m","choices":[]}'
EVENTS = f"data: {CHUNK}\n\ndata: {CHUNK}\n\ndata: [DONE]\n\n"
SSE = {"content-type": "text/event-stream"}


Own = Callable[..., Any]


@pytest.fixture
def own(sdk: Driver) -> Iterator[Own]:
    """Creates HTTP clients of the caller, which are closed in the end."""
    made: list[Any] = []

    def make(**settings: Any) -> Any:
        made.append((httpx2.AsyncClient if sdk.is_async else httpx2.Client)(**settings))
        return made[-1]

    yield make
    for client in made:
        sdk.close(client)


def items(sdk: Driver, stream: Any) -> list[Any]:
    async def collected() -> list[Any]:
        return [item async for item in stream]

    return sdk.run(collected()) if sdk.is_async else list(stream)


STREAMS: dict[str, Callable[[], httpx2.Response]] = {
    "content": lambda: httpx2.Response(200, headers=SSE, content=EVENTS.encode()),
    "text": lambda: httpx2.Response(200, text=EVENTS, headers=SSE),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_mock_transports_for_streams(kind: str, sdk: Driver, own: Own) -> None:
    transport = httpx2.MockTransport(lambda request: STREAMS[kind]())
    client = sdk.client(http_client=own(transport=transport))
    assert len(items(sdk, sdk.send(client, stream=True))) == 2
    stream = sdk.send(client, stream=True)
    sdk.run(stream.aclose() if sdk.is_async else stream.close())
    with pytest.raises(errors.ClosedError):
        items(sdk, stream)


def test_mock_transports_for_responses_and_errors(sdk: Driver, own: Own) -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        return httpx2.Response(200, json=RESULT) if asked["messages"] else httpx2.Response(400, json={"error": {}})

    client = sdk.client(http_client=own(transport=httpx2.MockTransport(handler)))
    assert sdk.send(client).id == "gen-1"
    with pytest.raises(errors.BadRequestResponseError):
        sdk.send(client, messages=[])


@pytest.mark.parametrize("compress", [False, True])
def test_a_response_hook_that_reads_the_body(compress: bool, sdk: Driver, own: Own) -> None:
    seen: list[bytes] = []

    async def aread(response: httpx2.Response) -> None:
        seen.append(await response.aread())

    hook = aread if sdk.is_async else lambda response: seen.append(response.read())
    client = sdk.client(http_client=own(event_hooks={"response": [hook]}))
    assert sdk.send(client).id == "gen-1"
    sdk.server.answer_with(reply(EVENTS.encode(), content_type="text/event-stream", compress=compress))
    assert len(items(sdk, sdk.send(client, stream=True))) == 2
    assert seen[1] == EVENTS.encode()


@pytest.mark.parametrize("where", ["request", "response"])
def test_an_exception_of_an_event_hook_is_passed_through(where: str, sdk: Driver, own: Own) -> None:
    class OwnError(Exception):
        pass

    def fail(value: Any) -> None:
        raise OwnError("mine")

    async def afail(value: Any) -> None:
        raise OwnError("mine")

    client = sdk.client(http_client=own(event_hooks={where: [afail if sdk.is_async else fail]}))
    with pytest.raises(OwnError, match="mine"):
        sdk.send(client)


@pytest.mark.parametrize("error", [TimeoutError("mine"), OSError("mine"), UnicodeError("mine")])
def test_an_event_hook_with_a_builtin_exception(error: Exception, sdk: Driver, own: Own) -> None:
    def fail(value: Any) -> None:
        raise error

    async def afail(value: Any) -> None:
        raise error

    client = sdk.client(http_client=own(event_hooks={"request": [afail if sdk.is_async else fail]}))
    with pytest.raises(type(error), match="mine"):
        sdk.send(client, options={"timeout": {"total": 5}})


def test_the_cause_of_an_error_is_that_of_the_transport(sdk: Driver) -> None:
    sdk.server.answer_with(raw("close"))
    for options in ({}, {"timeout": {"total": 5}}):
        with pytest.raises(errors.APIConnectionError) as caught:
            sdk.send(sdk.client(max_retries=0), options=options)
        cause = caught.value.__cause__
        assert isinstance(cause, httpx2.RemoteProtocolError)
        assert cause.__cause__ is not cause


def test_the_base_url_of_the_http_client_holds(sdk: Driver, other_server: Server, own: Own) -> None:
    mine = own(base_url=f"{other_server.origin}/own/")
    sdk.send(sdk.client(http_client=mine, base_url=None))
    assert other_server.last.path == "/own/chat/completions"
    sdk.send(sdk.client(http_client=mine))
    assert sdk.server.last.path == "/api/v1/chat/completions"
    assert len(other_server.requests) == 1


def test_the_auth_of_the_http_client_holds(sdk: Driver, own: Own) -> None:
    mine = own(auth=("user", "word"))
    sdk.send(sdk.client(http_client=mine, api_key=None))
    assert sdk.server.last["Authorization"] == "Basic dXNlcjp3b3Jk"
    sdk.send(sdk.client(http_client=mine))
    assert sdk.server.last["Authorization"] == "Bearer sk-or-secret"
    sdk.send(sdk.client(http_client=mine, api_key=None), options={"headers": {"Authorization": "Own x"}})
    assert sdk.server.last["Authorization"] == "Own x"


def test_the_headers_of_the_http_client_hold(sdk: Driver, own: Own) -> None:
    mine = own(headers={"authorization": "Bearer of-the-client"})
    sdk.send(sdk.client(http_client=mine, api_key=None))
    assert sdk.server.last["Authorization"] == "Bearer of-the-client"
    sdk.send(sdk.client(http_client=mine))
    assert sdk.server.last["Authorization"] == "Bearer sk-or-secret"


def test_the_auth_of_the_http_client_stays_at_its_origin(sdk: Driver, other_server: Server, own: Own) -> None:
    sdk.server.answer_with(reply(status=307, headers=[("Location", f"{other_server.origin}/x")]))
    client = sdk.client(http_client=own(auth=("user", "word")), api_key=None, follow_unsafe_redirects=True)
    sdk.send(client)
    assert other_server.last.all("Authorization") == []


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize(
    ("origin", "location", "safe"),
    [
        ("https://h.test", "http://h.test/x", False),
        ("https://h.test", "https://other.test/x", False),
        ("https://h.test", "https://h.test:8443/x", True),
        ("https://h.test", "/x", True),
        ("http://h.test", "https://h.test/x", True),
        ("http://h.test", "http://h.test:8080/x", False),
    ],
)
def test_redirects_that_are_safe(unsafe: bool, origin: str, location: str, safe: bool, sdk: Driver, own: Own) -> None:
    bodies: list[bytes] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        bodies.append(request.read())
        moved = httpx2.Response(308, headers={"Location": location})
        return moved if len(bodies) == 1 else httpx2.Response(200, json=RESULT)

    http_client = own(transport=httpx2.MockTransport(handler))
    client = sdk.client(base_url=origin, http_client=http_client, follow_unsafe_redirects=unsafe)
    if safe or unsafe:
        assert sdk.send(client).id == "gen-1"
        assert bodies[0] == bodies[1] != b""
    else:
        with pytest.raises(errors.APIError, match="follow_unsafe_redirects"):
            sdk.send(client)
        assert len(bodies) == 1


@pytest.mark.parametrize("key", ["sk-or-secret", None])
def test_authorization_none_is_left_out(key: str | None, sdk: Driver) -> None:
    sdk.send(sdk.client(api_key=key), options={"headers": {"authorization": None}})
    assert sdk.server.last.all("Authorization") == []
    client = sdk.client(api_key=key, headers={"Authorization": None})
    sdk.send(client)
    assert sdk.server.last.all("Authorization") == []
    sdk.send(client, options={"headers": {"Authorization": "Own x"}})
    assert sdk.server.last["Authorization"] == "Own x"
    with pytest.raises(errors.ConfigurationError, match="no credentials"):
        sdk.send(sdk.client(api_key=None))


def test_the_query_of_the_base_url_goes_to_every_request(sdk: Driver) -> None:
    client = sdk.client(base_url=f"{sdk.server.url}/?api-version=2&flag")
    for _ in range(2):
        sdk.send(client, options={"query": {"x": 1}})
        assert sdk.server.last.target == "/api/v1/chat/completions?api-version=2&flag&x=1"
    sdk.send(client, options={"query": {"api-version": 3}})
    assert sdk.server.last.query == "flag&api-version=3"


REFUSED = {
    "http://h/v1#part": "fragment",
    "http://user:word@h/v1": "user and password",
    "http://user@h/v1": "user and password",
    "http://h:99999/v1": "port",
    "http://h:word/v1": "port",
    "http://a..b/v1": "host",
    "http://" + "a" * 64 + ".test": "host",
    "http:///v1": "expected a URL|host",
    "http://?x=1": "host",
}


@pytest.mark.parametrize("url", REFUSED)
def test_base_urls_that_are_refused(url: str, sdk: Driver) -> None:
    with pytest.raises(errors.ConfigurationError, match=f"^base_url: .*({REFUSED[url]})") as caught:
        sdk.client(base_url=url)
    with pytest.raises(errors.ConfigurationError):
        sdk.send(options={"base_url": url})
    assert "word" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    "url", ["http://h", "https://[::1]:8080/v1/", "http://[::1]", "http://h.:80/", "http://bücher.test"]
)
def test_base_urls_that_are_taken(url: str, sdk: Driver) -> None:
    assert "not initialized" not in repr(sdk.client(base_url=url))


SEARCH = Operation[Any]("search", "GET /search", responses={"200": lambda: Any})
SERVICE = Service(
    package="openrouter_sdk",
    distribution="openrouter-sdk",
    schemes={"key": ApiKey("key", "", "query", "key")},
    security=(("key",),),
)


@pytest.mark.parametrize("provided", [False, True])
def test_a_key_in_the_query_is_in_no_log_line(
    provided: bool, sdk: Driver, own: Own, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpcore2.http11").setLevel(logging.INFO)  # logs the headers of responses
    sdk.server.answer_with(
        reply(status=307, headers=[("Location", "/moved?key=s%3Fcret%26")]), reply(status=503), json_reply({"a": 1})
    )
    mine = own() if provided else None
    kind: Any = AsyncClient if sdk.is_async else SyncClient
    client = kind(SERVICE, credentials={"key": "s?cret&"}, base_url=sdk.server.url, http_client=mine)
    assert sdk.run(client.request(SEARCH, {}, {"query": {"q": "cats"}})) == {"a": 1}
    assert sdk.server.requests[0].query == "q=cats&key=s%3Fcret%26"
    assert sdk.server.requests[1].target == "/moved?key=s%3Fcret%26"
    sdk.close(client)
    assert [record for record in caplog.records if record.name == "httpx2"]
    assert "cret" not in caplog.text
    assert "q=cats&key=***" in caplog.text
