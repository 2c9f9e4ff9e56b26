"""`sdkwright release`: versions count releases, and the changelog has what changed since the last one."""

from __future__ import annotations

import datetime
import json

import pytest

from tests.cli.conftest import TINY
from tests.release.conftest import ADDED, CONFIG, DATE, GROWN, SHRUNK, Sdk

FIRST = f"## 1.0 - {DATE}\n\nFirst release.\n"


def test_the_first_release_has_the_documents_version(sdk: Sdk) -> None:
    assert sdk.changelog == "# Changelog\n\n## Unreleased\n\nFirst release.\n"
    sdk.generate(TINY.replace('"1.0"', '"0.3.0"'))
    assert sdk.version == "0.3.0"
    assert sdk.release().out == "released 0.3.0: first release\nchangelog: out/CHANGELOG.md\n"
    assert sdk.changelog == f"# Changelog\n\n## 0.3.0 - {DATE}\n\nFirst release.\n"
    sdk.generate(TINY.replace('"1.0"', '"7.0.0"'))
    assert sdk.version == "0.3.0"


def test_the_first_version_of_a_document_without_one(sdk: Sdk) -> None:
    sdk.generate(TINY.replace('"1.0"', '""'))
    assert sdk.release("--dry-run").out.startswith("would release 0.1.0")
    sdk.release("--version", "0.0.1")
    assert sdk.version == "0.0.1"


def test_runs_rewrite_the_part_unreleased_and_only_a_release_raises_the_version(released: Sdk) -> None:
    released.generate(GROWN)
    assert released.version == "1.0"
    assert released.changelog == f"# Changelog\n\n## Unreleased\n\n{ADDED}\n{FIRST}"
    released.generate(SHRUNK)
    changes = (
        "### Breaking\n\n- model `Pet`: field `name` removed\n\n"
        "### Compatible\n\n- model `Pet`: field `age` added, optional\n"
    )
    assert released.changelog == f"# Changelog\n\n## Unreleased\n\n{changes}\n{FIRST}"
    assert released.version == "1.0"
    assert released.release().out.startswith("released 2.0.0: 1 breaking, 1 compatible since 1.0\n")
    assert released.version == "2.0.0"
    assert released.changelog == f"# Changelog\n\n## 2.0.0 - {DATE}\n\n{changes}\n{FIRST}"


def test_a_second_release_has_nothing_to_do(released: Sdk) -> None:
    released.generate(GROWN)
    released.release()
    before = released.tree()
    assert released.release().out == "nothing to release\n"
    assert released.release("--version", "1.1.0").out == "nothing to release\n"
    released.generate()
    assert released.tree() == before


def test_a_change_that_is_undone_leaves_no_trace(released: Sdk) -> None:
    before = released.tree()
    released.generate(SHRUNK)
    released.generate(TINY)
    assert released.tree() == before
    assert released.release().out == "nothing to release\n"


@pytest.mark.parametrize(
    ("last", "document", "next_version"),
    [("0.4.1", GROWN, "0.4.2"), ("0.4.1", SHRUNK, "0.5.0"), ("1.4.1", GROWN, "1.5.0"), ("1.4.1", SHRUNK, "2.0.0")],
)
def test_the_version_that_the_changes_ask_for(sdk: Sdk, last: str, document: str, next_version: str) -> None:
    sdk.release("--version", last)
    sdk.generate(document)
    sdk.release()
    assert sdk.version == next_version


def test_code_that_changes_without_a_change_for_callers_is_a_patch(released: Sdk) -> None:
    released.write("sdkwright.toml", f"{CONFIG}[project]\nkeywords = ['zoo']\n")
    released.generate()
    assert "### Other\n\n- the code or the pages of the SDK changed" in released.changelog
    released.release()
    assert released.version == "1.0.1"


def test_the_version_may_be_given(released: Sdk) -> None:
    released.generate(SHRUNK)
    released.release("--version", "2.0.0rc1")
    assert released.version == "2.0.0rc1"
    released.generate(TINY)
    released.release()
    assert released.version == "2.0.0"


def test_a_version_without_a_change(released: Sdk) -> None:
    released.release("--version", "3.0.0")
    assert released.changelog == f"# Changelog\n\n## 3.0.0 - {DATE}\n\nNo change for callers.\n\n{FIRST}"


