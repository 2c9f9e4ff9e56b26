"""The version of the SDK, and the `User-Agent` header."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..service import Service


def user_agent(service: Service) -> str:
    """`<distribution>/<version>`."""
    return f"{service.distribution}/{sdk_version(service.distribution, service.version or '0')}"


def sdk_version(distribution: str, generated: str) -> str:
    """The version of the installed distribution, else `generated`, as in a frozen program.

    `generated` is the version that the package was generated with.
    """
    return _version(distribution) or generated


@lru_cache
def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
