"""The worked examples do what they are for: their SDKs are generated, checked and called. Their text is golden."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from generator.config.settings import Options, settle
from generator.diagnostics.model import Diagnostics
from generator.pipeline import generate

HERE = Path(__file__).parent


def made(example: str, output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example's SDK, written into the folder."""
    monkeypatch.chdir(HERE / example)
    diagnostics = Diagnostics()
    generate(settle(Options(output=str(output)), "sdkwright.toml", Path(), diagnostics), diagnostics, lambda _: None)
    assert diagnostics.items == []
    return output


class Library(BaseHTTPRequestHandler):
    """Answers with the tenant that a request was made for as the title."""

    def do_GET(self) -> None:
        body = json.dumps({"title": f"{self.path} for {self.headers.get('X-Tenant')}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = json.dumps({"title": sent}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is its own."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Library) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


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
    print(client.books.ask(text="why").title)
    print(client.books.ask(text="why", mood=None).title)
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
    assert not list(output.glob("*/resources/*_params.py"))


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


@pytest.mark.parametrize("example", ["tenant", "house-style", "explicit-signatures"])
def test_the_sdk_of_an_example_is_strictly_typed(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = made(example, tmp_path / "out", monkeypatch)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "library_sdk"]
    done = subprocess.run(command, cwd=output, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
