"""OpenAPI Overlay 1.0: documents that change a document before it is read, applied in their order.

The targets are JSONPath (RFC 9535) over the document as its author wrote it, before any upgrade.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json, JsonObject
from generator.document.limits import MAX_DEPTH, MAX_EXPANDED
from generator.document.node import Node
from generator.document.parse_file import parse_file, read_file
from generator.document.read.size import depth, measure

Location: TypeAlias = tuple[str | int, ...]


class Overlay:
    """One overlay document, read and checked."""

    def __init__(self, path: Path, diagnostics: Diagnostics) -> None:
        """Read an overlay. Raises `Failed` where it cannot be read or is not an overlay."""
        self.name = str(path)
        self.data = read_file(path, self.name, diagnostics)
        source, value = parse_file(self.data, self.name, diagnostics, path=path)
        self._root = Node(value, source, diagnostics)
        self._diagnostics = diagnostics
        if not self._root.text("overlay").startswith("1."):
            message = "this is not an OpenAPI Overlay: it has no `overlay: 1.0.0`"
            diagnostics.error("not-an-overlay", message, self._root)
            raise Failed

    def apply(self, value: Json) -> Json:
        """The document with the actions applied; the argument is not changed. An error ends the run of actions."""
        actions = self._root.sequence("actions")
        if actions is None:
            self._diagnostics.error("not-an-overlay", "the overlay has no `actions`", self._root)
            return value
        before = self._diagnostics.count("error")
        document = _Document(value)
        for action in actions.elements():
            self._act(action, document)
            if self._diagnostics.count("error") > before:
                return document.root
        if depth(document.root) > MAX_DEPTH:
            message = f"the document is nested more than {MAX_DEPTH} levels deep after the overlay"
            self._diagnostics.error("too-deep", message, actions)
        return document.root

    def _act(self, action: Node, document: _Document) -> None:
        target, update = action.text("target"), action.get("update")
        found = self._select(action, target, document.root)
        if not found:
            return
        if action.flag("remove"):
            for location in reversed(found):
                document.remove(location)
        elif update is None:
            self._diagnostics.warning("overlay-without-effect", "the action has neither `update` nor `remove`", action)
        elif document.added + (adding := len(found) * measure(update.value).expanded) > MAX_EXPANDED:
            message = f"the overlay adds more than {MAX_EXPANDED:,} values to the document"
            self._diagnostics.error("overlay-too-large", message, update, "select fewer places with the target")
        else:
            document.added += adding
            for location in found:
                target_kind = document.update(location, update.value)
                if target_kind == "object":
                    update.wrong("an object, as the target is one")
                elif target_kind:
                    message = "the target is neither an object nor an array, so there is nothing to update in it"
                    self._diagnostics.error("overlay-target", message, update)
                if target_kind:
                    return

    def _select(self, action: Node, target: str, value: Json) -> list[Location]:
        # Imported on demand: most runs have no overlay, and its parser takes a while to import.
        from jsonpath_rfc9535 import JSONPathError, find

        at = action.get("target") or action
        try:
            locations = [node.location for node in find(target, value)]
        except (JSONPathError, RecursionError) as error:
            self._diagnostics.error("overlay-target", f"the target is not a JSONPath (RFC 9535): {error}", at)
            return []
        if not locations:
            message = f"the target `{target}` selects nothing in the document"
            self._diagnostics.warning("overlay-selects-nothing", message, at)
        return locations


class _Document:
    """A copy of a document that the actions change in place, and the number of values that they added to it."""

    def __init__(self, value: Json) -> None:
        self.root = _copy(value)
        self.added = 0

    def update(self, location: Location, new: Json) -> str:
        """Merge an update into the value at a location. Returns the kind of a target that cannot be updated so."""
        current = self._at(location)
        if isinstance(current, dict) and isinstance(new, dict):
            _merge(current, new)
        elif isinstance(current, dict):
            return "object"
        elif isinstance(current, list):
            current.append(_copy(new))
        else:
            return "scalar"
        return ""

    def remove(self, location: Location) -> None:
        """Remove the value at a location, if it is still there."""
        if not location:
            self.root = {}
            return
        *above, key = location
        parent = self._at(tuple(above))
        if isinstance(parent, dict):
            parent.pop(str(key), None)
        elif isinstance(parent, list) and int(key) < len(parent):
            del parent[int(key)]

    def _at(self, location: Location) -> Json:
        value = self.root
        for key in location:
            if isinstance(value, dict):
                value = value.get(str(key))
            elif isinstance(value, list):
                value = value[int(key)] if int(key) < len(value) else None
        return value


def _merge(current: JsonObject, update: JsonObject) -> None:
    """Objects member by member, arrays one after the other, anything else replaced (section "Action Object")."""
    for key, new in update.items():
        old = current.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            _merge(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            old.extend(_copy(item) for item in new)
        else:
            current[key] = _copy(new)


def _copy(value: Json) -> Json:
    """A copy that shares no object or array. A document may share some, by the aliases of YAML."""
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value
