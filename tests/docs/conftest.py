"""The pages of the committed SDK, and a server for their programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from example_server import Examples, ExampleServer  # noqa: E402


@pytest.fixture(scope="session")
def examples() -> Examples:
    return Examples(ROOT / "spec" / "openrouter.yaml")


@pytest.fixture
def server(examples: Examples) -> Iterator[ExampleServer]:
    with ExampleServer(examples) as running:
        yield running
