"""What editors and consoles complete: jedi (IPython, Jupyter, vim) from the source, rlcompleter and `dir` at run time."""

from __future__ import annotations

import rlcompleter
import sys
from pathlib import Path

import jedi
import pytest

SDK = Path(__file__).resolve().parents[2] / "generated" / "python"
sys.path.insert(0, str(SDK))

from openrouter_sdk import AsyncOpenRouter, OpenRouter  # noqa: E402

IMPORT = "from openrouter_sdk import AsyncOpenRouter, OpenRouter, models\n"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("OpenRouter().", "chat"),
        ("OpenRouter().chat.", "send"),
        ("AsyncOpenRouter().chat.", "send"),
        ("OpenRouter().chat.send(messages=[]).", "choices"),
        ("result = OpenRouter().chat.send(messages=[])\nresult.choices[0].", "message"),
        ("OpenRouter().chat.send(messages=[], stream=True).", "final"),
        ("with OpenRouter() as client:\n    client.", "chat"),
        ("with OpenRouter() as client:\n    client.chat.", "send"),
        ("async def main():\n    async with AsyncOpenRouter() as client:\n        client.chat.", "send"),
        ("client = OpenRouter()\nwith client:\n    client.chat.", "send"),
        ("OpenRouter().with_options(timeout=3).chat.", "send"),
        ("with OpenRouter().chat.send(messages=[], stream=True) as stream:\n    stream.", "final"),
        ("for chunk in OpenRouter().chat.send(messages=[], stream=True):\n    chunk.", "choices"),
        ("async def main():\n    (await AsyncOpenRouter().chat.send(messages=[])).", "choices"),
        ("OpenRouter(tim", "timeout="),
        ("models.ChatRes", "ChatResult"),
    ],
)
def test_jedi_completes(program: str, name: str) -> None:
    script = jedi.Script(IMPORT + program, project=jedi.Project(SDK))
    assert name in [found.name for found in script.complete()]


def test_jedi_completes_the_objects_of_a_console() -> None:
    client = OpenRouter(api_key="k")
    found = [each.name for each in jedi.Interpreter("client.chat.", [{"client": client}]).complete()]
    assert [name for name in found if not name.startswith("_")] == ["send"]


def test_rlcompleter_completes_resources_and_methods() -> None:
    completer = rlcompleter.Completer({"client": OpenRouter(api_key="k")})
    assert completer.complete("client.", 0) == "client.chat"
    assert completer.complete("client.", 1) == "client.close()"
    assert completer.complete("client.chat.", 0) == "client.chat.send("
    assert completer.complete("client.chat.", 1) is None


@pytest.mark.parametrize("kind", [OpenRouter, AsyncOpenRouter])
def test_dir_shows_resources_and_no_internals(kind: type[OpenRouter] | type[AsyncOpenRouter]) -> None:
    client = kind(api_key="k")
    shown = [name for name in dir(client) if not name.startswith("__")]
    methods = ["close" if kind is OpenRouter else "aclose", "with_options"]
    assert shown == sorted(["chat", "delete", "get", "patch", "post", "put", *methods])
    assert [name for name in dir(client.chat) if not name.startswith("__")] == ["send"]


def test_the_package_has_the_version_of_its_document() -> None:
    import openrouter_sdk

    assert openrouter_sdk.__version__ == "1.0.0"
    assert "__version__" in openrouter_sdk.__all__
