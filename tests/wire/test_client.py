"""The client: keys, headers, servers, timeouts, closing, hooks and logs."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import logging
import pickle
import subprocess
import sys
import threading
import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import httpx2
import openrouter_sdk
import pytest
from conftest import HERE, MESSAGES, RESULT, Driver
from openrouter_sdk import errors
from server import Server, json_reply, raw, reply

KEY = "sk-or-secret"


def test_api_key_as_a_string(sdk: Driver) -> None:
    sdk.send(sdk.client(api_key="sk-given"))
    assert sdk.server.last["Authorization"] == "Bearer sk-given"


def test_api_key_from_a_callable(sdk: Driver) -> None:
    sdk.send(sdk.client(api_key=lambda: "sk-called"))
    assert sdk.server.last["Authorization"] == "Bearer sk-called"


def test_api_key_from_an_async_callable(sdk: Driver) -> None:
    async def fetch() -> str:
        await asyncio.sleep(0)
        return "sk-awaited"

    client = sdk.client(api_key=fetch)
    if sdk.is_async:
        sdk.send(client)
        assert sdk.server.last["Authorization"] == "Bearer sk-awaited"
    else:
        with pytest.raises(errors.ConfigurationError, match="async"):
            sdk.send(client)
        assert sdk.server.requests == []


def test_api_key_from_the_environment(sdk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-environment")
    sdk.send(sdk.client(api_key=None))
    assert sdk.server.last["Authorization"] == "Bearer sk-environment"


def test_api_key_argument_overrides_the_environment(sdk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-environment")
    sdk.send(sdk.client(api_key="sk-given"))
    assert sdk.server.last.all("Authorization") == ["Bearer sk-given"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("key", [None, "", "   ", "sk-\nsecret", "sk-secret\n", "sk-\x00secret", "sk-секрет", 7])
def test_unusable_api_key_is_refused_before_anything_is_sent(sdk: Driver, key: Any, stream: bool) -> None:
    with pytest.raises(errors.OpenRouterError) as caught:
        sdk.send(sdk.client(api_key=key), stream=stream)
    message = str(caught.value)
    assert "api_key" in message
    assert "OPENROUTER_API_KEY" in message
    assert "secret" not in message
    assert "секрет" not in message
    assert sdk.server.connections == 0


def test_unusable_api_key_in_the_environment_is_refused(sdk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-secret\n")
    with pytest.raises(errors.ConfigurationError, match="OPENROUTER_API_KEY") as caught:
        sdk.send(sdk.client(api_key=None))
    assert "secret" not in str(caught.value)
    assert sdk.server.connections == 0


def test_callable_api_key_is_called_for_every_attempt(sdk: Driver) -> None:
    keys = iter(["first", "second", "third"])
    sdk.server.answer_with(reply(status=503, headers=[("Retry-After", "0")]), json_reply(RESULT))
    client = sdk.client(api_key=lambda: next(keys))
    sdk.send(client)
    sdk.send(client)
    sent = [request["Authorization"] for request in sdk.server.requests]
    assert sent == ["Bearer first", "Bearer second", "Bearer third"]


ATTRIBUTION = [
    ("http_referer", "HTTP-Referer"),
    ("x_open_router_title", "X-OpenRouter-Title"),
    ("x_open_router_categories", "X-OpenRouter-Categories"),
]


@pytest.mark.parametrize(("argument", "header"), ATTRIBUTION)
def test_attribution_headers_from_the_constructor(sdk: Driver, argument: str, header: str) -> None:
    sdk.send(sdk.client(**{argument: "mine"}))
    assert sdk.server.last[header] == "mine"


@pytest.mark.parametrize(("argument", "header"), ATTRIBUTION)
def test_attribution_headers_from_the_environment(
    sdk: Driver, argument: str, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"OPENROUTER_{argument.upper()}", "theirs")
    sdk.send()
    assert sdk.server.last[header] == "theirs"
    sdk.send(sdk.client(**{argument: "mine"}))
    assert sdk.server.last[header] == "mine"


@pytest.mark.parametrize(("argument", "header"), ATTRIBUTION)
def test_attribution_headers_of_the_call_override_the_client(sdk: Driver, argument: str, header: str) -> None:
    sdk.send(sdk.client(**{argument: "mine"}), options={"headers": {header.lower(): "nearest"}})
    assert sdk.server.last[header] == "nearest"


def test_no_attribution_headers_by_default(sdk: Driver) -> None:
    sdk.send()
    assert [sdk.server.last.all(header) for _, header in ATTRIBUTION] == [[], [], []]


def test_base_url_of_the_client_and_of_the_call(sdk: Driver, other_server: Server) -> None:
    client = sdk.client(base_url=sdk.server.url + "/")
    sdk.send(client)
    assert sdk.server.last.path == "/api/v1/chat/completions"
    sdk.send(client, options={"base_url": f"{other_server.origin}/proxy"})
    assert other_server.last.path == "/proxy/chat/completions"
    assert len(sdk.server.requests) == 1


def test_base_url_from_the_environment(sdk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_BASE_URL", sdk.server.url)
    sdk.send(sdk.client(base_url=None))
    assert sdk.server.last.path == "/api/v1/chat/completions"


def test_named_server(sdk: Driver) -> None:
    assert "openrouter.ai" in repr(sdk.client(base_url=None, server="production"))


def test_unknown_server_fails_in_the_constructor(sdk: Driver) -> None:
    with pytest.raises(errors.ConfigurationError, match="production"):
        sdk.client(base_url=None, server="prodution")
    with pytest.raises(errors.ConfigurationError, match="base_url"):
        sdk.client(base_url="openrouter.ai/api/v1")


def test_unknown_server_of_a_call_fails_before_sending(sdk: Driver) -> None:
    with pytest.raises(errors.ConfigurationError, match="production"):
        sdk.send(options={"server": "prodution"})
    assert sdk.server.connections == 0


def transport(sdk: Driver, **settings: Any) -> Any:
    """The caller's own HTTP client."""
    return (httpx2.AsyncClient if sdk.is_async else httpx2.Client)(**settings)


