"""The worked examples do what they are for: their SDKs are generated, checked and called. Their text is golden."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.config.options import Options
from generator.config.settings import settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import generate
from tests.support.loopback_server import LoopbackServer, Request, Response

HERE = Path(__file__).parent


def made(example: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example's SDK, written into the folder."""
    monkeypatch.chdir(HERE / example)
    diagnostics = Diagnostics()
    generate(settle(Options(output=str(output)), "sdkwright.toml", Path(), diagnostics), diagnostics, lambda _: None)
    assert diagnostics.items == []
    return output


class Library(LoopbackServer):
    """Responds with a title: the body of a POST, else the target and the tenant that was asked for."""

    def respond(self, request: Request) -> Response:
        title = request.body.decode() or f"{request.target} for {request.headers.get('x-tenant')}"
        return Response(200, "application/json", json.dumps({"title": title}).encode())


@pytest.fixture
def address() -> Iterator[str]:
    with Library() as library:
        yield library.origin


PROGRAM = """
import asyncio, sys
from library_sdk import AsyncLibrary, Library

async def main(address):
    async with AsyncLibrary(base_url=address) as client:
        print((await client.books.get("1", tenant="acme")).title)

with Library(base_url=sys.argv[1]) as client:
    print(client.books.get("1", edition=2, tenant="acme").title)
    print(client.books.get("1", tenant="acme", options={"headers": {"X-Tenant": "other", "X-More": "1"}}).title)
    print(client.books.get("1").title)
asyncio.run(main(sys.argv[1]))
"""


EXPLICIT = """
import inspect, sys
from library_sdk import Library
from library_sdk.resources.books import Books

print(*inspect.signature(Books.get).parameters)
with Library(base_url=sys.argv[1]) as client:
    print(client.books.get("1", branch="east").title)
    print(client.books.get("1", branch="east", edition=2).title)
    print(client.questions.create(text="why").title)
    print(client.questions.create(text="why", mood=None).title)
    try:
        client.books.get("1", brunch="east")
    except TypeError as error:
        print("brunch" in str(error))
"""


def test_explicit_signatures_tell_null_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    output = made("explicit-signatures", tmp_path / "out", monkeypatch)
    done = subprocess.run(
        [sys.executable, "-c", EXPLICIT, address], cwd=output, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == [
        "self isbn branch edition options",
        "/books/1?branch=east for None",
        "/books/1?edition=2&branch=east for None",
        '{"text":"why"}',
        '{"text":"why","mood":null}',
        "True",
    ], done.stderr
    assert not [path for path in output.glob("*/params/*.py") if "Params(" in path.read_text(encoding="utf-8")]


def test_the_tenant_of_every_method_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    output = made("tenant", tmp_path / "out", monkeypatch)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, address], cwd=output, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == [
        "/books/1?edition=2 for acme",
        "/books/1 for acme",
        "/books/1 for None",
        "/books/1 for acme",
    ], done.stderr


def test_the_house_s_header_is_on_every_file_of_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = made("house-style", tmp_path / "out", monkeypatch)
    sources = [path for path in output.rglob("*.py") if "_runtime" not in path.parts]
    assert len(sources) > 5
    for path in (*sources, output / "pyproject.toml"):
        assert path.read_text(encoding="utf-8").startswith("# Copyright Acme Corporation."), path
    resource = ast.parse((output / "library_sdk/resources/books.py").read_text(encoding="utf-8"))
    methods = [node for node in ast.walk(resource) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(methods) == 2
    assert all("\nArgs:\n    isbn: The book's ISBN.\n" in (ast.get_docstring(method) or "") for method in methods)
