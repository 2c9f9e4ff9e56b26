"""Paths of output files that must not be written, and paths that meet."""

from __future__ import annotations

import pytest

from generator.diagnostics.model import Diagnostics
from generator.emit.files import FileSet, OutputFile


def made(*paths: str) -> tuple[tuple[str, ...], list[str]]:
    diagnostics = Diagnostics()
    files = FileSet((OutputFile(path, "") for path in paths), diagnostics)
    return files.paths, [item.code for item in diagnostics.items]


def test_files_are_sorted_by_path() -> None:
    assert made("b.py", "a/z.py", "a/b.py") == (("a/b.py", "a/z.py", "b.py"), [])


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up.py",
        "a/../b.py",
        "a//b.py",
        "./a.py",
        "a\\b.py",
        "C:/a.py",
        "a/con.py",
        "NUL",
        "a/com1.txt/b.py",
        "a/b.",
        "a/b ",
        "a/b\n.py",
        "a/b\0.py",
        "a/\u202eb.py",
        "a/e\u0301.py",
        "x" * 241,
        "a/" * 120 + "b.py",
        ".sdkwright.json",
        ".SDKWRIGHT-stage/new",
    ],
)
def test_unsafe_paths_are_left_out_and_reported(path: str) -> None:
    assert made(path, "fine.py") == (("fine.py",), ["unsafe-path"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/Chat.py", "a/chat.py"),
        ("a/chat.py", "A/other.py"),
        ("a/straße.py", "a/strasse.py"),
        ("a", "a/b.py"),
        ("a/b.py", "a/b.py"),
        ("a/b.py", "a/B.py/c.py"),
    ],
)
def test_paths_that_meet_on_some_file_system_are_reported(first: str, second: str) -> None:
    kept, codes = made(first, second)
    assert codes == ["path-collision"]
    assert len(kept) == 1


def test_names_that_only_look_like_devices_are_fine() -> None:
    assert made("a/console.py", "a/com.py", "a/com10.py", "a/nul_.py")[1] == []
