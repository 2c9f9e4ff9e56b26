from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sdkwright.mock import MockServer

Serve = Callable[..., MockServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves a document given as text."""
    with ExitStack() as stack:
        count = iter(range(100))

        def start(text: str, **options: Any) -> MockServer:
            path = tmp_path / f"document{next(count)}.yaml"
            path.write_text(text, encoding="utf-8")
            return stack.enter_context(MockServer(path, **options))

        yield start


@pytest.fixture
def http() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=20) as client:
        yield client
