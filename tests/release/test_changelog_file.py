"""The changelog belongs to the user: hand-written text, damage, and the form of earlier versions."""

from __future__ import annotations

import shutil

import pytest

from tests.release.conftest import ADDED, CONFIG, DATE, GROWN, SHRUNK, Sdk

OURS = "# News\r\n\r\nOurs.\r\n\r\n## 0.9\r\n\r\n- first\r\n\r\n```\r\n## Unreleased\r\n```"


def test_text_of_other_parts_stays_byte_for_byte(released: Sdk) -> None:
    released.write("out/CHANGELOG.md", OURS)
    assert released.run("check").code == 0
    released.generate(GROWN)
    part = f"## Unreleased\n\n{ADDED}\n".replace("\n", "\r\n")
    assert released.changelog == OURS.replace("## 0.9", f"{part}## 0.9")
    released.release()
    assert released.changelog == OURS.replace("## 0.9", part.replace("Unreleased", f"1.1.0 - {DATE}") + "## 0.9")


def test_notes_in_the_part_unreleased_are_released_with_it(released: Sdk) -> None:
    start, first = "# Changelog\n\n", released.changelog.removeprefix("# Changelog\n\n")
    released.write(
        "out/CHANGELOG.md", f"{start}## [Unreleased]\n\nThanks to all.\n\n### Security\n\n- a fix\n\n{first}"
    )
    released.generate(GROWN)
    notes = "Thanks to all.\n\n### Security\n\n- a fix\n"
    assert released.changelog == f"{start}## [Unreleased]\n\n{notes}\n{ADDED}\n{first}"
    released.generate(SHRUNK)
    released.generate(GROWN)
    assert released.changelog == f"{start}## [Unreleased]\n\n{notes}\n{ADDED}\n{first}"
    released.release()
    assert released.changelog == f"{start}## [1.1.0] - {DATE}\n\n{notes}\n{ADDED}\n{first}"


def test_notes_alone_are_a_patch(released: Sdk) -> None:
    first = released.changelog.removeprefix("# Changelog\n\n")
    released.write("out/CHANGELOG.md", f"# Changelog\n\n## Unreleased\n\n- a helper module\n\n{first}")
    released.generate()
    released.release()
    assert released.version == "1.0.1"
    assert released.changelog == f"# Changelog\n\n## 1.0.1 - {DATE}\n\n- a helper module\n\n{first}"
    assert released.release().out == "nothing to release\n"


def test_edits_of_the_generated_lists_are_reported(released: Sdk) -> None:
    released.generate(GROWN)
    released.write("out/CHANGELOG.md", released.changelog.replace("added, optional", "is new"))
    checked = released.run("check")
    assert checked.code == 1
    assert "the part Unreleased of the changelog is out of date" in checked.out
    assert "error[hand-edited]" in released.refused("generate", "--keep-edits")
    done = released.run("generate")
    assert "CHANGELOG.md: warning[hand-edited]: the lists in the part Unreleased were edited" in done.err
    assert ADDED in released.changelog
    assert released.run("check").code == 0


def test_a_changelog_that_was_removed_is_written_again(released: Sdk) -> None:
    released.generate(GROWN)
    (released.folder / "out/CHANGELOG.md").unlink()
    assert released.run("check").code == 1
    released.generate()
    assert released.changelog == f"# Changelog\n\n## Unreleased\n\n{ADDED}"


@pytest.mark.parametrize("command", ["generate", "release", "check"])
def test_a_changelog_that_cannot_be_read(released: Sdk, command: str) -> None:
    released.generate(GROWN)
    text, path = released.changelog, released.folder / "out/CHANGELOG.md"
    path.write_bytes(b"\xff\xfe")
    assert "error[changelog-invalid]: the changelog is not UTF-8" in released.refused(command)
    path.write_text(f"{text}\n## [Unreleased]\n")
    assert "CHANGELOG.md:13:1: error[changelog-invalid]: the changelog has two parts" in released.refused(command)
    path.unlink()
    path.symlink_to("../tiny.yaml")
    assert "error[changelog-invalid]: the changelog is not a regular file" in released.refused(command)


def _with_earlier_form(sdk: Sdk, version: str) -> None:
    """Give the output the form of sdkwright 0.1: an SDK of this version, and no release in the manifest."""
    from dataclasses import replace

    from generator.diagnostics.model import Diagnostics
    from generator.emit.manifest import read_manifest
    from generator.version import VERSION

    now = read_manifest(sdk.folder / "out", VERSION, Diagnostics())
    assert now is not None
    old = replace(now, released={}, api={**now.api, "version": version})
    sdk.write("out/.sdkwright.json", old.text())


def test_the_last_version_of_an_earlier_form_counts_as_released(sdk: Sdk) -> None:
    _with_earlier_form(sdk, "1.1.0")
    entry = "## 1.1.0\n\n### Compatible\n\n- model `Pet`: field `name` added, optional\n"
    sdk.write("out/CHANGELOG.md", f"# Changelog\n\n{entry}")
    sdk.generate(GROWN)
    assert sdk.version == "1.1.0"
    assert sdk.changelog == f"# Changelog\n\n## Unreleased\n\n{ADDED}\n{entry}"
    sdk.release()
    assert sdk.changelog == f"# Changelog\n\n## 1.2.0 - {DATE}\n\n{ADDED}\n{entry}"


def test_an_earlier_version_above_the_documents_counts_without_a_changelog(sdk: Sdk) -> None:
    _with_earlier_form(sdk, "1.1.0")
    (sdk.folder / "out/CHANGELOG.md").unlink()
    sdk.generate(GROWN)
    assert sdk.version == "1.1.0"


def test_an_output_that_kept_no_changelog_has_no_release(sdk: Sdk) -> None:
    (sdk.folder / "out/CHANGELOG.md").unlink()
    sdk.write("sdkwright.toml", CONFIG.replace("true", "false"))
    sdk.generate()
    assert "released" not in sdk.manifest
    sdk.write("sdkwright.toml", CONFIG)
    sdk.generate(GROWN)
    assert sdk.changelog == "# Changelog\n\n## Unreleased\n\nFirst release.\n"
    assert sdk.manifest["released"] == {"version": ""}


@pytest.mark.parametrize(("part", "version"), [("## [v1.4.0] - 2025-01-01", "1.4.1"), ("## 0.9", "1.0")])
def test_an_output_without_a_manifest_goes_on_from_the_newest_version(sdk: Sdk, part: str, version: str) -> None:
    """As after `generate` into a folder that was removed, with the changelog restored from version control."""
    shutil.rmtree(sdk.folder / "out")
    sdk.write("out/CHANGELOG.md", f"# Changelog\n\n## Plans\n\nMore.\n\n{part}\n\nOurs.\n")
    sdk.generate()
    sdk.release()
    assert sdk.version == version
    assert sdk.changelog.endswith(f"{part}\n\nOurs.\n")
