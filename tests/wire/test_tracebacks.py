"""Tracebacks: the frames of the SDK that a person reads, and what of the cause is kept."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from conftest import Driver
from openrouter_sdk import AsyncHooks, Hooks, errors
from server import json_reply, raw, reply

PACKAGES = ("openrouter_sdk", "httpx2", "httpcore", "anyio")
NO_RETRIES: dict[str, Any] = {"max_retries": 0}
METHOD = ["send", "request_or_stream"]
"""The method that is called, and the one that decides between a value and a stream."""


def frames(error: BaseException) -> list[str]:
    """The functions of the SDK and its libraries in the traceback of an error, as it is printed with its causes."""
    own: list[str] = []
    link: BaseException | None = error
    while link is not None:
        trace = traceback.extract_tb(link.__traceback__)
        own += [frame.name for frame in trace if any(package in frame.filename for package in PACKAGES)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return own


def raised(call: Callable[[], Any], kind: type[BaseException]) -> BaseException:
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_mistyped_keyword_shows_only_the_method(sdk: Driver) -> None:
    error = raised(lambda: sdk.send(modell="x"), TypeError)
    assert frames(error) == METHOD


def test_a_value_that_cannot_be_sent_shows_only_the_method(sdk: Driver) -> None:
    error = raised(lambda: sdk.send(model=object()), errors.RequestError)
    assert frames(error) == METHOD


def test_a_refused_connection_shows_only_the_method_and_keeps_its_causes(sdk: Driver) -> None:
    client = sdk.client(base_url=f"http://127.0.0.1:{free_port()}", **NO_RETRIES)
    error = raised(lambda: sdk.send(client), errors.APIConnectionError)
    assert frames(error) == METHOD
    assert isinstance(error.__cause__, httpx2.ConnectError)
    assert error.__cause__.__traceback__ is None
    assert "ConnectError" in "".join(traceback.format_exception(error))


def test_an_error_status_shows_only_the_method(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({"error": {"code": 404, "message": "no"}}, status=404))
    assert frames(raised(sdk.send, errors.NotFoundError)) == METHOD


def test_a_response_that_does_not_match_shows_only_the_method(sdk: Driver) -> None:
    sdk.server.answer_with(reply(b"<p>", content_type="text/html"))
    assert frames(raised(sdk.send, errors.ResponseError)) == METHOD


def test_a_refused_stream_shows_only_the_method(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({"error": {"code": 404, "message": "no"}}, status=404))
    error = raised(lambda: sdk.send(stream=True), errors.NotFoundError)
    assert frames(error) == METHOD


def test_a_stream_that_breaks_shows_few_frames_of_the_sdk(sdk: Driver) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n"
    sdk.server.answer_with(raw(head + b": x\n", "close"))
    stream = sdk.send(stream=True)

    async def read() -> None:
        async for _ in stream:
            pass

    error = raised(lambda: sdk.run(read()) if sdk.is_async else list(stream), errors.StreamError)
    assert isinstance(error.__cause__, httpx2.RemoteProtocolError)
    assert len(frames(error)) <= 2, frames(error)


def test_the_log_level_debug_keeps_complete_tracebacks(sdk: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "openrouter_sdk")
    client = sdk.client(base_url=f"http://127.0.0.1:{free_port()}", **NO_RETRIES)
    error = raised(lambda: sdk.send(client), errors.APIConnectionError)
    assert len(frames(error)) > 10


def test_the_frames_of_a_hook_are_kept(sdk: Driver) -> None:
    class Failing(Hooks):
        def before_request(self, request: Any, call: Any) -> None:
            raise errors.ConfigurationError("from a hook")

    class AsyncFailing(AsyncHooks):
        async def before_request(self, request: Any, call: Any) -> None:
            raise errors.ConfigurationError("from a hook")

    client = sdk.client(hooks=AsyncFailing() if sdk.is_async else Failing())
    error = raised(lambda: sdk.send(client), errors.ConfigurationError)
    assert traceback.extract_tb(error.__traceback__)[-1].name == "before_request"
