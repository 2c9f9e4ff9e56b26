"""Globs of what a person owns inside the output."""

from __future__ import annotations

import pytest

from generator.diagnostics.model import Diagnostics, Failed
from generator.emit.owned_globs import OwnedGlobs


@pytest.mark.parametrize(
    ("glob", "covered", "not_covered"),
    [
        ("CHANGELOG.md", ["CHANGELOG.md"], ["docs/CHANGELOG.md", "CHANGELOG.mdx", "CHANGELOGxmd"]),
        ("docs/*.md", ["docs/a.md"], ["docs/house/a.md", "docs/a.txt"]),
        ("docs/**/*.md", ["docs/a.md", "docs/house/deep/a.md"], ["a.md"]),
        ("**/local.py", ["local.py", "sdk/local.py"], ["sdk/not_local.py"]),
        ("tests", ["tests/a.py", "tests/deep/a.py", "tests"], ["tests2/a.py"]),
        ("tests/", ["tests/a.py"], ["tests.py"]),
        ("a?.py", ["ab.py"], ["a.py", "a/.py"]),
        ("[x](y)+.md", ["[x](y)+.md"], ["x.md"]),
    ],
)
def test_what_a_glob_covers(glob: str, covered: list[str], not_covered: list[str]) -> None:
    keep = OwnedGlobs((glob,))
    assert [path for path in covered if not keep.covers(path)] == []
    assert [path for path in not_covered if keep.covers(path)] == []


def test_a_glob_that_covers_what_is_generated_is_refused() -> None:
    diagnostics = Diagnostics()
    with pytest.raises(Failed):
        OwnedGlobs(("notes/**", "*.toml")).check(["README.md", "pyproject.toml"], diagnostics)
    (item,) = diagnostics.items
    assert item.code == "keep-covers-output"
    assert "`*.toml`" in item.message
    assert "`pyproject.toml`" in item.message