def test_timeout_of_the_callers_http_client_applies_unless_the_call_sets_one(sdk: Driver) -> None:
    sdk.server.answer_with(raw(0.6, *json_reply(RESULT).steps))
    own = transport(sdk, timeout=0.1)
    client = sdk.client(http_client=own)
    with pytest.raises(errors.APITimeoutError):
        sdk.send(client)
    assert sdk.send(client, options={"timeout": 5}).id == "gen-1"
    sdk.close(client)
    assert not own.is_closed
    sdk.run(own.aclose()) if sdk.is_async else own.close()


def test_callers_http_client_is_used_unchanged_and_not_closed(sdk: Driver) -> None:
    seen: list[str] = []

    async def async_hook(request: httpx2.Request) -> None:
        seen.append(request.method)

    def hook(request: httpx2.Request) -> None:
        seen.append(request.method)

    own = transport(
        sdk,
        headers={"X-Mine": "1", "User-Agent": "mine/1"},
        cookies={"flavour": "oat"},
        event_hooks={"request": [async_hook if sdk.is_async else hook]},
    )
    before = (dict(own.headers), own.timeout, own.base_url, own.follow_redirects)
    client = sdk.client(http_client=own)
    sdk.send(client)
    request = sdk.server.last
    assert request["X-Mine"] == "1"
    assert request["Cookie"] == "flavour=oat"
    assert request["User-Agent"] == "mine/1"
    assert request["Authorization"] == f"Bearer {KEY}"
    assert request.all("Content-Length") == [str(len(request.body))]
    assert seen == ["POST"]
    sdk.close(client)
    assert (dict(own.headers), own.timeout, own.base_url, own.follow_redirects) == before
    assert not own.is_closed
    sdk.run(own.aclose()) if sdk.is_async else own.close()


def test_closed_http_client_is_an_sdk_error(sdk: Driver) -> None:
    own = transport(sdk)
    sdk.run(own.aclose()) if sdk.is_async else own.close()
    with pytest.raises(errors.ClosedError, match="http_client"):
        sdk.send(sdk.client(http_client=own))


def test_http_client_of_the_wrong_kind_is_refused(sdk: Driver) -> None:
    wrong: Any = httpx2.Client() if sdk.is_async else httpx2.AsyncClient()
    with pytest.raises(errors.ConfigurationError, match="http_client"):
        sdk.send(sdk.client(http_client=wrong))


def sent_timeout(sdk: Driver, options: Any = None, **settings: Any) -> dict[str, Any]:
    """The limits of a request as the transport was told them."""
    seen: list[dict[str, Any]] = []

    class Look(openrouter_sdk.Hooks):
        def before_request(self, request: httpx2.Request, call: Any) -> None:
            seen.append(dict(request.extensions["timeout"]))

    class AsyncLook(openrouter_sdk.AsyncHooks):
        async def before_request(self, request: httpx2.Request, call: Any) -> None:
            seen.append(dict(request.extensions["timeout"]))

    sdk.send(sdk.client(hooks=AsyncLook() if sdk.is_async else Look(), **settings), options=options)
    return seen[0]


def test_default_timeout_allows_slow_responses(sdk: Driver) -> None:
    limits = sent_timeout(sdk)
    assert 5 <= limits["connect"] <= 10
    assert limits["read"] >= 120


def test_default_timeout_replaces_that_of_a_bare_http_client(sdk: Driver) -> None:
    own = transport(sdk)
    assert sent_timeout(sdk, http_client=own)["read"] >= 120
    sdk.run(own.aclose()) if sdk.is_async else own.close()


