"""What editors and consoles show of a client: `dir()`, rlcompleter, jedi, and `__version__`."""

from __future__ import annotations

import rlcompleter
from importlib import metadata
from pathlib import Path
from typing import Any

import jedi
import openrouter_sdk
import pytest
from openrouter_sdk import AsyncOpenRouter, OpenRouter
from openrouter_sdk._runtime.transport import user_agent

SDK = Path(__file__).parents[2] / "generated/python"

clients = pytest.mark.parametrize("kind", [OpenRouter, AsyncOpenRouter])


def _public(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]


@clients
def test_dir_of_a_client_shows_resources_and_no_internals(kind: type[Any]) -> None:
    close = "aclose" if kind is AsyncOpenRouter else "close"
    assert _public(dir(kind(api_key="k"))) == sorted([close, "chat"])


@clients
def test_rlcompleter_completes_resources_and_methods(kind: type[Any]) -> None:
    completer = rlcompleter.Completer({"client": kind(api_key="k")})
    completer.complete("client.ch", 0)
    assert [match.rstrip("(") for match in completer.matches] == ["client.chat"]
    completer.complete("client.chat.", 0)
    assert [match.rstrip("()") for match in completer.matches] == ["client.chat.send"]


def _completed(program: str) -> set[str]:
    project = jedi.Project(SDK, added_sys_path=[str(SDK)])
    return {completion.name for completion in jedi.Script(program, project=project).complete()}


@pytest.mark.parametrize("name", ["OpenRouter", "AsyncOpenRouter"])
def test_jedi_completes_a_client_that_is_not_running(name: str) -> None:
    start = f"from openrouter_sdk import {name}\nclient = {name}()\n"
    assert "chat" in _completed(f"{start}client.")
    assert "send" in _completed(f"{start}client.chat.")
    assert {"api_key=", "timeout="} <= _completed(f"{start}{name}(")
    assert {"stream=", "options="} <= _completed(f"{start}client.chat.send(")


def test_jedi_completes_the_fields_of_a_response() -> None:
    start = "from openrouter_sdk import OpenRouter\nresult = OpenRouter().chat.send(messages=[])\n"
    assert {"choices", "usage"} <= _completed(f"{start}result.")


def test_jedi_completes_the_names_of_the_package() -> None:
    assert {"OpenRouter", "errors", "models", "params"} <= _completed("import openrouter_sdk\nopenrouter_sdk.")


@clients
def test_jedi_completes_a_running_client(kind: type[Any]) -> None:
    interpreter = jedi.Interpreter("client.chat.", [{"client": kind(api_key="k")}])
    assert _public([completion.name for completion in interpreter.complete()]) == ["send"]


def test_the_version_of_the_package_is_that_of_the_user_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    def installed(name: str) -> str:
        assert name == "openrouter-sdk"
        return "7.8.9"

    monkeypatch.setattr(user_agent, "version", installed)
    user_agent._version.cache_clear()
    assert openrouter_sdk.__version__ == "7.8.9"
    user_agent._version.cache_clear()


def test_the_version_of_a_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(user_agent, "version", missing)
    user_agent._version.cache_clear()
    assert openrouter_sdk.__version__ == "1.0.0"
    user_agent._version.cache_clear()
    assert "__version__" in dir(openrouter_sdk)