def test_a_version_that_is_too_low_for_the_changes_is_a_warning(released: Sdk) -> None:
    released.generate(SHRUNK)
    assert "warning[low-version]" in released.refused("release", "--version", "1.0.1", "--strict")
    assert "the changes ask for 2.0.0" in released.release("--version", "1.0.1").err


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.0", "1.0 does not follow 1.0, the last release"),
        ("1.0.0rc1", "1.0.0rc1 does not follow 1.0"),
        ("0.9", "0.9 does not follow 1.0"),
        ("two", "`two` is not a version"),
        ("1.1.0+local", "`1.1.0+local` is not a version"),
        ("1.5.0", "the changelog has a part for 1.5.0 already"),
    ],
)
def test_a_version_that_cannot_follow(released: Sdk, version: str, message: str) -> None:
    released.generate(GROWN)
    text = released.changelog
    released.write("out/CHANGELOG.md", f"{text}\n## [1.5.0] - soon\n\nA draft.\n")
    assert f"error[bad-version]: {message}" in released.refused("release", "--version", version)


def test_an_sdk_that_is_not_up_to_date_is_not_released(released: Sdk) -> None:
    released.write("tiny.yaml", GROWN)
    assert "error[release-drift]" in released.refused("release")
    released.generate()
    released.write("out/tiny_sdk/client.py", "# mine\n")
    assert "error[release-drift]" in released.refused("release")


def test_without_a_changelog_there_is_no_release(sdk: Sdk) -> None:
    sdk.write("sdkwright.toml", CONFIG.replace("true", "false"))
    assert "sdkwright.toml: error[changelog-off]" in sdk.refused("release")


def test_a_dry_run_writes_nothing(released: Sdk) -> None:
    released.generate(GROWN)
    before = released.tree()
    assert released.release("--dry-run").out.startswith("would release 1.1.0: 1 compatible since 1.0\n")
    assert released.tree() == before


def test_the_date(sdk: Sdk) -> None:
    assert "error[wrong-value]: --date: invalid date `20260131`" in sdk.refused("release", "--date", "20260131")
    assert "invalid date `2026-02-30`" in sdk.refused("release", "--date", "2026-02-30")
    done = sdk.run("release", environment={"SOURCE_DATE_EPOCH": "86400"})
    assert done.code == 0
    assert "## 1.0 - 1970-01-02\n" in sdk.changelog
    assert sdk.run("release", environment={"SOURCE_DATE_EPOCH": "soon"}).code == 2
    sdk.generate(GROWN)
    days = {datetime.datetime.now(datetime.UTC).date().isoformat()}
    assert sdk.run("release").code == 0
    days.add(datetime.datetime.now(datetime.UTC).date().isoformat())
    assert any(f"## 1.1.0 - {day}\n" in sdk.changelog for day in days)


def test_a_release_as_json(released: Sdk) -> None:
    released.generate(GROWN)
    data = json.loads(released.release("--format", "json").out)
    assert (data["released"], data["before"], data["date"]) == ("1.1.0", "1.0", DATE)
    assert [change["level"] for change in data["changes"]] == ["compatible"]
    assert json.loads(released.release("--format", "json").out)["released"] is None


def test_generate_reports_what_a_release_would_contain(released: Sdk) -> None:
    released.write("tiny.yaml", GROWN)
    assert "unreleased: 1 compatible since 1.0: a minor version, 1.1.0\n" in released.run("generate").out
    data = json.loads(released.run("generate", "--format", "json").out)
    assert data["callers"]["changes"] == []
    assert data["unreleased"]["version"] == {"old": "1.0", "new": "1.1.0"}


def test_the_manifest_holds_only_what_differs_from_the_release(released: Sdk) -> None:
    assert released.manifest["released"].keys() == {"version", "files"}
    released.generate(GROWN)
    assert released.manifest["released"].keys() == {"version", "files", "model Pet"}
    released.generate(TINY.replace("/pets/{id}", "/cats/{id}"))
    assert released.manifest["released"]["method cats.get"] is None
    released.release()
    assert released.manifest["released"].keys() == {"version", "files"}


def test_a_dry_run_of_generate_names_the_changelog(released: Sdk) -> None:
    released.write("tiny.yaml", GROWN)
    assert "change: CHANGELOG.md\n" in released.run("generate", "--dry-run").out
    assert "Unreleased" not in released.changelog
