"""What the environment of a process may contain: certificates, proxies, a frozen program."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lifecycle_programs import MESSAGES
from openrouter_sdk import AsyncOpenRouter, OpenRouter
from openrouter_sdk._runtime.transport import http_client
from openrouter_sdk.errors import ConfigurationError, OpenRouterError
from server import Server


@pytest.fixture(autouse=True)
def _fresh_tls_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "_tls", [])
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def failure(kind: str, settings: dict[str, Any]) -> OpenRouterError:
    """The exception of a call."""

    async def call() -> None:
        async with AsyncOpenRouter(**settings) as client:
            await client.chat.send(messages=MESSAGES)

    def work() -> None:
        if kind == "async":
            asyncio.run(call())
        else:
            with OpenRouter(**settings) as client:
                client.chat.send(messages=MESSAGES)

    with pytest.raises(OpenRouterError) as caught:
        work()
    return caught.value


kinds = pytest.mark.parametrize("kind", ["sync", "async"])


@kinds
@pytest.mark.parametrize("text", [None, "no certificate"])
def test_certificates_that_cannot_be_loaded(
    kind: str, text: str | None, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "roots.pem"
    if text is not None:
        path.write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    secure = str(settings["base_url"]).replace("http://", "https://")
    error = failure(kind, {**settings, "base_url": secure})
    assert isinstance(error, ConfigurationError)
    assert f"SSL_CERT_FILE={path}" in str(error)
    assert isinstance(error.__cause__, OSError)


@kinds
@pytest.mark.parametrize(
    "proxy",
    ["socks5://user:word@h:1080", "gopher://user:word@h:1", "http://user:word@h:port", "http://h:1:2"],
)
def test_proxies_that_cannot_be_used(
    kind: str, proxy: str, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = failure(kind, settings)
    assert isinstance(error, ConfigurationError)
    assert "HTTPS_PROXY" in str(error)
    assert "word" not in str(error)
    assert error.__cause__ is not None
    assert ("socksio" in str(error)) == proxy.startswith("socks5")


@kinds
def test_a_proxy_that_does_not_answer(kind: str, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:word@127.0.0.1:9")
    error = failure(kind, {**settings, "max_retries": 0})
    assert "word" not in str(error)


def test_the_version_in_a_frozen_program(
    server: Server, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import metadata

    from openrouter_sdk._runtime.transport import user_agent

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(user_agent, "version", missing)
    user_agent._version.cache_clear()
    with OpenRouter(**settings) as client:
        client.chat.send(messages=MESSAGES)
    user_agent._version.cache_clear()
    assert server.last["User-Agent"] == f"openrouter-sdk/{_generated_version()}"


def _generated_version() -> str:
    text = (Path(__file__).parents[2] / "generated/python/pyproject.toml").read_text()
    return next(line.split('"')[1] for line in text.splitlines() if line.startswith("version"))
