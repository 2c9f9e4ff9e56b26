"""Keys of typed dicts are written once: keywords are derived from the body, and from a key that many methods have."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from tests.generated.small_sdk import generate
from tests.types.checkers import check


def document() -> str:
    """25 lists with the same query parameters, one with its own `page`, and methods with bodies."""
    limit = {"name": "limit", "in": "query", "description": "How many.", "schema": {"type": "integer"}}
    zone = {"name": "zone", "in": "query", "required": True, "schema": {"$ref": "#/components/schemas/Zone"}}
    done: dict[str, Any] = {"responses": {"204": {"description": "Done."}}}
    paths: dict[str, Any] = {
        f"/things{number}": {"get": {"operationId": f"list{number}", "parameters": [limit, zone], **done}}
        for number in range(25)
    }
    own = {**limit, "description": "How many of these."}
    paths["/others"] = {"get": {"operationId": "others", "parameters": [own], **done}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Limit"}}}
    for verb, required in (("put", True), ("patch", False)):
        body = {"required": required, "content": content}
        paths["/others"][verb] = {
            "operationId": f"{verb}Other", "parameters": [limit], "requestBody": body, **done
        }  # fmt: skip
    schemas = {
        "Zone": {"type": "string", "enum": ["a", "b"]},
        "Limit": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "at": {}}},
    }
    info = {"title": "Keys", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(document(), tmp_path_factory.mktemp("keys"))


def test_a_key_of_many_methods_is_written_once(package: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (package / "params").glob("*.py")}
    written = [name for name, text in texts.items() if "limit: int\n" in text]
    assert sorted(written) == ["common", "others"]  # `others` has a description of its own
    assert "class Things3GetParams(LimitParams, ZoneParams, total=False):" in texts["things3"]
    assert "import models" not in texts["things3"]


def test_keywords_are_derived_from_an_equal_body(package: Path) -> None:
    text = (package / "params" / "others.py").read_text(encoding="utf-8")
    assert "class OthersReplaceParams(LimitParam, LimitParams, total=False):" in text
    # An optional body makes its keys optional, so they differ from those of the body.
    assert "class OthersUpdateParams(LimitParams, total=False):" in text
    assert (text.count("name: str\n"), text.count("name: Required[str]\n")) == (1, 1)


def test_a_name_of_the_document_is_not_taken(tmp_path: Path) -> None:
    names = {"params:GET /things1": "LimitParams"}
    package = generate(document().replace("Keys", "Other keys"), tmp_path, names=names)
    common = (package / "params" / "common.py").read_text(encoding="utf-8")
    assert "class LimitKeywordParams(TypedDict, total=False):" in common
    assert "class LimitParams(LimitKeywordParams, ZoneParams" in (package / "params" / "things1.py").read_text()


def test_hints_of_all_keys_resolve(package: Path) -> None:
    params = importlib.import_module(f"{package.name}.params")
    assert get_type_hints(params.OthersGetParams) == {"limit": int}
    assert list(get_type_hints(params.Things0GetParams)) == ["limit", "zone"]
    assert list(get_type_hints(params.OthersReplaceParams)) == ["name", "at", "limit"]


@pytest.mark.slow
def test_type_checkers_know_all_keywords(package: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    head = f"from {package.name} import Keys\n\nclient = Keys()\n"
    right.write_text(f'{head}client.others.replace(name="a", at=1, limit=3)\nclient.things0.get(zone="a", limit=3)\n')
    wrong.write_text(f'{head}client.others.replace(at=1)\nclient.things0.get(zone="a", limit="b")\n')
    found = check([package / "params", package / "resources", right, wrong], [package.parent], tmp_path)
    assert {checker: [(each.file.name, each.line) for each in findings] for checker, findings in found.items()} == {
        "mypy": [("wrong.py", 4), ("wrong.py", 5)],
        "pyright": [("wrong.py", 4), ("wrong.py", 5)],
    }
