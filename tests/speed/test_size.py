"""The size of what is installed, in bytes of its own files."""

from __future__ import annotations

from pathlib import Path

from programs import CHAT


def size(package: Path) -> int:
    """The bytes of a package without its caches."""
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in files)


def test_the_sdk_of_97_operations_stays_within_2500_kb(large_sdk: Path) -> None:
    assert size(large_sdk / "large") <= 2_500_000


def test_the_chat_sdk_is_no_larger_than_its_runtime_and_half_as_much_again() -> None:
    package = CHAT / "openrouter_sdk"
    assert size(package / "_runtime") <= 375_000
    assert size(package) <= 592_000
