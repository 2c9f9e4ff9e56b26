"""A status whose error bodies are many and differ: each operation reads its own."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.generated.small_sdk import generate
from tests.support.loopback_server import LoopbackServer, Request, Response
from tests.types.checkers import check


def document(count: int, title: str) -> str:
    """A document in which `GET /things/N` has a body of its own for the status 404, and all one body for 409."""
    twice = {"type": "object", "properties": {"twice": {"type": "boolean"}}}
    paths: dict[str, Any] = {}
    for number in range(count):
        properties = {"code": {"type": "integer"}, f"reason_{number}": {"type": "string"}}
        bodies = {"404": {"type": "object", "required": ["code"], "properties": properties}, "409": twice}
        responses: dict[str, Any] = {
            status: {"description": "No.", "content": {"application/json": {"schema": schema}}}
            for status, schema in bodies.items()
        }
        responses["204"] = {"description": "Ok."}
        operation = {"operationId": f"getThing{number}", "responses": responses, "x-speakeasy-group": "things"}
        operation["x-speakeasy-name-override"] = f"get{number}"
        paths[f"/things/{number}"] = {"get": operation}
    return json.dumps({"openapi": "3.1.0", "info": {"title": title, "version": "1"}, "paths": paths})


class _Refusing(LoopbackServer):
    def respond(self, request: Request) -> Response:
        number = request.target.rpartition("/")[2]
        body = json.dumps({"code": 7, f"reason_{number}": "gone"}).encode()
        return Response(404, "application/json", body)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(document(60, "Refusals"), tmp_path_factory.mktemp("refusals"))


def test_each_operation_reads_its_own_error_body(package: Path) -> None:
    sdk = importlib.import_module(package.name)
    with _Refusing() as server, sdk.Refusals(base_url=server.origin) as client:
        for number in (3, 11):
            with pytest.raises(sdk.errors.NotFoundError) as caught:
                getattr(client.things, f"get{number}")()
            data = caught.value.data
            assert isinstance(data, getattr(sdk.models, f"GetThing{number}Response404"))
            assert (data.code, getattr(data, f"reason_{number}")) == (7, "gone")


def test_async_calls_read_it_too(package: Path) -> None:
    sdk = importlib.import_module(package.name)

    async def call(origin: str) -> Any:
        async with sdk.AsyncRefusals(base_url=origin) as client:
            with pytest.raises(sdk.errors.NotFoundError) as caught:
                await client.things.get5()
            return caught.value.data

    with _Refusing() as server:
        assert asyncio.run(call(server.origin)).reason_5 == "gone"


def test_the_first_error_builds_one_model(package: Path) -> None:
    program = f"""
import sys
import {package.name} as sdk
try:
    with sdk.Refusals(base_url=sys.argv[1]) as client:
        client.things.get2()
except sdk.errors.NotFoundError:
    from {package.name}._runtime.models import Model
    print(sorted(cls.__name__ for cls in Model.__subclasses__() if cls.__module__.startswith("{package.name}.models")))
"""
    with _Refusing() as server:
        done = subprocess.run(
            [sys.executable, "-c", program, server.origin],
            cwd=package.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == "['GetThing2Response404']\n", done.stderr


@pytest.mark.slow
def test_type_checkers_pass_a_thousand_error_bodies(tmp_path: Path) -> None:
    package = generate(document(1000, "Thousands"), tmp_path)
    errors = (package / "errors.py").read_text(encoding="utf-8")
    assert "data: Model | None" in errors
    assert len(errors.splitlines()) < 150
    use = tmp_path / "use.py"
    use.write_text(
        f"from {package.name} import errors, models\n\n\n"
        "def reason(error: errors.NotFoundError) -> str | None:\n"
        "    data = error.data\n"
        "    return data.reason_7 if isinstance(data, models.GetThing7Response404) else None\n"
    )
    found = check([package / "errors.py", use], [tmp_path], tmp_path)
    assert found == {"mypy": [], "pyright": []}


def test_errors_without_a_class_of_their_own_import_no_model(tmp_path: Path) -> None:
    with_defaults = document(60, "Defaults").replace('"404"', '"default"')
    package = generate(with_defaults, tmp_path)
    assert "class NotFoundError" not in (package / "errors.py").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F401", str(package / "errors.py")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_a_body_that_may_be_null_says_so_once(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": {"type": ["string", "null"]}}}, "description": "No."}
    get = {"operationId": "things.get", "responses": {"204": {"description": "Ok."}, "409": body}}
    paths = {"/things": {"get": get}}
    text = json.dumps({"openapi": "3.1.0", "info": {"title": "Nulls", "version": "1"}, "paths": paths})
    package = generate(text, tmp_path)
    assert "    data: str | None\n" in (package / "errors.py").read_text(encoding="utf-8")
