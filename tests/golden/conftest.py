"""`--rewrite-golden` writes what comes out to the golden folders, for a person to read in the diff."""

from __future__ import annotations

import os

import pytest

from tests.support import short_modules as short_modules  # registers a target that a folder asks for

collect_ignore_glob = ["*/expected/*"]  # tests that come with an SDK


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the expectations instead of comparing")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether to write the expectations. Never under CI, where they are only compared."""
    asked = bool(request.config.getoption("rewrite_golden", default=False))
    if asked and os.environ.get("CI"):
        pytest.fail("--rewrite-golden is refused under CI")
    return asked
