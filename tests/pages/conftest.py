"""An SDK with a list of each kind, a server that responds as a function says, and clients sync and async."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.loopback_server import LoopbackServer, Request, Response

SPEC = Path(__file__).with_name("spec.yaml")
Respond = Callable[[str, dict[str, str], str], Any]


class Server(LoopbackServer):
    """Responds with the JSON that a function returns for path, query and origin."""

    def __init__(self, respond: Respond) -> None:
        super().__init__()
        self.function = respond
        self.requests: list[Request] = []

    def respond(self, request: Request) -> Response:
        self.requests.append(request)
        url = urlsplit(request.target)
        found = self.function(url.path, {key: value[0] for key, value in parse_qs(url.query).items()}, self.origin)
        value, headers = found if isinstance(found, tuple) else (found, {})
        if isinstance(value, int):
            return Response(value, headers=headers)
        return Response(200, "application/json", json.dumps(value).encode(), headers)


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC), "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("shop_sdk")
    finally:
        sys.path.remove(str(folder))


class Driver:
    """The sync or the async client, called in the same words."""

    def __init__(self, sdk: ModuleType, kind: str) -> None:
        self.sdk = sdk
        self.runner = asyncio.Runner() if kind == "async" else None
        self.clients: list[Any] = []

    def client(self, server: Server, **arguments: Any) -> Any:
        cls = self.sdk.AsyncShop if self.runner else self.sdk.Shop
        self.clients.append(cls(**{"api_key": "k", "base_url": server.origin, **arguments}))
        return self.clients[-1]

    def run(self, value: Any) -> Any:
        """The value of a call, awaited on the async side."""

        async def awaited() -> Any:
            return await value

        return self.runner.run(awaited()) if self.runner else value

    def every(self, iterable: Any, most: int | None = None) -> list[Any]:
        """What an iteration yields, up to a number, after which it is left."""
        found: list[Any] = []

        async def collect() -> None:
            async for one in iterable:
                found.append(one)
                if len(found) == most:
                    break

        if self.runner:
            self.runner.run(collect())
            return found
        for one in iterable:
            found.append(one)
            if len(found) == most:
                break
        return found

    def with_response(self, method: Any) -> Any:
        return (self.sdk.async_with_response if self.runner else self.sdk.with_response)(method)


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest, sdk: ModuleType) -> Iterator[Driver]:
    driver = Driver(sdk, request.param)
    yield driver
    for client in driver.clients:
        driver.run(client.aclose() if driver.runner else client.close())
    if driver.runner is not None:
        driver.runner.close()
