"""Documents that are small to write and dear to read: the command ends in seconds, and never in a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.processes import run

SECONDS = 60
MEGABYTES = 1500

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def of_schemas(schemas: dict[str, Any]) -> str:
    head = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    return json.dumps({**head, "components": {"schemas": schemas}})


def shapes() -> Iterator[tuple[str, str, int]]:
    """Name, text and the exit code."""
    words = "abcdefghi"
    bomb = "".join(f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]\n" for p, c in pairwise(words))
    yield "aliases of aliases", f"{HEAD}a: &a [x, x, x]\n{bomb}", 2
    yield "a hundred thousand levels", HEAD + "x: " + "[" * 100_000, 2
    yield "a hundred thousand levels of JSON", '{"openapi": "3.1.0", "x": ' + "[" * 100_000, 2
    twice = {f"A{i}": {"allOf": [ref(f"A{i + 1}"), ref(f"A{i + 1}")]} for i in range(35)}
    yield "allOf twice the next", of_schemas({**twice, "A35": {"type": "object"}}), 0
    either = {f"{c}{i}": {"oneOf": [ref(f"A{i + 1}"), ref(f"B{i + 1}")]} for i in range(30) for c in "AB"}
    yield "oneOf either of the next", of_schemas({**either, "A30": {"type": "object"}, "B30": {"type": "array"}}), 0
    group = [{"type": "object", "properties": {f"p{i}": {}}, "required": [f"p{i}"]} for i in range(20)]
    yield "a product of unions", of_schemas({"S": {"allOf": [{"oneOf": group}] * 6}}), 0
    ring = {f"A{i}": {"type": "object", "properties": {"a": ref(f"A{(i * 7 + 1) % 500}")}} for i in range(500)}
    yield "rings of references", of_schemas(ring), 0
    yield "a long enum", of_schemas({"S": {"enum": [f"v{i}" for i in range(100_000)]}}), 0
    yield "many properties", of_schemas({"S": {"properties": {f"p{i}": {"type": "string"} for i in range(5_000)}}}), 0
    yield "a long description", of_schemas({"S": {"type": "object", "description": "[*`<" * 300_000}}), 0
    patterns = ["^(a+)+$", "(" * 5_000, "a{1,1000000000}", "(a{1000}){1000}", "[", "(?=x)y"]
    texts = {f"p{i}": {"type": "string", "pattern": pattern} for i, pattern in enumerate(patterns)}
    yield "patterns that take forever", of_schemas({"S": {"type": "object", "properties": texts}}), 0
    yield "one name of many letters", of_schemas({"S": {"type": "object", "properties": {"p" * 100_000: {}}}}), 0


@pytest.mark.parametrize(("text", "code"), [pytest.param(text, code, id=name) for name, text, code in shapes()])
def test_a_hostile_shape_ends_in_seconds(text: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    arguments = ["-m", "generator", "generate", "spec.yaml", "--output", "out", "--quiet"]
    done = run(arguments, tmp_path, seconds=SECONDS, megabytes=MEGABYTES)
    assert done.code == code, done.err[-2000:]
    assert "Traceback" not in done.err
    assert "internal-error" not in done.err
    assert (tmp_path / "out").exists() == (code == 0)
