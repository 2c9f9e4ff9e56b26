"""The SDK of `headers.yaml`, sync and async from the same tests."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generated.small_sdk import generate
from tests.support.loopback_server import LoopbackServer, Request, Response


class Scripted(LoopbackServer):
    """Sends the responses of a list in turn, the last one again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.responses: list[Response] = []
        self.requests: list[Request] = []

    def respond(self, request: Request) -> Response:
        self.requests.append(request)
        return self.responses[min(len(self.requests), len(self.responses)) - 1]


class Driver:
    """A client of the scripted server."""

    def __init__(self, sdk: ModuleType, server: Scripted, *, awaited: bool) -> None:
        self.sdk = sdk
        self.server = server
        self.runner = asyncio.Runner() if awaited else None
        self.clients: list[Any] = []

    def client(self, **settings: Any) -> Any:
        kind = self.sdk.AsyncLimits if self.runner else self.sdk.Limits
        client = kind(base_url=self.server.origin, **settings)
        self.clients.append(client)
        return client

    def run(self, value: Any) -> Any:
        """The result of a method, awaited on the async side."""

        async def result() -> Any:
            return await value

        return self.runner.run(result()) if self.runner else value

    def with_response(self, method: Any) -> Any:
        return (self.sdk.async_with_response if self.runner else self.sdk.with_response)(method)


@pytest.fixture(scope="package")
def limits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("limits")
    generate(Path(__file__).with_name("headers.yaml").read_text(encoding="utf-8"), folder)
    yield importlib.import_module("limits_sdk")
    sys.path.remove(str(folder))


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted() as server:
        yield server


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def driver(request: pytest.FixtureRequest, limits: ModuleType, scripted: Scripted) -> Iterator[Driver]:
    driver = Driver(limits, scripted, awaited=request.param)
    yield driver
    for client in driver.clients:
        driver.run(client.aclose() if driver.runner else client.close())
    if driver.runner:
        driver.runner.close()
