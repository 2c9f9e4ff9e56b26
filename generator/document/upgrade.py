"""Swagger 2.0 and OpenAPI 3.0 to the one shape that the rest of the program reads: OpenAPI 3.1 or later."""

from __future__ import annotations

from typing import Any, Protocol

from generator.document.source import Source
from generator.document.version import Version


class Lookup(Protocol):
    """Finds what an operation's reference names before any file is upgraded."""


def upgrade(value: Any, version: Version, source: Source, lookup: Lookup) -> Any:
    """The value of a file in the shape of OpenAPI 3.1 or later; the source learns what was moved."""
    return value
