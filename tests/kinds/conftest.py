"""Warnings of deprecated operations are tested in `test_deprecations`; elsewhere they are no errors."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "deprecated-operations" in item.name:
            item.add_marker(pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning"))
