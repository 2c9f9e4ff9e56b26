"""Frameworks that read the signatures, annotations and docstrings of an SDK."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import Depends, FastAPI
from fastapi.exceptions import FastAPIError

from tests.guides.blocks import blocks

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "generated" / "python"
sys.path.insert(0, str(SDK))

from openrouter_sdk import AsyncOpenRouter, OpenRouter, models  # noqa: E402


def called(app: FastAPI, path: str) -> httpx2.Response:
    async def call() -> httpx2.Response:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path)

    return asyncio.run(call())


@pytest.mark.parametrize("kind", [OpenRouter, AsyncOpenRouter])
def test_fastapi_makes_no_argument_of_a_client_a_parameter_of_requests(kind: Any) -> None:
    """Its callers could set `base_url`, and receive the key."""
    app = FastAPI()

    with pytest.raises(FastAPIError, match="httpx2"):

        @app.get("/")
        def endpoint(client: Any = Depends(kind)) -> str:
            return repr(client)


def test_fastapi_passes_a_client_through_a_function() -> None:
    app = FastAPI()
    client = OpenRouter(api_key="k")

    def openrouter() -> OpenRouter:
        return client

    def endpoint(client: Annotated[OpenRouter, Depends(openrouter)]) -> bool:
        return client.chat is not None

    endpoint.__annotations__["client"] = Annotated[OpenRouter, Depends(openrouter)]
    app.get("/")(endpoint)
    assert called(app, "/?base_url=http://other.test").json() is True
    assert app.openapi()["paths"]["/"]["get"].get("parameters", []) == []


def test_fastapi_documents_and_returns_models() -> None:
    app = FastAPI()

    def endpoint() -> models.ChatResult:
        return models.ChatResult.from_response({"id": "gen-1", "unknown": 1, "choices": [{"delta": None}]})

    endpoint.__annotations__["return"] = models.ChatResult
    app.get("/")(endpoint)
    assert called(app, "/").json()["id"] == "gen-1"
    assert "ChatResult" in app.openapi()["components"]["schemas"]


def test_sphinx_documents_clients_methods_and_errors(tmp_path: Path) -> None:
    """As the guide says, and without a warning."""
    for block in blocks(ROOT / "docs/guides/frameworks.md"):
        if block.file:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-b", "text", "-E", "-W", "-q", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, env={"PYTHONPATH": str(SDK)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "out" / "index.txt").read_text(encoding="utf-8")
    flat = " ".join(text.split())
    assert "class openrouter_sdk.OpenRouter(*, api_key: str | Callable[[], str] | None = None" in flat
    assert "async send(*, stream: Literal[False] = False, options: RequestOptions | None = None" in flat
    assert "* **options** -- Timeout, retries, headers and other settings of this call." in flat
    assert "* **TooManyRequestsResponseError** -- Status 429." in flat
    assert " openrouter_sdk.errors.ForbiddenResponseError(" in flat
    assert "OpenRouterError every error of this SDK APIError a response with status 4XX or 5XX" in flat
