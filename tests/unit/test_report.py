"""Diagnostics as text."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from generator.diagnostics.model import Diagnostic, Position
from generator.diagnostics.render import as_data, render


@dataclass(frozen=True)
class Place:
    file: str = "spec/api.yaml"
    line: int = 12
    column: int = 5
    pointer: str = "/paths/~1a"
    lines: tuple[str, ...] = ("12 | here", "   |     ^")

    def position(self) -> Position:
        return Position(self.file, self.line, self.column)

    def excerpt(self) -> tuple[str, ...]:
        return self.lines


ITEM = Diagnostic("error", "dangling-ref", "leads nowhere", Place(), "did you mean `b`?")


def test_text_has_the_place_the_lines_the_pointer_and_the_hint() -> None:
    assert render([ITEM]) == (
        "spec/api.yaml:12:5: error[dangling-ref]: leads nowhere\n"
        "  12 | here\n"
        "     |     ^\n"
        "  #/paths/~1a\n"
        "  hint: did you mean `b`?\n"
    )


def test_text_without_a_place_is_one_line() -> None:
    assert render([Diagnostic("note", "n", "good to know")]) == "note[n]: good to know\n"
    assert render([Diagnostic("warning", "w", "odd", Place("x.yaml", 0, 0, "", ()))]) == "x.yaml: warning[w]: odd\n"


def test_no_diagnostics_render_as_an_empty_string() -> None:
    assert [render([], style) for style in ("text", "json", "github")] == ["", "", ""]


def test_color_does_not_change_the_text() -> None:
    colored = render([ITEM], color=True)
    assert "\x1b[" in colored
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        colored = colored.replace(code, "")
    assert colored == render([ITEM])


def test_json_has_one_object_a_line() -> None:
    lines = render([ITEM, Diagnostic("note", "n", "line\nbreak \u2028")], "json").splitlines()
    assert json.loads(lines[0]) == {
        "severity": "error",
        "code": "dangling-ref",
        "message": "leads nowhere",
        "file": "spec/api.yaml",
        "line": 12,
        "column": 5,
        "pointer": "/paths/~1a",
        "hint": "did you mean `b`?",
        "help": "docs/diagnostics.md#dangling-ref",
    }
    assert json.loads(lines[1])["message"] == "line\nbreak \u2028"
    assert as_data(Diagnostic("note", "n", "m"))["pointer"] is None


def test_github_gets_workflow_commands() -> None:
    assert render([ITEM], "github") == (
        "::error file=spec/api.yaml,line=12,col=5,title=dangling-ref::leads nowhere%0Ahint: did you mean `b`?\n"
    )
    assert render([Diagnostic("note", "n", "m")], "github") == "::notice title=n::m\n"


def test_github_commands_cannot_be_forged() -> None:
    item = Diagnostic("warning", "c", "50% of\r\n::error::gone", Place(file="a,b:c%.yaml"))
    assert render([item], "github") == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=12,col=5,title=c::50%25 of%0D%0A::error::gone\n"
    )


@pytest.mark.parametrize("style", ["text", "github", "json"])
def test_control_characters_are_replaced(style: str) -> None:
    nasty = "\x1b[2J\u202e\x07"
    item = Diagnostic("error", "c", nasty, Place(file=nasty, pointer="/" + nasty, lines=(nasty,)), nasty)
    shown = render([item], style)  # type: ignore[arg-type]
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)
