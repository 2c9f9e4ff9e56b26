"""The `User-Agent` header."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..service import Service


def user_agent(service: Service) -> str:
    """`<distribution>/<version>`.

    The version is that of the installed distribution, else, as in a frozen program, the one that
    the package was generated with.
    """
    return f"{service.distribution}/{_version(service.distribution) or service.version or '0'}"


@lru_cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
