"""The real generated client against a real server on a loopback socket, sync and async from the same tests."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "generated" / "python")]

from server import Reply, Server, json_reply  # noqa: E402

MESSAGES = [{"role": "user", "content": "hi"}]
RESULT: dict[str, Any] = {
    "id": "gen-1",
    "object": "chat.completion",
    "created": 1700000000,
    "model": "openai/gpt-5",
    "system_fingerprint": None,
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello"}}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}


class Driver:
    """One client, sync or async, called in the same words."""

    def __init__(self, kind: str, server: Server) -> None:
        self.kind = kind
        self.server = server
        self._runner = asyncio.Runner() if kind == "async" else None
        self._clients: list[Any] = []

    @property
    def is_async(self) -> bool:
        return self._runner is not None

    def client(self, **settings: Any) -> Any:
        """A client of the server, with a key."""
        import openrouter_sdk

        kind = openrouter_sdk.AsyncOpenRouter if self.is_async else openrouter_sdk.OpenRouter
        client: Any = kind(**{"api_key": "sk-or-secret", "base_url": self.server.url, **settings})
        self._clients.append(client)
        return client

    def run(self, value: Any) -> Any:
        """What a method returned, awaited on the async side."""
        return self._runner.run(_awaited(value)) if self._runner else value

    def send(self, client: Any = None, **arguments: Any) -> Any:
        """`chat.send` with a message."""
        client = client or self.client()
        return self.run(client.chat.send(**{"messages": MESSAGES, **arguments}))

    def close(self, client: Any) -> None:
        self.run(client.aclose() if self.is_async else client.close())

    def finish(self) -> None:
        for client in self._clients:
            self.close(client)
        if self._runner:
            self._runner.close()


async def _awaited(value: Any) -> Any:
    return await value


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(json_reply(RESULT)) as running:
        yield running


@pytest.fixture
def other_server() -> Iterator[Server]:
    """Another origin."""
    with Server(json_reply(RESULT)) as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def sdk(request: pytest.FixtureRequest, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """Drives the sync client, then the async one."""
    for name in ("API_KEY", "BASE_URL", "LOG"):
        monkeypatch.delenv(f"OPENROUTER_{name}", raising=False)
    driver = Driver(request.param, server)
    yield driver
    driver.finish()


@pytest.fixture
def result() -> dict[str, Any]:
    """A whole answer, to change at will."""
    return {**RESULT, "choices": [{**RESULT["choices"][0]}]}


__all__ = ["Driver", "Reply"]
