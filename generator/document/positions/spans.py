"""Spans of values in the text: a second, slower parse, done when a position is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.document.pointer import escape, join
from generator.document.read.yaml_events import events


@dataclass(slots=True)
class Span:
    """What a value covers of the text, in characters from its start: its key (if it has one), and itself.

    Of values in JSON, only a scalar that was found has its end.
    """

    key: int
    value: int
    end: int = 0
    scalar: bool = False
    mapping: bool = False
    exact: bool = True
    """Whether this is the value that was requested, rather than its nearest ancestor."""
    children: dict[str, Span] = field(default_factory=dict[str, "Span"])

    @property
    def start(self) -> int:
        """The place to point at: a scalar itself, or the key of a container."""
        return self.value if self.scalar else self.key


class YamlSpans:
    """The spans of a YAML text, from one pass over the parser's events."""

    def __init__(self, text: str) -> None:
        self._duplicates: list[tuple[str, int, int]] = []
        self._root = Span(0, 0)
        self._anchors: dict[str, Span] = {}
        self._read(text)

    def find(self, keys: Sequence[str]) -> Span:
        """The span of the value that those keys lead to, or of its nearest ancestor."""
        span = self._root
        for key in keys:
            child = _yaml_child(span, key)
            if child is None:
                return Span(span.key, span.value, span.end, span.scalar, exact=False)
            span = child
        return span

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
            return  # The reader reported the error; the spans up to it are kept.

    def _node(self, event: Any, stack: list[_Open]) -> None:
        parent = stack[-1] if stack else None
        start, end = event.start_mark.index, event.end_mark.index
        span = Span(start, start, end, scalar=isinstance(event, yaml.ScalarEvent | yaml.AliasEvent))
        span.mapping = isinstance(event, yaml.MappingStartEvent)
        if event.anchor is not None and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = span
        elif event.anchor in self._anchors:
            named = self._anchors[event.anchor]
            span.children, span.mapping = named.children, named.mapping
        if parent is None:
            self._root = span
        elif not parent.span.mapping:
            parent.span.children[str(len(parent.span.children))] = span
        elif parent.key is None:
            parent.key, parent.start = _spelled(event), start
        else:
            self._member(parent, parent.key, span, stack)
        if isinstance(event, yaml.CollectionStartEvent):
            stack.append(_Open(span, name=_name(stack)))

    def _member(self, parent: _Open, key: str, span: Span, stack: list[_Open]) -> None:
        span.key = parent.start
        if key in parent.span.children and key != "<<":
            first = parent.span.children[key]
            pointer = join([*(one.name for one in stack[1:]), key])
            self._duplicates.append((pointer, first.key, span.key))
        parent.span.children[key] = span
        parent.last, parent.key = key, None


@dataclass(slots=True)
class _Open:
    """A collection being read. `key` is the key whose value comes next."""

    span: Span
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
    return parent.last if parent.span.mapping else str(len(parent.span.children) - 1)


def _yaml_child(span: Span, key: str) -> Span | None:
    """The member of that key: the mapping's own, or one that a merge key brings."""
    seen: set[int] = set()
    todo = [span]
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


class JsonSpans:
    """The members of each object on the way, found by skipping over values at the speed of the JSON decoder.

    Values are skipped only up to the one that is looked for. Of a key that an object holds twice, the first counts.
    """

    def __init__(self, text: str, *, encoded: bool = False) -> None:
        """With `encoded`, the characters of the text are the bytes of UTF-8 (Latin-1), and so are offsets."""
        self._text = text
        self._encoded = encoded
        self._decode = json.JSONDecoder(strict=False).raw_decode
        start = self._skip(0)
        self._root = Span(start, start, len(text), scalar=text[start : start + 1] not in ("{", "["))
        self._open: dict[int, Iterator[tuple[str, Span]]] = {}
        """The members of each object that have not been looked at."""
        self._named: dict[int, dict[str, Span]] = {}

    def find(self, keys: Sequence[str]) -> Span:
        """The span of the value that those keys lead to, or of its nearest ancestor."""
        span = self._root
        for key in keys:
            child = self._child(span, key)
            if child is None:
                return Span(span.key, span.value, scalar=span.scalar, exact=False)
            span = child
        if span.scalar:
            span.end = self._end(span)
        return span

    def duplicates(self) -> list[tuple[str, int, int]]:
        """The pointer of each key that its object holds more than once, and the offsets of the first and this one."""
        found: list[tuple[str, int, int]] = []
        todo = [("", self._root)]
        while todo:
            pointer, span = todo.pop()
            first: dict[str, Span] = {}
            inner: list[tuple[str, Span]] = []
            for key, child in self._scan(span.value):
                below = f"{pointer}/{escape(key)}"
                if key in first:
                    found.append((below, first[key].key, child.key))
                first.setdefault(key, child)
                if not child.scalar:
                    inner.append((below, child))
            todo += reversed(inner)
        return found

    def _child(self, span: Span, key: str) -> Span | None:
        known = self._named.setdefault(span.value, {})
        if key not in known:
            for name, child in self._open.setdefault(span.value, self._scan(span.value)):
                known.setdefault(name, child)
                if name == key:
                    break
        return known.get(key)

    def _end(self, span: Span) -> int:
        """Where a scalar ends."""
        try:
            return span.end or self._decode(self._text, span.value)[1]
        except (ValueError, RecursionError):
            return span.value

    def _scan(self, offset: int) -> Iterator[tuple[str, Span]]:
        """The members of the object or array at an offset, as far as it is JSON."""
        text = self._text
        opening = text[offset : offset + 1]
        at, number = self._skip(offset + 1), 0
        try:
            while opening in ("{", "[") and text[at : at + 1] not in ("}", "]", ""):
                key, name = at, str(number)
                if opening == "{":
                    name, at = self._decode(text, at)
                    if self._encoded and not name.isascii():
                        name = self._decode(text[key:at].encode("latin-1").decode())[0]
                    at = self._skip(self._skip(at) + 1)
                yield name, Span(key, at, scalar=text[at] not in "{[")
                _, end = self._decode(text, at)
                at, number = self._skip(end), number + 1
                if text[at : at + 1] == ",":
                    at = self._skip(at + 1)
        except (ValueError, RecursionError, IndexError):
            return

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self._text, offset)
        return match.end() if match else offset
