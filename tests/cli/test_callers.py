"""The changes to the SDK that `generate` reports in the terminal."""

from __future__ import annotations

import json
import tomllib

from .conftest import TINY, Place

CONFIG = 'spec = "tiny.yaml"\noutput = "out"\n'
GROWN = TINY.replace("properties: {name", "properties: {age: {type: integer}, name")
SHRUNK = TINY.replace("required: [name], properties: {name: {type: string}}", "properties: {age: {type: integer}}")


def test_generate_prints_the_changes_to_the_sdk(tiny: Place) -> None:
    assert "callers" not in tiny.run("generate", "tiny.yaml").out
    tiny.write("tiny.yaml", GROWN)
    done = tiny.run("generate", "tiny.yaml")
    assert done.out.endswith(
        "callers: 1 compatible: a minor version, from 1.0 to 1.1.0\n"
        "  compatible: model Pet: field `age` added, optional\n"
    )
    assert "callers" not in tiny.run("generate", "tiny.yaml").out


def test_generate_reports_the_changes_as_json(tiny: Place) -> None:
    assert json.loads(tiny.run("generate", "tiny.yaml", "--format", "json").out)["callers"] is None
    tiny.write("tiny.yaml", SHRUNK)
    told = json.loads(tiny.run("generate", "tiny.yaml", "--format", "json").out)["callers"]
    assert told["step"] == "major"
    assert [change["level"] for change in told["changes"]] == ["breaking", "compatible"]


def test_a_manifest_without_a_surface_gives_no_changes(tiny: Place) -> None:
    """A manifest without a surface, as earlier versions wrote it, is read and replaced."""
    from generator.diagnostics.model import Diagnostics
    from generator.emit.manifest import Manifest, read_manifest
    from generator.version import VERSION

    tiny.run("generate", "tiny.yaml", "--output", "out")
    now = read_manifest(tiny.folder / "out", VERSION, Diagnostics())
    assert now is not None
    (tiny.folder / "out/.sdkwright.json").write_text(Manifest(now.origin, now.files, now.names).text())
    tiny.write("tiny.yaml", GROWN)
    assert "callers" not in tiny.run("generate", "tiny.yaml", "--output", "out").out
    tiny.write("tiny.yaml", TINY)
    assert "callers: 1 breaking" in tiny.run("generate", "tiny.yaml", "--output", "out").out


def test_without_the_key_the_version_is_the_documents(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG)
    tiny.run("generate")
    tiny.write("tiny.yaml", GROWN.replace('"1.0"', '"3.7"'))
    tiny.run("generate")
    project = tomllib.loads((tiny.folder / "out/pyproject.toml").read_text())["project"]
    assert project["version"] == "3.7"
    assert not (tiny.folder / "out/CHANGELOG.md").exists()
