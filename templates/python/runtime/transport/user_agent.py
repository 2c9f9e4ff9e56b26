"""How the SDK names itself to the server."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..service import Service


def user_agent(service: Service) -> str:
    """`<distribution>/<version>`; version 0 where the package was never installed."""
    return f"{service.distribution}/{_version(service.distribution)}"


@lru_cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"
