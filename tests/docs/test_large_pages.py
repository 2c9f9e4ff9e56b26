"""Pages of a large API: none is long, every operation and model is on one, and links lead there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from test_pages import broken, pages_of

from generator.targets.python.pages.links import addresses

LIMIT: Final = 100_000
COUNT: Final = 260


def document() -> dict[str, Any]:
    """260 operations of a resource and a few of one below it, 180 models in one module, and errors."""
    text = "Says what it does in a sentence that is as long as such sentences are. " * 4
    fields = {f"field_{number}": {"type": "string", "description": text} for number in range(12)}
    schemas = {f"Thing{number}": {"type": "object", "properties": fields} for number in range(180)}
    schemas["Problem"] = {"type": "object", "properties": {"message": {"type": "string"}}}
    problem = {
        "description": text,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    paths: dict[str, Any] = {}
    for number in range(COUNT):
        path = f"/things/sub/{number}/{{id}}" if number % 50 == 0 else f"/things/{number}/{{id}}"
        schema = {"$ref": f"#/components/schemas/Thing{number % 180}"}
        paths[path] = {
            "get": {
                "operationId": f"read_number_{number}",
                "x-fern-sdk-group-name": ["things", "sub"] if number % 50 == 0 else ["things"],
                "x-fern-sdk-method-name": f"read_number_{number}",
                "description": text,
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": text}
                ],
                "responses": {
                    "200": {"description": "found", "content": {"application/json": {"schema": schema}}},
                    "404": problem,
                },
            }
        }
    info = {"title": "Large", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("large")
    (folder / "openapi.json").write_text(json.dumps(document()), encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        return pages_of(folder / "openapi.json", folder, monkeypatch)


def test_no_page_is_long(large: dict[str, str]) -> None:
    assert sum(len(text) for text in large.values()) > 5 * LIMIT
    assert {path: len(text) for path, text in large.items() if len(text.encode()) > LIMIT} == {}


def test_links_lead_to_the_part_that_has_their_goal(large: dict[str, str]) -> None:
    assert list(broken(large)) == []
    (link,) = re.findall(r"\(([^)]*#thingsread_number_259)\)", large["docs/things.md"])
    assert re.fullmatch(r"things-\d+\.md#thingsread_number_259", link)


def test_every_operation_is_on_one_page(large: dict[str, str]) -> None:
    found = [
        (title, path) for path, text in large.items() for title in re.findall(r"(?m)^## `(things\S+read\S+)`$", text)
    ]
    assert len({title for title, _ in found}) == len(found) == COUNT
    assert {path for _, path in found} >= {"docs/things-1.md", "docs/things-2.md", "docs/things/sub.md"}
    assert not any(path == "docs/things.md" for _, path in found)


def test_the_index_has_what_all_methods_share(large: dict[str, str]) -> None:
    index, part = large["docs/things.md"], large["docs/things-1.md"]
    for heading in ("## Async", "## Options", "## Catching errors"):
        assert heading in index
        assert heading not in part
    assert part.splitlines()[2].startswith("# Things, part 1 of ")
    assert "[All methods](things.md)" in part
    assert "](things.md#options)" in part


def test_every_model_is_on_one_page(large: dict[str, str]) -> None:
    headings = re.findall(r"(?m)^## (Thing\d+)$", "\n".join(large.values()))
    assert len(set(headings)) == len(headings) == 180
    pages = [path.removeprefix("docs/") for path in large if path.startswith("docs/models/")]
    assert pages
    assert all(f"({path})" in large["docs/models.md"] for path in pages)


def test_the_models_of_a_long_module_are_on_several_pages() -> None:
    found = addresses([("a", "A", "big", 60_000), ("b", "B", "big", 50_000), ("c", "C", "big", 10), ("d", "D", "x", 5)])
    assert found.pages == {"models/big-1": ("a",), "models/big-2": ("b", "c"), "models/x": ("d",)}
    assert found.model("c", "models/big-1") == "big-2.md#c"
    assert found.model("c", "models/big-2") == "#c"


def test_a_small_api_has_one_page_of_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = document()
    found["paths"] = dict(list(found["paths"].items())[:5])
    (tmp_path / "openapi.json").write_text(json.dumps(found), encoding="utf-8")
    pages = pages_of(tmp_path / "openapi.json", tmp_path, monkeypatch)
    assert "## Thing1" in pages["docs/models.md"]
    assert "## `things.read_number_1`" in pages["docs/things.md"]
    assert list(broken(pages)) == []
