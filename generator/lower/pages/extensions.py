"""Pagination that the document declares: the extensions of Speakeasy, Fern, Stainless and Azure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.document.node import Node, NodeId
from generator.lower.context import Context, elements
from generator.lower.pages.described import path_text, step_text

_STEP = re.compile(r"\.?([A-Za-z_@$][\w@$.-]*?)(?=\.|\[|$)|\.?\[\s*['\"]?([^'\"\]]+)['\"]?\s*\]")


@dataclass(frozen=True, slots=True)
class Declared:
    """What an extension declares, in the words of the config: `cursor`, `next`, `items`, `more`, `total`, …"""

    extension: str
    node: Node
    values: dict[str, str] = field(default_factory=dict[str, str])


def declared_pages(operation: Node, context: Context, *, marks: bool) -> Declared | None:
    """The pagination that the extensions of an operation declare, or None. With `marks`, parts of it may be marked."""
    marked = _stainless(operation, context) if marks else None
    for found in (_speakeasy(operation), _fern(operation, context), _azure(operation), marked):
        if found is not None:
            return found
    return None


def has_marks(context: Context) -> bool:
    """Whether the document marks parameters or properties at all: most do not, and the marks are searched for."""
    return context.document.mentions(_STAINLESS)


def _speakeasy(operation: Node) -> Declared | None:
    node = operation.mapping("x-speakeasy-pagination")
    if node is None:
        return None
    kind, values = node.text("type"), dict[str, str]()
    for given in elements(node, "inputs"):
        if given.is_mapping and given.text("type") in {"cursor", "page", "offset"}:
            values[given.text("type")] = given.text("name").rpartition(".")[2]
    outputs = node.mapping("outputs")
    for key, name in _SPEAKEASY.items():
        path = _path(outputs.text(key)) if outputs is not None else ""
        if path:
            values[name] = path
    if kind == "url":
        values = {key: value for key, value in values.items() if key not in {"cursor", "page", "offset"}}
    return Declared("x-speakeasy-pagination", node, values)


_SPEAKEASY = {"results": "items", "nextCursor": "next", "nextUrl": "next", "numPages": "total"}


def _fern(operation: Node, context: Context) -> Declared | None:
    node = operation.get("x-fern-pagination")
    if node is not None and node.value is True:
        node = context.root.get("x-fern-pagination")
    if node is None or not node.is_mapping:
        return None
    values: dict[str, str] = {}
    for key, name in _FERN.items():
        text = node.text(key)
        if text:
            values[name] = re.sub(r"^\$(request|response)\.?", "", text)
    if "offset" in values and "page" in values["offset"].lower():
        values["page"] = values.pop("offset")
    return Declared("x-fern-pagination", node, values)


_FERN = {
    "cursor": "cursor",
    "next_cursor": "next",
    "next_uri": "next",
    "next_path": "next",
    "offset": "offset",
    "results": "items",
    "has-next-page": "more",
}


def _azure(operation: Node) -> Declared | None:
    node = operation.mapping("x-ms-pageable")
    if node is None:
        return None
    values = {"items": node.text("itemName") or "value"}
    if link := node.text("nextLinkName"):
        values["next"] = step_text(link)
    return Declared("x-ms-pageable", node, values)


_PURPOSES = {
    "next_cursor_param": "cursor",
    "next_cursor_field": "next",
    "cursor_url_field": "next",
    "offset_count_param": "offset",
    "page_number_param": "page",
    "offset_count_total_count_field": "total",
    "total_page_count_field": "total",
    "has_next_page_field": "more",
    "items": "items",
}


def _stainless(operation: Node, context: Context) -> Declared | None:
    """The marks of single parameters and properties: `x-stainless-pagination-property: {purpose: …}`."""
    values: dict[str, str] = {}
    first: Node | None = None
    for name, mark in (*_marked_inputs(operation, context), *_marked_outputs(operation, context)):
        key = _PURPOSES.get(mark.text("purpose"))
        if key is not None and key not in values:
            values[key] = name
            first = first or mark
    return Declared("x-stainless-pagination-property", first, values) if first is not None else None


def _marked_inputs(operation: Node, context: Context) -> Iterator[tuple[str, Node]]:
    item = operation.parent
    for owner in (operation, item):
        for entry in context.elements(owner, "parameters") if owner is not None and owner.is_mapping else ():
            node = context.follow(entry)
            if node is not None and node.is_mapping:
                for marked in (node, context.follow(node.mapping("schema"))):
                    mark = marked.mapping(_STAINLESS) if marked is not None and marked.is_mapping else None
                    if mark is not None:
                        yield node.text("name"), mark


_STAINLESS = "x-stainless-pagination-property"


def _marked_outputs(operation: Node, context: Context) -> Iterator[tuple[str, Node]]:
    for status, entry in context.members(operation, "responses"):
        node = context.follow(entry) if str(status).startswith("2") else None
        content = node.mapping("content") if node is not None and node.is_mapping else None
        for _, media in content.items() if content is not None else ():
            schema = media.mapping("schema") if media.is_mapping else None
            yield from _marked_properties(schema, (), context, set())


def _marked_properties(
    schema: Node | None, above: tuple[str, ...], context: Context, seen: set[tuple[NodeId, tuple[str, ...]]]
) -> Iterator[tuple[str, Node]]:
    """The marks of a schema's properties. `seen` are the schemas so far, each with the properties above it."""
    node = context.follow(schema)
    if node is None or not node.is_mapping or len(above) > 2 or (node.identity, above) in seen:
        return
    seen.add((node.identity, above))
    properties = node.mapping("properties")
    for name, entry in properties.items() if properties is not None else ():
        if entry.is_mapping:
            mark = entry.mapping(_STAINLESS)
            if mark is not None:
                yield path_text((*above, str(name))), mark
            yield from _marked_properties(entry, (*above, str(name)), context, seen)
    for part in elements(node, "allOf"):
        yield from _marked_properties(part, above, context, seen)


def _path(text: str) -> str:
    """A JSONPath of names and indices, as a path of the config: `$.data[-1].id` is `data.-1.id`."""
    rest = text.strip().removeprefix("$")
    return path_text(tuple(name or index for name, index in _STEP.findall(rest) if name or index))
