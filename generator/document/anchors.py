"""Index `$anchor`, `$dynamicAnchor`, `$id` (JSON Schema 2020-12, section 8.2) and `$self`."""

from __future__ import annotations

from generator.document.file_cache import FileCache
from generator.document.json_types import Json
from generator.document.node import Node
from generator.document.positions.source import Source
from generator.document.reference import Reference, absolute

_WORDS = ("$id", "$anchor", "$dynamicAnchor", "$self")


class Anchors:
    """The anchors and resources of the cached files. A file without these keywords costs one search."""

    def __init__(self, cache: FileCache) -> None:
        self._cache = cache
        self._names: dict[int, dict[str, Node]] = {}
        self._resources: dict[int, dict[str, Node]] = {}
        self._has_words: dict[int, bool] = {}
        self._worded_ones: list[Source] = []
        self._looked_at = 0

    def base(self, node: Node) -> Node | None:
        """The nearest enclosing schema with an `$id`, or None where the file is the base."""
        if not self._worded(node.source):
            return None
        here: Node | None = node.parent
        while here is not None:
            if here.parent is not None and _id(here):
                return here
            here = here.parent
        return None

    def resource(self, reference: Reference, at: Node, base: Node | None) -> Node | None:
        """The schema or file whose `$id` (or `$self`) is the reference's, or, for a fragment alone, the base."""
        if not reference.location:
            return base
        outer = _base_uri(base) if base is not None else self._file_uri(at.source)
        wanted = absolute(outer, reference.location)
        for source in self._worded_sources():
            found = self._index(source)[1].get(wanted)
            if found is not None:
                return found
        return None

    def anchor(self, root: Node, name: str) -> Node | None:
        """The schema of that anchor, in the file of the root."""
        return self._index(root.source)[0].get(name)

    def names(self, root: Node) -> list[str]:
        """The anchors of the root's file."""
        return list(self._index(root.source)[0])

    def _file_uri(self, source: Source) -> str:
        file = self._cache.of(source)
        return _id(file.root) if file and self._worded(source) else ""

    def _worded_sources(self) -> list[Source]:
        made = self._cache.sources
        self._worded_ones += [source for source in made[self._looked_at :] if self._worded(source)]
        self._looked_at = len(made)
        return self._worded_ones

    def _worded(self, source: Source) -> bool:
        key = id(source)
        if key not in self._has_words:
            self._has_words[key] = source.mentions(_WORDS)
        return self._has_words[key]

    def _index(self, source: Source) -> tuple[dict[str, Node], dict[str, Node]]:
        key = id(source)
        if key not in self._names:
            names: dict[str, Node] = {}
            resources: dict[str, Node] = {}
            file = self._cache.of(source)
            todo = [file.root] if file and self._worded(source) else []
            while todo:
                node = todo.pop()
                if node.is_mapping:
                    for word in ("$anchor", "$dynamicAnchor"):
                        name = node.value.get(word)
                        if isinstance(name, str):
                            names.setdefault(name, node)
                    if _id(node):
                        resources.setdefault(_base_uri(node).removesuffix("#"), node)
                children = [child for _, child in node.items()] or list(node.elements())
                todo += [child for child in reversed(children) if child.is_mapping or child.is_sequence]
            self._names[key], self._resources[key] = names, resources
        return self._names[key], self._resources[key]


def _id(node: Node) -> str:
    value: Json = node.value
    if not isinstance(value, dict):
        return ""
    name = value.get("$id")
    if name is None and node.parent is None:
        name = value.get("$self")
    return name if isinstance(name, str) and not name.startswith("#") else ""


def _base_uri(node: Node) -> str:
    """The node's `$id`, made absolute by those around it."""
    uris: list[str] = []
    here: Node | None = node
    while here is not None:
        if _id(here):
            uris.append(_id(here))
        here = here.parent
    base = ""
    for uri in reversed(uris):
        base = absolute(base, uri)
    return base
