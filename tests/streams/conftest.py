"""An SDK with streams, generated once, and a server that sends its responses by a script."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.files.conftest import Driver

SPEC = Path(__file__).with_name("spec.yaml")


@pytest.fixture(scope="session")
def ticker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ticker")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC), "--output", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def sdk(ticker_folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(ticker_folder))
    try:
        yield importlib.import_module("ticker_sdk")
    finally:
        sys.path.remove(str(ticker_folder))


@pytest.fixture(params=["sync", "asyncio", "trio"])
def driver(request: pytest.FixtureRequest, sdk: ModuleType) -> Driver:
    return Driver(request.param, sdk, "Ticker")
