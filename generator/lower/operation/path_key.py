"""Keys of `paths`: the path that is sent, the constant query, and the fragment that distinguishes keys."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote


class PathKey(NamedTuple):
    """A key of `paths` in its parts; `query` has percent-encoded names and values."""

    route: str
    query: tuple[tuple[str, str | None], ...]
    fragment: str

    @property
    def words(self) -> str:
        """What names are made of: the path, and the fragment as a further segment."""
        return f"{self.route.rstrip('/')}/{self.fragment}" if self.fragment else self.route


def read_path_key(key: str) -> PathKey:
    """Split a key of `paths` as RFC 3986, section 3 splits a URL; `{…}` is no delimiter."""
    rest, _, fragment = key.partition("#")
    route, _, query = rest.partition("?")
    pairs: list[tuple[str, str | None]] = []
    for text in query.split("&"):
        name, equals, value = text.partition("=")
        if name:
            pairs.append((_encoded(name), _encoded(value) if equals else None))
    return PathKey(route, tuple(pairs), fragment)


def _encoded(text: str) -> str:
    return quote(text, safe="%{}:/?@!$'()*,;")
