"""The changes to the SDK that `generate` reports, in the terminal and in a changelog."""

from __future__ import annotations

import json
import tomllib

import pytest

from .conftest import TINY, Place

CONFIG = 'spec = "tiny.yaml"\noutput = "out"\nchangelog = true\n'
GROWN = TINY.replace("properties: {name", "properties: {age: {type: integer}, name")
SHRUNK = TINY.replace("required: [name], properties: {name: {type: string}}", "properties: {age: {type: integer}}")


@pytest.fixture
def kept(tiny: Place) -> Place:
    """A place with an output of which a changelog is kept."""
    tiny.write("sdkwright.toml", CONFIG)
    assert tiny.run("generate").code == 0
    return tiny


def version(place: Place) -> str:
    project = tomllib.loads((place.folder / "out/pyproject.toml").read_text())["project"]
    return str(project["version"])


def changelog(place: Place) -> str:
    return (place.folder / "out/CHANGELOG.md").read_bytes().decode()


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


def test_the_changelog_gets_an_entry_and_the_version_rises(kept: Place) -> None:
    assert version(kept) == "1.0"
    assert not (kept.folder / "out/CHANGELOG.md").exists()
    kept.write("tiny.yaml", GROWN)
    assert kept.run("check").code == 1
    assert kept.run("generate").code == 0
    assert version(kept) == "1.1.0"
    first = "## 1.1.0\n\n### Compatible\n\n- model `Pet`: field `age` added, optional\n"
    assert changelog(kept) == f"# Changelog\n\n{first}"
    kept.write("tiny.yaml", SHRUNK)
    assert kept.run("generate").code == 0
    assert version(kept) == "2.0.0"
    assert (
        changelog(kept) == f"# Changelog\n\n## 2.0.0\n\n### Breaking\n\n- model `Pet`: field `name` removed\n\n{first}"
    )


def test_again_changes_neither_version_nor_changelog(kept: Place) -> None:
    kept.write("tiny.yaml", GROWN)
    kept.run("generate")
    before = kept.tree()
    assert kept.run("generate").code == 0
    assert kept.run("check").code == 0
    assert kept.tree() == before


def test_the_changelog_is_a_persons(kept: Place) -> None:
    """Its content is kept byte for byte, line ends included, and the file is kept by the next run."""
    kept.write("out/CHANGELOG.md", "# News\r\n\r\nOurs.\r\n\r\n## 0.9\r\n\r\n- first\r\n")
    assert kept.run("check").code == 0
    kept.write("tiny.yaml", GROWN)
    assert kept.run("generate").code == 0
    entry = "## 1.1.0\r\n\r\n### Compatible\r\n\r\n- model `Pet`: field `age` added, optional\r\n"
    assert changelog(kept) == f"# News\r\n\r\nOurs.\r\n\r\n{entry}\r\n## 0.9\r\n\r\n- first\r\n"


def test_a_changelog_that_cannot_be_read(kept: Place) -> None:
    kept.write("out/CHANGELOG.md", b"\xff\xfe")
    kept.write("tiny.yaml", GROWN)
    assert "error[changelog-invalid]: the changelog is not UTF-8" in kept.refused("generate")
    (kept.folder / "out/CHANGELOG.md").unlink()
    (kept.folder / "out/CHANGELOG.md").symlink_to("../tiny.yaml")
    assert "error[changelog-invalid]" in kept.refused("generate")


def test_without_the_key_the_version_is_the_documents(tiny: Place) -> None:
    tiny.write("sdkwright.toml", CONFIG.replace("true", "false"))
    tiny.run("generate")
    tiny.write("tiny.yaml", GROWN.replace('"1.0"', '"3.7"'))
    tiny.run("generate")
    assert version(tiny) == "3.7"
    assert not (tiny.folder / "out/CHANGELOG.md").exists()
