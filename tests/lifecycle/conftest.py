"""The life of a client: processes, event loops, threads and time limits, against a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "wire"), str(TESTS.parent / "generated" / "python")]
sys.path.append(str(TESTS / "lifecycle"))  # at the end, as its conftest is not the one that others import

from lifecycle_programs import result  # noqa: E402
from server import Server, json_reply  # noqa: E402


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "BASE_URL", "LOG"):
        monkeypatch.delenv(f"OPENROUTER_{name}", raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(json_reply(result("Hello"))) as running:
        yield running


@pytest.fixture
def settings(server: Server) -> dict[str, Any]:
    """The arguments of a client of the server."""
    return {"api_key": "sk-or-secret", "base_url": server.url}
