"""`sdkwright init`: the config that it writes is one that works, and it writes over nothing."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from .conftest import Changed, Place

WRITTEN = {"sdkwright.toml", ".sdkwright.schema.json"}


def test_the_config_works_as_it_is_written(tiny: Place) -> None:
    done = tiny.run("init", "tiny.yaml")
    assert (done.code, done.err) == (0, "")
    assert "Tiny API 1.0 (1 operation, 1 schema)" in done.out
    assert set(tiny.tree()) == {"tiny.yaml", *WRITTEN}
    assert tomllib.loads(tiny.tree()["sdkwright.toml"].decode()) == {
        "spec": "tiny.yaml",
        "output": "tiny-sdk",
        "package": "tiny_sdk",
        "class_name": "Tiny",
    }
    assert tiny.run("generate", "--strict").code == 0
    assert "tiny-sdk/tiny_sdk/client.py" in tiny.tree()
    assert tiny.run("check").code == 0


def test_every_key_is_shown_and_each_works_when_uncommented(tiny: Place) -> None:
    tiny.run("init", "tiny.yaml")
    text = tiny.tree()["sdkwright.toml"].decode()
    table = tomllib.loads(re.sub(r'^# (?=\[|[\w":.]+ = )', "", text, flags=re.MULTILINE))
    schema = json.loads(tiny.tree()[".sdkwright.schema.json"])
    assert table.keys() == schema["properties"].keys()
    for key, value in table.items():
        kind = {str: "string", bool: "boolean", list: "array", dict: "object"}[type(value)]
        expected = schema["properties"][key]
        assert value in expected["enum"] if "enum" in expected else kind == expected["type"], key


def test_editors_find_the_schema_beside_the_config(tiny: Place) -> None:
    tiny.run("init", "tiny.yaml")
    first = tiny.tree()["sdkwright.toml"].decode().splitlines()[0]
    assert first.startswith("#:schema ./")
    schema = json.loads(tiny.tree()[first.removeprefix("#:schema ./")])
    assert schema == json.loads(tiny.run("init", "--schema").out)


def test_the_document_is_found(place: Place, tiny: Place) -> None:
    (tiny.folder / "tiny.yaml").rename(tiny.folder / "openapi.yaml")
    assert place.run("init").code == 0
    assert b'spec = "openapi.yaml"' in place.tree()["sdkwright.toml"]


def test_a_document_elsewhere_and_a_title_that_is_hostile(changed: Changed) -> None:
    place = changed("title: Tiny API", r'title: "Tiny\u202e\n[names]\nx = 1\r \"API"')
    (place.folder / "api docs").mkdir()
    (place.folder / "tiny.yaml").rename(place.folder / "api docs/tiny.yaml")
    assert place.run("init", "api docs/tiny.yaml").code == 0
    table = tomllib.loads(place.tree()["sdkwright.toml"].decode())
    assert table["spec"] == "api docs/tiny.yaml"
    assert "names" not in table
    assert place.run("generate").code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sdkwright.toml", 'spec = "other.yaml"\n'),
        ("sdkwright.toml", "not toml ["),
        ("pyproject.toml", '[tool.sdkwright]\nspec = "other.yaml"\n'),
    ],
)
def test_a_config_that_is_there_stays(tiny: Place, name: str, text: str) -> None:
    tiny.write(name, text)
    said = tiny.refused("init", "tiny.yaml")
    assert said.startswith(f"{name}: error[config-exists]")


def test_a_link_to_nowhere_is_a_config_too(tiny: Place) -> None:
    (tiny.folder / "sdkwright.toml").symlink_to("elsewhere.toml")
    assert "error[config-exists]" in tiny.refused("init", "tiny.yaml")


def test_a_config_above_is_no_reason_to_refuse(tiny: Place) -> None:
    tiny.write("sdkwright.toml", 'spec = "tiny.yaml"\n')
    inner = Place(tiny.folder / "inner")
    inner.write("tiny.yaml", tiny.tree()["tiny.yaml"])
    assert inner.run("init", "tiny.yaml").code == 0


def test_a_broken_document(changed: Changed) -> None:
    place = changed("paths:\n", "paths:\n  /toys: {$ref: '#/nowhere'}\n")
    assert "error[dangling-ref]" in place.refused("init", "tiny.yaml")


def test_no_document_or_too_many(place: Place) -> None:
    assert "sdkwright init SPEC" in place.refused("init")
    assert "absent.yaml: error[" in place.refused("init", "absent.yaml")
    place.write("openapi.yaml", "")
    place.write("swagger.json", "")
    assert "2 files may be the OpenAPI document: openapi.yaml, swagger.json" in place.refused("init")
