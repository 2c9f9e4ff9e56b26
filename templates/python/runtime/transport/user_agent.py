"""The `User-Agent` header."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..service import Service


def user_agent(service: Service) -> str:
    """`<distribution>/<version>`; the version is 0 if the package is not installed."""
    return f"{service.distribution}/{_version(service.distribution)}"


@lru_cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"
