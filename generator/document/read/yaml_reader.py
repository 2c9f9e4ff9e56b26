"""Parse YAML to plain values from the parser's events, without constructors for tags."""

from __future__ import annotations

import json
from typing import Any

import yaml

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json, JsonArray, JsonObject
from generator.document.limits import MAX_DEPTH, MAX_EXPANDED
from generator.document.pointer import join, split
from generator.document.positions.source import Source
from generator.document.positions.yaml_places import YamlPlaces
from generator.document.read.size import measure
from generator.document.read.yaml_advice import advice
from generator.document.read.yaml_events import event_reader
from generator.document.read.yaml_scalars import plain

_TAGS = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(_TAGS + name for name in ("null", "bool", "int", "float"))
_TEXT_TAGS = frozenset({"!", _TAGS + "str"})


def read_yaml(source: Source, text: str | bytes, diagnostics: Diagnostics) -> Json:
    """The value of the one document in a YAML text: mappings as dicts with string keys, spelled as in the file.

    Merge keys (`<<`) are worked in; aliased values are shared objects, never to be mutated. Raises `Failed` where the
    syntax is wrong or a limit is passed; a bad tag or number, or a key that is not a scalar, is reported and skipped.
    """
    try:
        return _Reader(source, text, diagnostics).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = source.at_offset(mark.index if mark else 0)
        message = " ".join(filter(None, (error.problem, error.context and f"({error.context})"))) or "cannot be read"
        diagnostics.error("syntax", f"not YAML: {message}", where, advice(error.problem or ""))
    except yaml.reader.ReaderError as error:
        where = source.at_offset(source.text.find(chr(error.character)) if isinstance(error.character, int) else 0)
        diagnostics.error("syntax", f"not YAML: {error.reason}", where)
    except yaml.YAMLError as error:
        diagnostics.error("syntax", f"not YAML: {error}", source.at_offset(0))
    raise Failed


class _Merge:
    """The merge key `<<`."""


_MERGE = _Merge()


class _Frame:
    """A collection that is being read. `key` is the key whose value comes next; `merges` what `<<` names."""

    __slots__ = ("anchor", "key", "merges", "number", "start", "value")

    def __init__(self, value: JsonObject | JsonArray, anchor: str | None, number: int) -> None:
        self.value = value
        self.anchor = anchor
        self.number = number
        """The number of the collection among the values of the text."""
        self.key: str | _Merge | None = None
        self.start: Any = None
        """The mark of the start of `key`."""
        self.merges: list[tuple[Json, int]] = []


