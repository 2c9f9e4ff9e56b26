"""JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterable


def escape(key: str) -> str:
    """One reference token, as it is written in a pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key


def unescape(token: str) -> str:
    """The key of a reference token."""
    return token.replace("~1", "/").replace("~0", "~")


def split(pointer: str) -> list[str]:
    """The keys of a pointer, outermost first. The slash at its start may be missing."""
    if not pointer:
        return []
    return [unescape(token) for token in pointer.removeprefix("/").split("/")]


def join(keys: Iterable[str | int]) -> str:
    """The pointer of those keys, outermost first."""
    return "".join("/" + escape(str(key)) for key in keys)
