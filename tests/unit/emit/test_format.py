"""The formatter: the same bytes for everyone, and a clear word where a template rendered no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.emit.files import FileSet, OutputFile
from generator.emit.format import format_files


def formatted(*files: OutputFile) -> dict[str, str]:
    diagnostics = Diagnostics()
    result = format_files(FileSet(files, diagnostics), diagnostics)
    assert diagnostics.items == []
    return {file.path: file.text for file in result}


def test_python_is_formatted_and_nothing_else_is() -> None:
    untidy = "x = {  'a':1 }\r\n"
    assert formatted(
        OutputFile("a/b.py", untidy), OutputFile("a/c.py", untidy, verbatim=True), OutputFile("d.md", untidy)
    ) == {"a/b.py": 'x = {"a": 1}\n', "a/c.py": untidy, "d.md": untidy}


def test_no_setting_of_the_user_or_the_output_has_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 20\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUFF_CONFIG", str(tmp_path / "ruff.toml"))
    line = f"value = {'x' * 40!r} + {'y' * 40!r}\n".replace("'", '"')
    project = OutputFile("pyproject.toml", "[tool.ruff]\nline-length = 20\nexclude = ['*']\n")
    ignored = OutputFile(".gitignore", "*\n")
    assert formatted(OutputFile("a.py", "x = 'a'\n" + line), project, ignored)["a.py"] == 'x = "a"\n' + line


def test_settings_of_a_person_take_the_place_of_ours(tmp_path: Path) -> None:
    settings = tmp_path / "house.toml"
    settings.write_text('[format]\nquote-style = "single"\n')
    diagnostics = Diagnostics()
    files = FileSet([OutputFile("a.py", 'x = "a"\n')], diagnostics)
    assert format_files(files, diagnostics, settings)["a.py"].text == "x = 'a'\n"


def test_every_text_that_is_no_python_is_named() -> None:
    diagnostics = Diagnostics()
    texts = {"good.py": "x = 1\n", "pkg/bad.py": "def :\n", "pkg/worse.py": "x = (\n"}
    with pytest.raises(Failed):
        format_files(FileSet((OutputFile(*item) for item in texts.items()), diagnostics), diagnostics)
    messages = sorted(item.message for item in diagnostics.items)
    assert [message.partition(":")[0] for message in messages] == [
        "`pkg/bad.py` is not valid Python",
        "`pkg/worse.py` is not valid Python",
    ]
    assert all(item.code == "format-failed" for item in diagnostics.items)


def test_many_files_are_formatted(tmp_path: Path) -> None:
    found = formatted(*(OutputFile(f"build/dist/f{number}.py", f"x  =  {number}\n") for number in range(600)))
    assert all(found[f"build/dist/f{number}.py"] == f"x = {number}\n" for number in range(600))


def test_settings_of_a_person_may_exclude_files(tmp_path: Path) -> None:
    settings = tmp_path / "house.toml"
    settings.write_text('[format]\nexclude = ["b.py"]\n')
    diagnostics = Diagnostics()
    files = FileSet([OutputFile("a.py", "x  =  1\n"), OutputFile("b.py", "x  =  1\n")], diagnostics)
    result = format_files(files, diagnostics, settings)
    assert [result["a.py"].text, result["b.py"].text] == ["x = 1\n", "x  =  1\n"]
