"""The text of a `$ref` (RFC 3986; OpenAPI 3.1.1, section 4.6)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from generator.document import pointer as pointers
from generator.document.node import Node

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Reference(NamedTuple):
    """A reference cut in two: the file, and the place in it."""

    location: str
    """As it is written; empty for the same file."""
    fragment: str
    """As it is written, without the `#`."""

    @property
    def absolute(self) -> bool:
        """Whether it names a scheme or a host, rather than a file."""
        return bool(_SCHEME.match(self.location)) or self.location.startswith("//")

    @property
    def scheme(self) -> str:
        match = _SCHEME.match(self.location)
        return match[0][:-1].lower() if match else ""

    @property
    def path(self) -> str:
        """The path of the file, relative to the file that holds the reference."""
        return unquote(self.location)

    @property
    def is_pointer(self) -> bool:
        """Whether the fragment is a JSON pointer (or empty: the whole file), rather than the name of an anchor."""
        return not self.fragment or self.fragment.startswith("/")

    def keys(self) -> list[list[str]]:
        """The keys of the pointer: percent-decoded (RFC 6901), and as written where that differs."""
        decoded = pointers.split(unquote(self.fragment))
        written = pointers.split(self.fragment)
        return [decoded] if written == decoded else [decoded, written]


def parse(text: str) -> Reference:
    """The two parts of a reference."""
    location, _, fragment = text.strip().partition("#")
    return Reference(location, fragment)


def absolute(base: str, location: str) -> str:
    """The location, made absolute by a base URI (RFC 3986, section 5.2); as it is without one, or if it is no URI."""
    try:
        return urljoin(base, location) if base else location
    except ValueError:
        return location


def lookup_key(at: Node, base: Node | None, text: str) -> tuple[int, str]:
    """What decides where the text of a reference at `at` leads: its file, or the schema with the `$id` around it."""
    return (id(at.source) if base is None else base.identity, text)


def ways(root: Node, keys: list[str]) -> list[list[str]]:
    """The keys of a reference in the upgraded document, then as written."""
    if root.parent is not None:
        return [keys]
    moved = pointers.split(root.source.current(pointers.join(keys)))
    return [keys] if moved == keys else [moved, keys]
