"""An SDK with files, generated once, and a driver that calls it on asyncio, on trio and without an event loop."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trio

SPEC = Path(__file__).with_name("spec.yaml")
QUICK = {"initial_delay": 0.001, "max_delay": 0.01}


@pytest.fixture(scope="session")
def sdk_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("depot")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC), "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def sdk(sdk_folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(sdk_folder))
    try:
        yield importlib.import_module("depot_sdk")
    finally:
        sys.path.remove(str(sdk_folder))


class Driver:
    """The sync or the async client, called in the same words: a call is a function of the client."""

    def __init__(self, kind: str, sdk: ModuleType, name: str = "Depot") -> None:
        self.kind = kind
        self.sdk = sdk
        self.name = name

    @property
    def is_async(self) -> bool:
        return self.kind != "sync"

    def call(self, origin: str, function: Callable[[Any], Any], **settings: Any) -> Any:
        """Run a function of a client; what it returns is awaited on the async side."""
        arguments = {
            "api_key": "secret",
            "base_url": origin,
            "retries": self.sdk.RetryPolicy(**QUICK, max_attempts=4),
            **settings,
        }
        if not self.is_async:
            with getattr(self.sdk, self.name)(**arguments) as client:
                return function(client)

        async def main() -> Any:
            async with getattr(self.sdk, f"Async{self.name}")(**arguments) as client:
                return await function(client)

        return trio.run(main) if self.kind == "trio" else asyncio.run(main())

    def file(self, origin: str, use: Callable[[Any], Any], **settings: Any) -> Any:
        """Open the stream of a file, and return what a function of it returns."""

        def sync(client: Any) -> Any:
            with client.files.content("a", stream=True) as file:
                return use(file)

        async def awaited(client: Any) -> Any:
            async with await client.files.content("a", stream=True) as file:
                value = use(file)
                return await value if isinstance(value, Awaitable) else value

        return self.call(origin, awaited if self.is_async else sync, **settings)

    def chunks(self, file: Any) -> Any:
        """The chunks of a file, as a list."""

        async def awaited() -> list[bytes]:
            return [chunk async for chunk in file]

        return awaited() if self.is_async else list(file)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def driver(request: pytest.FixtureRequest, sdk: ModuleType) -> Driver:
    return Driver(request.param, sdk)
