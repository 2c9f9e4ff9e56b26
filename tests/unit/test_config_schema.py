"""The JSON Schema of the config, and its committed copy."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from generator.config.options import Options
from generator.config.schema import config_schema

COMMITTED = Path(__file__).parents[2] / "docs/sdkwright.schema.json"


def test_the_committed_schema_is_the_one_of_the_config() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == config_schema(), "regenerate it: sdkwright init --schema > docs/sdkwright.schema.json"


def test_every_key_has_a_description() -> None:
    properties = config_schema()["properties"]
    assert list(properties) == [key.name for key in fields(Options)]
    assert [key for key, schema in properties.items() if not schema["description"].endswith((".", "`"))] == []


def test_the_types_of_keys() -> None:
    properties = config_schema()["properties"]
    assert properties["spec"]["type"] == "string"
    assert properties["models"]["enum"] == ["templates", "datamodel-code-generator"]
    assert properties["changelog"] | {"description": ""} == {"description": "", "type": "boolean", "default": False}
    assert properties["names"]["additionalProperties"] == {"type": "string"}
    assert properties["keep"]["items"] == {"type": "string"}
