"""Where in a text the values of a document stand: a second, slower reading that happens when a place must be shown."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.document.pointer import escape, join
from generator.document.read.yaml_events import events


@dataclass(slots=True)
class Extent:
    """What a value covers of the text, in characters from its start: its key (if it has one), and itself."""

    key: int
    value: int
    end: int = 0
    scalar: bool = False
    mapping: bool = False
    exact: bool = True
    """Whether this is the value that was asked for, rather than its nearest ancestor."""
    children: dict[str, Extent] = field(default_factory=dict[str, "Extent"])

    @property
    def start(self) -> int:
        """The place to point at: a scalar itself, or the key of a container."""
        return self.value if self.scalar else self.key


class YamlExtents:
    """The whole tree, from one pass over the parser's events."""

    def __init__(self, text: str) -> None:
        self._duplicates: list[tuple[str, int, int]] = []
        self._root = Extent(0, 0)
        self._anchors: dict[str, Extent] = {}
        self._read(text)

    def find(self, keys: Sequence[str]) -> Extent:
        """The extent of the value that those keys lead to, or of its nearest ancestor."""
        extent = self._root
        for key in keys:
            child = _yaml_child(extent, key)
            if child is None:
                return Extent(extent.key, extent.value, extent.end, extent.scalar, exact=False)
            extent = child
        return extent

    def duplicates(self) -> list[tuple[str, int, int]]:
        """The pointer of each key that its object holds more than once, and the offsets of the first and this one."""
        return self._duplicates

    def _read(self, text: str) -> None:
        stack: list[_Open] = []
        try:
            for event in events(text):
                if isinstance(event, yaml.CollectionEndEvent):
                    stack.pop()
                elif isinstance(event, yaml.NodeEvent):
                    self._node(event, stack)
                elif isinstance(event, yaml.DocumentEndEvent):
                    return
        except yaml.YAMLError:
            return  # The loader has said what is wrong; whatever was read up to there has its place.

    def _node(self, event: Any, stack: list[_Open]) -> None:
        parent = stack[-1] if stack else None
        start, end = event.start_mark.index, event.end_mark.index
        extent = Extent(start, start, end, scalar=isinstance(event, yaml.ScalarEvent | yaml.AliasEvent))
        extent.mapping = isinstance(event, yaml.MappingStartEvent)
        if event.anchor is not None and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = extent
        elif event.anchor in self._anchors:
            named = self._anchors[event.anchor]
            extent.children, extent.mapping = named.children, named.mapping
        if parent is None:
            self._root = extent
        elif not parent.extent.mapping:
            parent.extent.children[str(len(parent.extent.children))] = extent
        elif parent.key is None:
            parent.key, parent.start = _spelled(event), start
        else:
            self._member(parent, parent.key, extent, stack)
        if isinstance(event, yaml.CollectionStartEvent):
            stack.append(_Open(extent, name=_name(stack)))

    def _member(self, parent: _Open, key: str, extent: Extent, stack: list[_Open]) -> None:
        extent.key = parent.start
        if key in parent.extent.children and key != "<<":
            first = parent.extent.children[key]
            pointer = join([*(one.name for one in stack[1:]), key])
            self._duplicates.append((pointer, first.key, extent.key))
        parent.extent.children[key] = extent
        parent.last, parent.key = key, None


@dataclass(slots=True)
class _Open:
    """A collection being read. `key` is the key whose value comes next."""

    extent: Extent
    name: str
    key: str | None = None
    start: int = 0
    last: str = ""


def _spelled(key: Any) -> str:
    """The key that an event makes. One that is a collection has been turned down by the loader."""
    return key.value if isinstance(key, yaml.ScalarEvent) else f"*{getattr(key, 'anchor', None)}"


def _name(stack: list[_Open]) -> str:
    """The key or index, in the innermost open collection, of the value that was read last."""
    if not stack:
        return ""
    parent = stack[-1]
    return parent.last if parent.extent.mapping else str(len(parent.extent.children) - 1)


def _yaml_child(extent: Extent, key: str) -> Extent | None:
    """The member of that key: the mapping's own, or one that a merge key brings."""
    seen: set[int] = set()
    todo = [extent]
    while todo:
        one = todo.pop(0)
        if key in one.children:
            return one.children[key]
        merged = one.children.get("<<")
        if merged is not None and id(one.children) not in seen:
            todo += [merged] if merged.mapping else merged.children.values()
        seen.add(id(one.children))
    return None


_SPACE = re.compile(r"[ \t\n\r]*")


class JsonExtents:
    """The members of each object on the way, found by skipping over values at the speed of the JSON decoder."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decode = json.JSONDecoder(strict=False).raw_decode
        start = self._skip(0)
        self._root = Extent(start, start, len(text), scalar=text[start : start + 1] not in ("{", "["))
        self._members: dict[int, list[tuple[str, Extent]]] = {}
        self._named: dict[int, dict[str, Extent]] = {}

    def find(self, keys: Sequence[str]) -> Extent:
        """The extent of the value that those keys lead to, or of its nearest ancestor."""
        extent = self._root
        for key in keys:
            if extent.value not in self._named:
                self._named[extent.value] = dict(self._children(extent))
            child = self._named[extent.value].get(key)
            if child is None:
                return Extent(extent.key, extent.value, extent.end, extent.scalar, exact=False)
            extent = child
        return extent

    def duplicates(self) -> list[tuple[str, int, int]]:
        """The pointer of each key that its object holds more than once, and the offsets of the first and this one."""
        found: list[tuple[str, int, int]] = []
        todo = [("", self._root)]
        while todo:
            pointer, extent = todo.pop()
            first: dict[str, Extent] = {}
            inner: list[tuple[str, Extent]] = []
            for key, child in self._children(extent):
                below = f"{pointer}/{escape(key)}"
                if key in first:
                    found.append((below, first[key].key, child.key))
                first.setdefault(key, child)
                if not child.scalar:
                    inner.append((below, child))
            todo += reversed(inner)
        return found

    def _children(self, extent: Extent) -> list[tuple[str, Extent]]:
        if extent.value not in self._members:
            try:
                self._members[extent.value] = list(self._scan(extent.value))
            except (ValueError, RecursionError):
                self._members[extent.value] = []
        return self._members[extent.value]

    def _scan(self, offset: int) -> list[tuple[str, Extent]]:
        text = self._text
        found: list[tuple[str, Extent]] = []
        opening = text[offset : offset + 1]
        at = self._skip(offset + 1)
        while opening in ("{", "[") and text[at : at + 1] not in ("}", "]", ""):
            key, name = at, str(len(found))
            if opening == "{":
                name, at = self._decode(text, at)
                at = self._skip(self._skip(at) + 1)
            _, end = self._decode(text, at)
            found.append((name, Extent(key, at, end, scalar=text[at] not in "{[")))
            at = self._skip(end)
            if text[at : at + 1] == ",":
                at = self._skip(at + 1)
        return found

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset
