"""The config: search, validation and precedence."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.options import Options
from generator.config.settings import Settings, settle
from generator.diagnostics.model import Diagnostic, Diagnostics, Failed

NOTHING = Options()


def settled(folder: Path, asked: Options = NOTHING, config: str = "") -> Settings:
    diagnostics = Diagnostics()
    settings = settle(asked, config, folder, diagnostics)
    assert diagnostics.items == []
    return settings


def refused(folder: Path, asked: Options = NOTHING, config: str = "") -> list[Diagnostic]:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        settle(asked, config, folder, diagnostics)
    return diagnostics.items


def place(item: Diagnostic) -> tuple[str, int, int]:
    assert item.at is not None
    position = item.at.position()
    return Path(position.file).name, position.line, position.column


def test_no_config_is_needed(tmp_path: Path) -> None:
    settings = settled(tmp_path, Options(spec="some/where/api.yaml", package="acme"))
    assert settings.spec == Path("some/where/api.yaml")
    assert settings.source == "api.yaml"
    assert settings.command == "sdkwright generate api.yaml --package acme"
    assert settings.output is None


def test_neither_argument_nor_config(tmp_path: Path) -> None:
    (item,) = refused(tmp_path)
    assert item.code == "no-document"
    assert "sdkwright generate openapi.yaml" in item.hint


def test_a_config_is_found_above_and_its_paths_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.toml").write_text('spec = "spec/api.yaml"\noutput = "out"\ntemplates = "house"\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    settings = settled(inner)
    assert (settings.spec, settings.output, settings.templates) == (
        tmp_path / "spec/api.yaml",
        tmp_path / "out",
        tmp_path / "house",
    )
    assert (settings.source, settings.command) == ("spec/api.yaml", "sdkwright generate")


def test_settings_outside_templates(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.toml").write_text(
        'spec = "api.yaml"\nruff = "house/ruff.toml"\nsignatures = "explicit"\nkeep = ["docs/ours/**"]\n'
        '[files]\n"NOTICE.md" = "notice.md.jinja"\n'
    )
    settings = settled(tmp_path)
    assert settings.ruff == tmp_path / "house/ruff.toml"
    assert settings.signatures == "explicit"
    assert settings.keep == ("docs/ours/**",)
    assert settings.files == {"NOTICE.md": "notice.md.jinja"}


def test_tests_and_workflow(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.toml").write_text('spec = "api.yaml"\n')
    assert (settled(tmp_path).tests, settled(tmp_path).workflow) == (False, "")
    (tmp_path / "sdkwright.toml").write_text('spec = "api.yaml"\ntests = true\nworkflow = "github"\n')
    assert (settled(tmp_path).tests, settled(tmp_path).workflow) == (True, "github")


def test_the_nearest_config_wins_and_pyproject_counts_only_with_a_table(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.toml").write_text('spec = "far.yaml"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert settled(inner).source == "far.yaml"
    (inner / "pyproject.toml").write_text("[tool.sdkwright]\nspec = 'near.yaml'\n")
    assert settled(inner).source == "near.yaml"
    (inner / "sdkwright.toml").write_text('spec = "nearest.yaml"\n')
    assert settled(inner).source == "nearest.yaml"


def test_the_command_line_takes_precedence(tmp_path: Path) -> None:
    (tmp_path / "sdkwright.toml").write_text('spec = "api.yaml"\npackage = "theirs"\nclass_name = "Theirs"\n')
    settings = settled(tmp_path, Options(package="mine", output="there"))
    assert (settings.package, settings.class_name, settings.output) == ("mine", "Theirs", Path("there"))
    assert settings.command == "sdkwright generate --package mine"


def test_a_config_that_is_found_applies_to_its_document_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sdkwright.toml").write_text('spec = "api.yaml"\noutput = "precious"\npackage = "theirs"\n')
    other = settled(Path(), Options(spec="other.yaml"))
    assert (other.output, other.package, other.command) == (None, "", "sdkwright generate other.yaml")
    asked = settled(Path(), Options(spec="other.yaml"), "sdkwright.toml")
    assert (asked.output, asked.package) == (Path("precious"), "theirs")


def test_naming_the_config_s_own_document_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sdkwright.toml").write_text('spec = "spec/api.yaml"\npackage = "acme"\n')
    named, plain = settled(Path(), Options(spec="./spec/../spec/api.yaml")), settled(Path())
    assert (named.source, named.command, named.package) == (plain.source, plain.command, plain.package)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "hint"),
    [
        ('spec = "a"\npakage = "b"\n', "unknown-key", 2, 1, "did you mean `package`?"),
        ('spec = "a"\n\n  "out put" = "b"\n', "unknown-key", 3, 3, "did you mean `output`?"),
        ('spec = "a"\n[zzz]\nx = 1\n', "unknown-key", 2, 1, "the keys are spec, output"),
        ('spec = ["a"]\n', "wrong-type", 1, 1, ""),
        ('spec = "a"\npackage = 3\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\noutput = true\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nallow_remote_refs = "yes"\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nallow_remote_refs = 1\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nnames = "x"\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\n\n[names]\n"type:A" = 3\n', "wrong-type", 3, 1, ""),
        ('spec = "a"\npages = true\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\n\n[pages]\n"GET /a" = false\n"GET /b" = "page"\n', "wrong-type", 5, 1, ""),
        ('spec = "a"\n\n[pages]\n"GET /b" = { page = 1 }\n', "wrong-type", 4, 1, ""),
        ('spec = "a"\noutput = 2020-01-01\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nmodels = "template"\n', "wrong-value", 2, 1, "did you mean `templates`?"),
        ('spec = "a"\nsignatures = "explict"\n', "wrong-value", 2, 1, "did you mean `explicit`?"),
        ('spec = "a"\nworkflow = "gitlab"\n', "wrong-value", 2, 1, "one of `github`"),
        ('spec = "a"\nworkflow = true\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\ntests = "yes"\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nkeep = "docs/*"\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nkeep = ["docs/*", 3]\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\nruff = ["house/ruff.toml"]\n', "wrong-type", 2, 1, ""),
        ('spec = "a"\n[files]\n"NOTICE.md" = 1\n', "wrong-type", 2, 1, ""),
        ('spec = "a\\u0000"\n', "wrong-value", 1, 1, ""),
        ('spec = "a\n', "config-syntax", 1, 10, ""),
        ('output = "a"\n', "no-document", 0, 0, "spec ="),
    ],
)
def test_errors_have_positions(tmp_path: Path, text: str, code: str, line: int, column: int, hint: str) -> None:
    (tmp_path / "sdkwright.toml").write_text(text)
    (item,) = refused(tmp_path)
    assert item.code == code
    assert place(item) == ("sdkwright.toml", line, column)
    assert hint in item.hint


def test_all_errors_are_reported_and_located_in_the_right_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\npakage = 1\n\n[tool.sdkwright]\npakage = 'x'\nmodels = 3\n\n[tool.other]\nmodels = 1\n"
    )
    items = refused(tmp_path)
    assert [(item.code, place(item)[1]) for item in items] == [("unknown-key", 5), ("wrong-type", 6)]


def test_a_config_that_cannot_be_read(tmp_path: Path) -> None:
    assert [item.code for item in refused(tmp_path, config=str(tmp_path / "absent.toml"))] == ["config-not-read"]
    assert [item.code for item in refused(tmp_path, config=str(tmp_path))] == ["config-not-read"]
    (tmp_path / "sdkwright.toml").write_bytes(b"spec = '\xff'\n")
    assert [item.code for item in refused(tmp_path)] == ["config-syntax"]


def test_tool_sdkwright_in_pyproject_must_be_a_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool.sdkwright = 3\n")
    assert [item.code for item in refused(tmp_path)] == ["wrong-type"]
