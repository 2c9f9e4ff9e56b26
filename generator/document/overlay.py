"""OpenAPI Overlay 1.0: documents that change a document before it is read, applied in their order.

The targets are JSONPath (RFC 9535) over the document as its author wrote it, before any upgrade.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json
from generator.document.node import Node
from generator.document.parse_file import parse_file, read_file

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
        """The document with the actions applied; the argument is not changed."""
        actions = self._root.sequence("actions")
        if actions is None:
            self._diagnostics.error("not-an-overlay", "the overlay has no `actions`", self._root)
            return value
        for action in actions.elements():
            value = self._act(action, value)
        return value

    def _act(self, action: Node, value: Json) -> Json:
        target, update = action.text("target"), action.get("update")
        found = self._select(action, target, value)
        if not found:
            return value
        if action.flag("remove"):
            for location in reversed(found):
                value = _removed(value, location)
            return value
        if update is None:
            self._diagnostics.warning("overlay-without-effect", "the action has neither `update` nor `remove`", action)
            return value
        for location in found:
            value = self._updated(value, location, update)
        return value

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

    def _updated(self, value: Json, location: Location, update: Node) -> Json:
        current = _at(value, location)
        new: Json = update.value
        if isinstance(current, dict) and not isinstance(new, dict):
            update.wrong("an object, as the target is one")
            return value
        if not isinstance(current, (dict, list)):
            message = "the target is neither an object nor an array, so there is nothing to update in it"
            self._diagnostics.error("overlay-target", message, update)
            return value
        merged: Json = _merged(current, new) if isinstance(current, dict) else [*current, new]
        return _placed(value, location, merged)


def _merged(current: Json, update: Json) -> Json:
    """Objects member by member, arrays one after the other, anything else replaced (section "Action Object")."""
    if isinstance(current, dict) and isinstance(update, dict):
        return current | {key: _merged(current.get(key), item) for key, item in update.items()}
    if isinstance(current, list) and isinstance(update, list):
        return [*current, *update]
    return update


def _at(value: Json, location: Location) -> Json:
    for key in location:
        if isinstance(value, dict):
            value = value[str(key)]
        elif isinstance(value, list):
            value = value[int(key)]
    return value


def _placed(value: Json, location: Location, new: Json) -> Json:
    """The value with another in that place, made anew along the way and shared elsewhere."""
    if not location:
        return new
    key, rest = location[0], location[1:]
    if isinstance(value, dict) and isinstance(key, str):
        return {**value, key: _placed(value[key], rest, new)}
    if isinstance(value, list) and isinstance(key, int):
        return [*value[:key], _placed(value[key], rest, new), *value[key + 1 :]]
    return value


def _removed(value: Json, location: Location) -> Json:
    if not location:
        return {}
    *above, key = location
    parent = _at(value, tuple(above))
    if isinstance(parent, list) and isinstance(key, int):
        return _placed(value, tuple(above), [*parent[:key], *parent[key + 1 :]])
    if isinstance(parent, dict):
        return _placed(value, tuple(above), {name: member for name, member in parent.items() if name != key})
    return value
