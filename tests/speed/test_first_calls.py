"""The first call of an operation of a large API builds the models that it reaches and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generated.small_sdk import generate
from tests.speed.first_calls import FirstCall, first_calls


def document() -> str:
    """Sixty operations in three resources: each has an own model, shares one with two others, and one with all."""
    schemas: dict[str, Any] = {"Meta": {"type": "object", "properties": {"id": {"type": "string"}}}}
    paths: dict[str, Any] = {}
    for number in range(60):
        shared = f"Shared{number // 3}"
        meta, part = {"$ref": "#/components/schemas/Meta"}, {"$ref": f"#/components/schemas/{shared}"}
        schemas[shared] = {"type": "object", "properties": {"meta": meta}}
        inner = {"type": "object", "properties": {f"part_{number}": {"type": "string"}}}
        schemas[f"Own{number}"] = {"type": "object", "properties": {"shared": part, "inner": inner}}
        own = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/Own{number}"}}}}
        operation = {"x-speakeasy-group": f"group{number % 3}", "x-speakeasy-name-override": f"call{number}"}
        paths[f"/things/{number}"] = {
            "post": {**operation, "operationId": f"op{number}", "responses": {"200": {"description": "Ok.", **own}}}
        }
    info = {"title": "Touches", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(document(), tmp_path_factory.mktemp("touches"))


@pytest.fixture(scope="module")
def calls(package: Path) -> list[FirstCall]:
    return list(first_calls(package.name))


def test_each_operation_builds_what_it_reaches(calls: list[FirstCall]) -> None:
    assert len(calls) == 60
    assert {(call.built, call.reached) for call in calls} == {(4, 4)}


def test_no_module_is_named_others(package: Path) -> None:
    names = {path.stem for path in (package / "models").glob("*.py")}
    assert "others" not in names
    assert {"own0", "shared0", "meta"} <= names