class _Reader:
    def __init__(self, source: Source, text: str | bytes, diagnostics: Diagnostics) -> None:
        self._source = source
        self._next = event_reader(text)
        self._diagnostics = diagnostics
        self._stack: list[_Frame] = []
        self._anchors: dict[str, Json] = {}
        self._unfinished: set[str] = set()
        self._plain: dict[str, Json] = {}
        self._keys: dict[str, str] = {}
        self._places = YamlPlaces()
        self._recorded = True
        """Whether `_places` has all that finding positions needs."""
        self._merged = 0
        self._aliases = 0
        self._doubled = False

    def read(self) -> Json:
        root: Json = None
        found = False
        stack = self._stack
        read_next = self._next
        keys, offsets = self._places.keys, self._places.offsets
        while (event := read_next()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
                    self._key(stack[-1], event)
                    continue
                value = self._scalar(event)
                key, mark = stack[-1].key if stack else None, event.start_mark
                keys.append(key if isinstance(key, str) else None)
                offsets.append(mark.index if mark else 0)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = self._close()
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, {} if kind is yaml.MappingStartEvent else [])
                continue
            elif kind is yaml.AliasEvent:
                value = self._alias(event)
                if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
                    stack[-1].key = self._spelled(value, event)
                    continue
            elif kind is yaml.DocumentStartEvent and found:
                self._only_one(event)
                break
            else:
                continue
            if not stack:
                root, found = value, True
                continue
            frame = stack[-1]
            if isinstance(frame.value, list):
                frame.value.append(value)
            elif frame.key is None:
                frame.key = self._spelled(value, event)
            else:
                self._member(frame, value, event)
        if self._aliases:
            self._expanded(root)
        if self._doubled:
            report_duplicates(self._source, self._diagnostics)
        elif self._recorded and not self._aliases:
            self._source.places = self._places
        return root

    # --- one node ---

    def _key(self, frame: _Frame, event: Any) -> None:
        text = event.value
        key = self._keys.setdefault(text, text)
        if event.anchor:
            self._anchors[event.anchor] = key
        frame.start = event.start_mark
        if key == "<<" and event.implicit[0]:
            frame.key = _MERGE
            self._recorded = False
            return
        if key in frame.value:
            self._doubled = True
        frame.key = key

    def _spelled(self, value: Json, event: Any) -> str:
        self._recorded = False
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list):
            self._error("yaml-key", "the key of a mapping must be a text", event, "put quotes around it if it is one")
            return "?"
        return json.dumps(value)

    def _scalar(self, event: Any) -> Json:
        text = event.value
        if event.tag is None:
            if event.implicit[0]:
                known = self._plain
                value = known[text] if text in known else self._resolve(text, event)
            else:
                value = text
        elif event.tag in _TEXT_TAGS:
            value = text
        else:
            value = self._resolve(text, event)
            if event.tag not in _SCALAR_TAGS:
                self._bad_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _resolve(self, text: str, event: Any) -> Json:
        try:
            value = plain(text)
        except ValueError as error:
            self._error("number", str(error), event)
            return text
        self._plain[text] = value
        return value

    def _open(self, event: Any, value: JsonObject | JsonArray) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._error("too-deep", f"objects and arrays are nested more than {MAX_DEPTH} levels deep here", event)
            raise Failed
        if event.anchor:
            self._anchors[event.anchor] = value
            self._unfinished.add(event.anchor)
        if event.tag is not None and event.tag not in ("!", _TAGS + ("map" if isinstance(value, dict) else "seq")):
            self._bad_tag(event)
        places, parent = self._places, self._stack[-1] if self._stack else None
        key = parent.key if parent else None
        places.keys.append(key if isinstance(key, str) else None)
        number = len(places.offsets)
        places.offsets.append((parent.start if parent and key is not None else event.start_mark).index)
        self._stack.append(_Frame(value, event.anchor, number))

    def _close(self) -> Json:
        frame = self._stack.pop()
        self._places.ends[frame.number] = len(self._places.offsets)
        if frame.anchor:
            self._unfinished.discard(frame.anchor)
        if isinstance(frame.value, dict):
            for other, offset in frame.merges:
                self._merge(frame.value, other, offset)
        return frame.value

    def _alias(self, event: Any) -> Json:
        name = event.anchor
        self._aliases += 1
        if name in self._unfinished:
            self._error("yaml-alias", f"the alias `*{name}` is inside the value that it refers to", event)
            raise Failed
        if name not in self._anchors:
            self._error("yaml-alias", f"the alias `*{name}` has no anchor: no `&{name}` comes before it", event)
            return None
        return self._anchors[name]

    # --- collections ---

    def _member(self, frame: _Frame, value: Json, event: Any) -> None:
        if isinstance(frame.key, str) and isinstance(frame.value, dict):
            frame.value[frame.key] = value
        else:
            others = value if isinstance(value, list) else [value]
            frame.merges += [(other, event.start_mark.index) for other in others]
        frame.key = None

    def _merge(self, value: JsonObject, other: Json, offset: int) -> None:
        if not isinstance(other, dict):
            where = self._source.at_offset(offset, self._pointer())
            self._diagnostics.error("yaml-merge", "the merge key `<<` needs a mapping or a list of mappings", where)
            return
        self._merged += len(other)
        if self._merged > MAX_EXPANDED:
            where = self._source.at_offset(offset, self._pointer())
            self._diagnostics.error("too-large", f"merge keys bring more than {MAX_EXPANDED:,} members together", where)
            raise Failed
        for key, member in other.items():
            value.setdefault(key, member)

    # --- checks of the document ---

    def _only_one(self, event: Any) -> None:
        following: Any = self._next()
        if type(following) is yaml.ScalarEvent and not following.value and following.implicit[0]:
            return
        self._error(
            "several-documents",
            "a second YAML document starts here; a file must hold one",
            event,
            "remove the `---` line, or move the second document to its own file",
        )
        raise Failed

    def _expanded(self, root: Json) -> None:
        size = measure(root)
        limit = max(MAX_EXPANDED, 4 * size.distinct)
        if size.expanded > limit:
            message = f"with its aliases expanded, this file holds more than {limit:,} values"
            self._diagnostics.error("too-large", message, self._source.at_offset(0))
            raise Failed
        if size.depth > MAX_DEPTH:
            message = f"with its aliases expanded, objects and arrays are nested more than {MAX_DEPTH} levels deep"
            self._diagnostics.error("too-deep", message, self._source.at_offset(0))
            raise Failed

    def _bad_tag(self, event: Any) -> None:
        tag = event.tag.replace(_TAGS, "!!")
        hint = "use `$ref` to bring another file in" if "include" in tag.lower() else "remove the tag"
        self._error("yaml-tag", f"the YAML tag `{tag}` has no meaning in an OpenAPI document", event, hint)

    def _pointer(self) -> str:
        return join(
            len(frame.value) if isinstance(frame.value, list) else str(frame.key)
            for frame in self._stack
            if isinstance(frame.value, list) or isinstance(frame.key, str)
        )

    def _error(self, code: str, message: str, event: Any, hint: str = "") -> None:
        self._diagnostics.error(code, message, self._source.at_offset(event.start_mark.index, self._pointer()), hint)


def report_duplicates(source: Source, diagnostics: Diagnostics) -> None:
    """Report each key that its object holds more than once, with both places."""
    for pointer, first, second in source.duplicates():
        name = split(pointer)[-1]
        before = source.at_offset(first).position()
        diagnostics.error(
            "duplicate-key",
            f"the key `{name}` is duplicated in this object: first in line {before.line}, column {before.column}",
            source.at_offset(second, pointer),
            "remove one of the two; the later one is used",
        )