def test_timeout_of_the_client_and_of_the_call(sdk: Driver) -> None:
    assert sent_timeout(sdk, timeout=30.0) == {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}
    assert sent_timeout(sdk, timeout=3) == {"connect": 3.0, "read": 3.0, "write": 3.0, "pool": 3.0}
    near = sent_timeout(sdk, {"timeout": {"read": 7.0}}, timeout={"connect": 2.0, "read": 30.0})
    assert (near["connect"], near["read"]) == (2.0, 7.0)
    assert sent_timeout(sdk, {"timeout": float("inf")})["read"] is None


def test_silence_raises_a_timeout_error_with_its_cause(sdk: Driver) -> None:
    sdk.server.answer_with(raw("hang"))
    with pytest.raises(errors.APITimeoutError) as caught:
        sdk.send(options={"timeout": 0.1})
    assert isinstance(caught.value.__cause__, httpx2.ReadTimeout)
    assert isinstance(caught.value, errors.APIConnectionError)


def test_total_timeout_limits_a_slow_body(sdk: Driver) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    drips: list[Any] = [b" ", 0.05] * 200
    sdk.server.answer_with(raw(head, *drips))
    with pytest.raises(errors.APITimeoutError, match="total"):
        sdk.send(options={"timeout": {"total": 0.3}})
    assert len(sdk.server.requests) == 1


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "5", {"reed": 1}])
def test_invalid_timeout_is_refused(sdk: Driver, timeout: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match="timeout"):
        sdk.send(options={"timeout": timeout})


def test_timeout_of_a_stream_is_the_idle_time(sdk: Driver) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    slow: list[Any] = [b": still here\n\n", 0.2] * 5
    sdk.server.answer_with(raw(head, *slow, b"data: [DONE]\n\n", "close"))
    stream = sdk.send(stream=True, options={"timeout": 0.6})
    chunks = sdk.run(_collect(stream)) if sdk.is_async else list(stream)
    assert chunks == []


async def _collect(stream: Any) -> list[Any]:
    return [chunk async for chunk in stream]


def test_leaving_the_with_block_closes_every_connection(sdk: Driver) -> None:
    client = sdk.client()

    async def use_async() -> None:
        async with client as same:
            assert same is client
            await client.chat.send(messages=MESSAGES)

    if sdk.is_async:
        sdk.run(use_async())
    else:
        with client as same:
            assert same is client
            client.chat.send(messages=MESSAGES)
    assert sdk.server.wait_for_open(0)


def test_use_after_close_is_an_sdk_error(sdk: Driver) -> None:
    client = sdk.client()
    sdk.send(client)
    sdk.close(client)
    sdk.close(client)
    for stream in (False, True):
        with pytest.raises(errors.ClosedError, match="closed"):
            sdk.send(client, stream=stream)
    assert len(sdk.server.requests) == 1


def test_close_before_the_first_call(sdk: Driver) -> None:
    client = sdk.client()
    sdk.close(client)
    with pytest.raises(errors.ClosedError):
        sdk.send(client)


def test_close_ends_a_waiting_retry(server: Server) -> None:
    server.answer_with(reply(status=503, headers=[("Retry-After", "50")]))
    client = openrouter_sdk.OpenRouter(api_key=KEY, base_url=server.url)
    raised: list[BaseException] = []

    def call() -> None:
        try:
            client.chat.send(messages=MESSAGES)
        except errors.OpenRouterError as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    assert server.wait_for_requests(1)
    time.sleep(0.1)
    client.close()
    thread.join(5)
    assert not thread.is_alive()
    assert isinstance(raised[0], errors.ClosedError)


def run_fresh(program: str, *, expect: str = "") -> str:
    """The output of a program in an interpreter of its own."""
    path = [str(HERE.parents[1] / "generated" / "python"), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_loads_neither_pydantic_nor_the_http_client() -> None:
    heavy = "{'pydantic', 'httpx2', 'ssl', 'asyncio', 'typing', 'dataclasses', 'json', 'logging', 'inspect'}"
    program = "before = set(sys.modules)\nfrom openrouter_sdk import OpenRouter\nOpenRouter(api_key='k')\n"
    assert run_fresh(program + f"print(sorted({heavy} & (set(sys.modules) - before)))") == "[]"


def test_sync_client_starts_nothing_async(sdk: Driver) -> None:
    sdk.send()
    made = [thread for thread in threading.enumerate() if "asyncio" in thread.name]
    assert made == []
    program = (
        f"from openrouter_sdk import OpenRouter\n"
        f"import httpx2\n"
        f"httpx2.AsyncClient.__init__ = None\n"
        f"client = OpenRouter(api_key='k', base_url={sdk.server.url!r})\n"
        f"print(client.chat.send(messages=[{{'role': 'user', 'content': 'hi'}}]).id)"
    )
    assert run_fresh(program) == "gen-1"


def test_api_key_is_in_no_repr_and_no_pickle(sdk: Driver) -> None:
    client = sdk.client()
    sdk.send(client)
    assert KEY not in repr(client) + str(client) + repr(client.chat) + repr(client._settings)
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="pickled"):
            attempt(client)


