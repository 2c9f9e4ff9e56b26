"""The index of a package with many models: one line a module for type checkers, and a table of names."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import jedi
import pytest

from tests.generated.small_sdk import generate
from tests.types.checkers import check

_COUNT = 450


def document() -> str:
    things = range(1, _COUNT)
    refs = {f"part{number}": {"$ref": f"#/components/schemas/Thing{number}"} for number in things}
    schemas = {f"Thing{number}": {"type": "object", "properties": {f"n{number}": {}}} for number in things}
    schemas["Thing0"] = {"type": "object", "properties": {**refs, "name": {"type": "string"}}}
    first = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing0"}}}
    operation = {"tags": ["things"], "responses": {"200": {"description": "Ok.", "content": first}}}
    operation["requestBody"] = {"content": first}
    info = {"title": "Things", "version": "1"}
    paths = {"/things": {"post": {"operationId": "createThing", **operation}}}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(document(), tmp_path_factory.mktemp("things"))


@pytest.mark.parametrize("part", ["models", "params"])
def test_the_index_is_short(package: Path, part: str) -> None:
    assert len((package / part / "__init__.py").read_text(encoding="utf-8").splitlines()) < _COUNT / 3


def test_names_are_imported(package: Path) -> None:
    models = importlib.import_module(f"{package.name}.models")
    assert models.Thing7.__module__.startswith(f"{package.name}.models.")
    assert {f"Thing{number}" for number in range(_COUNT)} <= set(dir(models))
    with pytest.raises(AttributeError):
        models.Thing9999  # noqa: B018 (the access is what is tested)


@pytest.mark.parametrize(("program", "name"), [("models.Thing44", "Thing448"), ("params.Thing44", "Thing448Param")])
def test_editors_complete_them(package: Path, program: str, name: str) -> None:
    script = jedi.Script(f"from {package.name} import models, params\n{program}", project=jedi.Project(package.parent))
    assert name in [found.name for found in script.complete()]


@pytest.mark.slow
def test_type_checkers_see_them(package: Path, tmp_path: Path) -> None:
    use = tmp_path / "use.py"
    use.write_text(
        f"from {package.name} import models, params\nfrom {package.name}.models import Thing7\n\n\n"
        f"def parts(thing: models.Thing0, given: params.Thing0Param) -> tuple[models.Thing7 | None, str | None]:\n"
        "    found: Thing7 | None = thing.part7\n"
        '    return found, given.get("name")\n'
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f"from {package.name} import models\n\nnumber: int = models.Thing0().name\n")
    found = check([package / "models", package / "params", use, wrong], [package.parent], tmp_path)
    assert {checker: [finding.file.name for finding in each] for checker, each in found.items()} == {
        "mypy": ["wrong.py"],
        "pyright": ["wrong.py"],
    }


def shared_document() -> str:
    """A document of 150 resources, each with a module of models, that all use one schema."""
    schemas = {"Reference": {"type": "string", "pattern": "^[a-z]+$"}}
    paths = {}
    for number in range(150):
        parts = {f"Zone{number}Part{part}": {"type": "object", "properties": {f"n{part}": {}}} for part in range(4)}
        refs = {name.lower(): {"$ref": f"#/components/schemas/{name}"} for name in (*parts, "Reference")}
        schemas |= {**parts, f"Zone{number}": {"type": "object", "required": ["reference"], "properties": refs}}
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/Zone{number}"}}}
        operation = {"tags": [f"zone{number}"], "responses": {"200": {"description": "Ok.", "content": content}}}
        paths[f"/zone{number}"] = {"get": {"operationId": f"getZone{number}", **operation}}
    info = {"title": "Zones", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


@pytest.mark.slow
def test_type_checkers_see_a_name_that_many_modules_import(tmp_path: Path) -> None:
    folder = tmp_path / "zones"
    folder.mkdir()
    package = generate(shared_document(), folder)
    use = tmp_path / "use.py"
    use.write_text(
        f"from {package.name} import models\n\n\n"
        "def reference(zone: models.Zone7, other: models.Reference) -> models.Reference:\n"
        "    return zone.reference + other\n"
    )
    assert check([use], [package.parent], tmp_path) == {"mypy": [], "pyright": []}
