"""Copies of a client with other settings, which share its connections."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any, get_type_hints

import httpx2
import openrouter_sdk
import pytest
from conftest import MESSAGES, RESULT, Driver
from openrouter_sdk import errors
from server import Server, json_reply, raw

SLOW = json_reply({"error": {"code": 503, "message": "slow"}}, status=503, headers=[("Retry-After", "0")])


def test_a_copy_has_the_settings_and_shares_the_connection(sdk: Driver) -> None:
    client = sdk.client(headers={"X-A": "1", "X-B": "1", "X-C": "1"})
    copy = client.with_options(headers={"x-b": "2", "X-C": None, "X-D": "4"})
    sdk.send(client)
    sdk.send(copy)
    first, second = sdk.server.requests
    assert [first[f"X-{name}"] for name in "ABC"] == ["1", "1", "1"]
    assert (second["X-A"], second.all("X-B"), second.all("X-C"), second["X-D"]) == ("1", ["2"], [], "4")
    assert second["Authorization"] == first["Authorization"]
    assert sdk.server.connections == 1
    assert type(copy) is type(client)
    assert copy.chat is not client.chat


def test_retries_and_time_limits_of_a_copy(sdk: Driver) -> None:
    sdk.server.answer_with(SLOW)
    client = sdk.client(max_retries=2, timeout={"read": 30, "total": 60})
    with pytest.raises(errors.ServerError):
        sdk.send(client.with_options(max_retries=0))
    assert len(sdk.server.requests) == 1
    with pytest.raises(errors.ServerError):
        sdk.send(client)
    assert len(sdk.server.requests) == 4
    sdk.server.answer_with(raw("hang"))
    with pytest.raises(errors.APITimeoutError, match=r"after 0\.[01] s"):
        sdk.send(client.with_options(max_retries=0).with_options(timeout={"read": 0.05}))


def test_a_copy_for_another_server(sdk: Driver, other_server: Server) -> None:
    copy = sdk.client().with_options(base_url=other_server.url)
    sdk.send(copy)
    assert len(other_server.requests) == 1
    assert not sdk.server.requests
    assert str(other_server.port) in repr(copy)
    with pytest.raises(errors.ConfigurationError, match="unknown server"):
        copy.with_options(server="nowhere")


def test_strict_responses_of_a_copy(sdk: Driver) -> None:
    sdk.server.answer_with(json_reply({**RESULT, "created": "soon"}))
    client = sdk.client()
    sdk.send(client)
    with pytest.raises(errors.ResponseError):
        sdk.send(client.with_options(strict_responses=True))


def test_closing_a_copy_ends_only_the_copy(sdk: Driver) -> None:
    client = sdk.client()
    copy = client.with_options(max_retries=0)
    further = copy.with_options(timeout=5)
    sdk.send(copy)
    sdk.close(copy)
    with pytest.raises(errors.ClosedError):
        sdk.send(copy)
    with pytest.raises(errors.ClosedError):
        copy.with_options(timeout=1)
    sdk.send(client)
    sdk.send(further)
    assert sdk.server.connections == 1


def test_closing_the_client_closes_its_copies(sdk: Driver) -> None:
    client = sdk.client()
    copy = client.with_options().with_options(max_retries=0)
    sdk.send(copy)
    sdk.close(client)
    assert sdk.server.wait_for_open(0)
    with pytest.raises(errors.ClosedError):
        sdk.send(copy)
    with pytest.raises(errors.ClosedError):
        client.with_options()


def test_a_copy_is_used_before_its_client(sdk: Driver) -> None:
    client = sdk.client()
    sdk.send(client.with_options(timeout=5))
    sdk.send(client)
    assert sdk.server.connections == 1


def test_a_copy_shares_the_http_client_of_the_caller(sdk: Driver) -> None:
    kind = httpx2.AsyncClient if sdk.is_async else httpx2.Client
    own = kind(headers={"X-Own": "1"})
    sdk.send(sdk.client(http_client=own).with_options(timeout=5))
    assert sdk.server.last["X-Own"] == "1"
    sdk.run(own.aclose() if sdk.is_async else own.close())


def test_an_attribute_of_a_subclass_is_copied(server: Server) -> None:
    class Own(openrouter_sdk.OpenRouter):
        def __init__(self, team: str, **settings: Any) -> None:
            super().__init__(**settings)
            self.team = team

    with Own("blue", api_key="k", base_url=server.url) as client:
        assert client.chat
        copy = client.with_options(timeout=1)
        assert isinstance(copy, Own)
        assert copy.team == "blue"
        assert "chat" not in vars(copy)


def test_the_annotations_resolve() -> None:
    assert "headers" in get_type_hints(openrouter_sdk.OpenRouter.with_options)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_a_copy_opens_connections_of_its_own_after_a_fork(server: Server) -> None:
    client = openrouter_sdk.OpenRouter(api_key="k", base_url=server.url)
    copy = client.with_options(timeout=5)
    copy.chat.send(messages=MESSAGES)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            copy.chat.send(messages=MESSAGES)
            client.chat.send(messages=MESSAGES)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    copy.chat.send(messages=MESSAGES)
    client.close()
    assert server.connections == 2
    assert len({request.connection for request in server.requests}) == 2


def test_an_async_copy_in_several_event_loops(server: Server) -> None:
    client = openrouter_sdk.AsyncOpenRouter(api_key="k", base_url=server.url)
    copy = client.with_options(timeout=5)

    async def main() -> None:
        await copy.chat.send(messages=MESSAGES)
        await client.chat.send(messages=MESSAGES)

    asyncio.run(main())
    asyncio.run(main())
    assert server.connections == 2


def test_threads_make_one_transport(server: Server) -> None:
    with openrouter_sdk.OpenRouter(api_key="k", base_url=server.url) as client:
        copies = [client.with_options(max_retries=number) for number in range(8)]
        threads = [threading.Thread(target=copy.chat.send, kwargs={"messages": MESSAGES}) for copy in copies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(copy._exchange().transport) for copy in (client, *copies)}) == 1
