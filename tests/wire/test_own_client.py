"""The SDK's own HTTP client: the requests that it sends, and what it keeps of an `httpx2.Client`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest
from conftest import RESULT, Driver
from openrouter_sdk import AsyncHooks, Hooks, Response, errors
from server import Request, Server, json_reply, raw, reply

BODY = b'{"messages":[{"role":"user","content":"hi"}]}'
EVENTS = b"data: [DONE]\n\n"


def lines(server: Server, length: int, accept: str = "application/json") -> list[tuple[str, str]]:
    """The header lines of a request, in order."""
    agent = server.last["User-Agent"]
    assert agent.startswith("openrouter-sdk/")
    return [
        ("Host", f"127.0.0.1:{server.port}"),
        ("Accept-Encoding", httpx2.Client().headers["Accept-Encoding"]),
        ("Authorization", "Bearer sk-or-secret"),
        ("Accept", accept),
        ("User-Agent", agent),
        ("Content-Type", "application/json"),
        ("Content-Length", str(length)),
    ]


def sent(request: Request) -> tuple[str, str, list[tuple[str, str]], bytes]:
    return request.method, request.target, request.headers, request.body


def test_a_call(sdk: Driver) -> None:
    sdk.send()
    assert sent(sdk.server.last) == ("POST", "/api/v1/chat/completions", lines(sdk.server, len(BODY)), BODY)


def test_a_stream(sdk: Driver) -> None:
    sdk.server.answer_with(reply(EVENTS, content_type="text/event-stream"))
    stream = sdk.send(stream=True)
    sdk.run(stream.aclose() if sdk.is_async else stream.close())
    method, target, headers, body = sent(sdk.server.last)
    assert (method, target) == ("POST", "/api/v1/chat/completions")
    assert body == b'{"messages":[{"role":"user","content":"hi"}],"stream":true}'
    assert headers == lines(sdk.server, len(body), "text/event-stream")


def test_a_retry_and_redirects(sdk: Driver, other_server: Server) -> None:
    sdk.server.answer_with(
        reply(status=503, headers=[("Retry-After", "0")]),
        reply(status=307, headers=[("Location", "/moved?x=1")]),
        reply(status=308, headers=[("Location", f"{other_server.origin}/away")]),
    )
    sdk.send(sdk.client(follow_unsafe_redirects=True))
    own = lines(sdk.server, len(BODY))
    assert list(map(sent, sdk.server.requests)) == [
        ("POST", "/api/v1/chat/completions", own, BODY),
        ("POST", "/api/v1/chat/completions", own, BODY),
        ("POST", "/moved?x=1", own, BODY),
    ]
    away = [line for line in lines(other_server, len(BODY)) if line[0] != "Authorization"]
    assert sent(other_server.last) == ("POST", "/away", away, BODY)


def test_cookies_are_not_kept(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply(RESULT, headers=[("Set-Cookie", "session=1; Path=/")]))
    client = sdk.client()
    sdk.send(client)
    sdk.send(client)
    assert [request.all("Cookie") for request in sdk.server.requests] == [[], []]


def hooks(sdk: Driver, seen: list[Response]) -> Any:
    class Seen(Hooks):
        def after_response(self, response: Response, call: object) -> None:
            seen.append(response)

    class AsyncSeen(AsyncHooks):
        async def after_response(self, response: Response, call: object) -> None:
            seen.append(response)

    return AsyncSeen() if sdk.is_async else Seen()


@pytest.mark.parametrize("compress", [False, True])
def test_the_response_of_the_http_client_is_complete(compress: bool, sdk: Driver) -> None:
    seen: list[Response] = []
    sdk.server.answer_with(json_reply(RESULT, compress=compress))
    sdk.send(sdk.client(hooks=hooks(sdk, seen)))
    response = seen[0].transport
    assert response.json() == RESULT
    assert response.is_closed
    assert response.is_stream_consumed
    assert response.num_bytes_downloaded == int(response.headers["Content-Length"])
    assert response.request.method == "POST"
    assert timedelta(0) < response.elapsed < timedelta(seconds=60)


@pytest.mark.parametrize("body", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"])
def test_an_error_of_the_http_client_names_its_request(body: bytes, sdk: Driver) -> None:
    sdk.server.answer_with(raw(body, "close"))
    with pytest.raises(errors.APIConnectionError) as caught:
        sdk.send(sdk.client(max_retries=0))
    cause = caught.value.__cause__
    assert isinstance(cause, httpx2.RemoteProtocolError)
    assert cause.request.url.path == "/api/v1/chat/completions"


@pytest.mark.parametrize("stream", [False, True])
def test_tools_that_wrap_methods_of_httpx2_see_each_request(
    stream: bool, sdk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tracers wrap `Client.send`, and recorders wrap `HTTPTransport.handle_request`."""
    kinds = (httpx2.AsyncClient, httpx2.AsyncHTTPTransport) if sdk.is_async else (httpx2.Client, httpx2.HTTPTransport)
    names = ("send", "handle_async_request" if sdk.is_async else "handle_request")
    seen: list[str] = []

    def wrap(kind: type[Any], name: str) -> None:
        original = getattr(kind, name)

        def wrapped(self: Any, request: httpx2.Request, **options: Any) -> Any:
            seen.append(f"{name} {request.url.path}")
            return original(self, request, **options)

        monkeypatch.setattr(kind, name, wrapped)

    for kind, name in zip(kinds, names, strict=True):
        wrap(kind, name)
    sdk.server.answer_with(reply(EVENTS, content_type="text/event-stream") if stream else json_reply(RESULT))
    value = sdk.send(stream=stream)
    if stream:
        sdk.run(value.aclose() if sdk.is_async else value.close())
    assert seen == [f"{name} /api/v1/chat/completions" for name in names]


def test_a_connection_that_the_server_has_closed_is_not_used_again(sdk: Driver) -> None:
    whole = json_reply(RESULT).steps[0]
    assert isinstance(whole, bytes)
    sdk.server.answer_with(raw(whole, "close"), json_reply(RESULT))
    client = sdk.client(max_retries=0)
    sdk.send(client)
    assert sdk.server.wait_for_open(0)
    sdk.send(client)
    assert sdk.server.connections == 2
