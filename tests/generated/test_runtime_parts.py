"""An SDK has the parts of the runtime that its API needs, and no others."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.generated.small_sdk import generate
from tests.wire.server import Server, json_reply, reply

OPTIONAL = frozenset({
    "oauth", "stream", "request/file_body.py", "request/files.py", "request/form.py", "request/form_fields.py",
    "request/multipart.py", "request/omit.py", "request/raw_body.py",
})  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A kind of API: its one operation, a call of it, and the optional parts that it needs."""

    operation: dict[str, Any]
    keywords: dict[str, Any]
    parts: frozenset[str] = frozenset()
    content_type: str = "application/json"


def body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


FIELDS = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
FILE = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
BYTES = {"type": "string", "format": "binary"}
ITEM = {"type": "object", "properties": {"n": {"type": "integer"}}}

CASES = {
    "plain": Case(body("application/json", FIELDS), {"name": "x"}),
    "form": Case(
        body("application/x-www-form-urlencoded", FIELDS),
        {"name": "x"},
        frozenset({"request/form.py", "request/form_fields.py"}),
    ),
    "multipart": Case(
        body("multipart/form-data", FILE),
        {"file": b"x"},
        frozenset({"request/multipart.py", "request/form_fields.py", "request/file_body.py", "request/files.py"}),
    ),
    "bytes": Case(
        body("application/octet-stream", BYTES),
        {"body": b"x"},
        frozenset({"request/raw_body.py", "request/file_body.py", "request/files.py"}),
    ),
    "events": Case(
        {"responses": {"200": {"description": "Items.", "content": {"text/event-stream": {"schema": ITEM}}}}},
        {},
        frozenset({"stream"}),
        "text/event-stream",
    ),
}


def document(name: str) -> str:
    ok = {"200": {"description": "An item.", "content": {"application/json": {"schema": ITEM}}}}
    operation = {"operationId": "send", "tags": ["things"], "responses": ok, **CASES[name].operation}
    info = {"title": f"Parts {name}", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": {"/things": {"post": operation}}})


@pytest.fixture(params=CASES)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Case, Path]]:
    """A kind of API and the package of its SDK."""
    package = generate(document(request.param), tmp_path)
    yield CASES[request.param], package
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == package.name]:
        del sys.modules[name]


def test_optional_parts_are_there_if_the_api_needs_them(made: tuple[Case, Path]) -> None:
    case, package = made
    assert {part for part in OPTIONAL if (package / "_runtime" / part).exists()} == case.parts
    exported = importlib.import_module(package.name).__all__
    assert ("Stream" in exported) == ("AsyncStream" in exported) == ("stream" in case.parts)


def test_every_module_can_be_imported(made: tuple[Case, Path]) -> None:
    _, package = made
    modules = list(pkgutil.walk_packages([str(package)], f"{package.name}."))
    assert len(modules) > 30
    for module in modules:
        importlib.import_module(module.name)
    root = importlib.import_module(package.name)
    assert all(getattr(root, name) is not None for name in root.__all__)


def test_a_call_over_loopback(made: tuple[Case, Path]) -> None:
    case, package = made
    with Server(json_reply({"n": 1})) as server:
        if "stream" in case.parts:
            server.answer_with(reply(b'data: {"n": 1}\n\n', content_type=case.content_type))
        client_class = getattr(importlib.import_module(package.name), package.name.title().replace("_", "")[:-3])
        with client_class(base_url=server.url) as client:
            value = client.things.create(**case.keywords)
            items = list(value) if "stream" in case.parts else [value]
        assert [item.n for item in items] == [1]
        sent = server.last
    assert not case.keywords or b"x" in sent.body