def test_api_key_is_in_no_error_and_no_log_line(sdk: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sdk.server.answer_with(reply(status=503, headers=[("Retry-After", "0")]), json_reply({"error": {}}, status=401))
    with pytest.raises(errors.UnauthorizedResponseError) as caught:
        sdk.send()
    error = caught.value
    assert KEY not in repr(error) + str(error) + repr(vars(error)) + caplog.text
    assert KEY.encode() not in pickle.dumps(error)
    assert "openrouter_sdk" in {record.name for record in caplog.records}


def test_user_agent_names_the_sdk_and_can_be_overridden(sdk: Driver) -> None:
    number = openrouter_sdk.client._SERVICE.version
    with contextlib.suppress(PackageNotFoundError):
        number = version("openrouter-sdk")
    assert number[0].isdigit()
    assert number != "0"
    sdk.send()
    assert sdk.server.last["User-Agent"] == f"openrouter-sdk/{number}"
    client = sdk.client(headers={"user-agent": "client/1"})
    sdk.send(client)
    assert sdk.server.last["User-Agent"] == "client/1"
    sdk.send(client, options={"headers": {"USER-AGENT": "call/1"}})
    assert sdk.server.last["User-Agent"] == "call/1"


def test_hooks_run_around_every_attempt(sdk: Driver) -> None:
    log: list[str] = []

    def note(name: str, call: Any, *more: Any) -> None:
        log.append(" ".join([name, call.operation, str(call.attempt), *map(str, more)]))

    class Sync(openrouter_sdk.Hooks):
        def before_request(self, request: httpx2.Request, call: Any) -> None:
            request.headers["X-Attempt"] = str(call.attempt)
            note("before", call)

        def after_response(self, response: Any, call: Any) -> None:
            note("after", call, response.status_code)

        def on_error(self, error: Exception, call: Any) -> None:
            note("error", call, type(error).__name__)

        def on_retry(self, error: Exception, delay: float, call: Any) -> None:
            note("retry", call, type(error).__name__, delay)

    class Async(openrouter_sdk.AsyncHooks):
        async def before_request(self, request: httpx2.Request, call: Any) -> None:
            Sync().before_request(request, call)

        async def after_response(self, response: Any, call: Any) -> None:
            Sync().after_response(response, call)

        async def on_error(self, error: Exception, call: Any) -> None:
            Sync().on_error(error, call)

        async def on_retry(self, error: Exception, delay: float, call: Any) -> None:
            Sync().on_retry(error, delay, call)

    sdk.server.answer_with(reply(status=429, headers=[("Retry-After", "0")]), reply(status=403))
    with pytest.raises(errors.ForbiddenResponseError):
        sdk.send(sdk.client(hooks=Async() if sdk.is_async else Sync()))
    assert log == [
        "before chat.send 1",
        "after chat.send 1 429",
        "retry chat.send 1 TooManyRequestsResponseError 0.0",
        "before chat.send 2",
        "after chat.send 2 403",
        "error chat.send 2 ForbiddenResponseError",
    ]
    assert [request["X-Attempt"] for request in sdk.server.requests] == ["1", "2"]


def test_debug_log_masks_secrets(sdk: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="openrouter_sdk")
    sdk.send(options={"headers": {"X-Api-Key": "other-secret"}, "query": {"token": "third-secret"}})
    ours = [record.getMessage() for record in caplog.records if record.name == "openrouter_sdk"]
    assert any("POST" in line and "chat.send" in line for line in ours)
    assert not any("secret" in line for line in ours)
    assert any("***" in line for line in ours)


def test_environment_variable_enables_logging_without_basic_config() -> None:
    with Server(json_reply(RESULT)) as server:
        program = (
            f"import os, logging\n"
            f"os.environ['OPENROUTER_LOG'] = 'debug'\n"
            f"from openrouter_sdk import OpenRouter\n"
            f"sys.stderr = sys.stdout\n"
            f"client = OpenRouter(api_key='sk-secret', base_url={server.url!r})\n"
            f"client.chat.send(messages=[{{'role': 'user', 'content': 'hi'}}])\n"
            f"print('root handlers:', logging.getLogger().handlers)"
        )
        output = run_fresh(program)
    assert "DEBUG openrouter_sdk: chat.send: attempt 1: POST" in output
    assert "root handlers: []" in output
    assert "sk-secret" not in output
