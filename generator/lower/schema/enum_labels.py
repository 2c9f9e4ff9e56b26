"""Labels of enumerations: the names and descriptions that extensions and `title` give to the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator.document.node import Node
from generator.ir.types import Enumeration, Json, Label
from generator.lower.docs import text_of
from generator.lower.schema.composition.shape import Shape
from generator.lower.schema.json_values import is_list, is_mapping
from generator.lower.schema.keywords import kind_of

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-speakeasy-enums")
_DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions")


def labelled(enumeration: Enumeration, shapes: Iterable[Shape]) -> Enumeration:
    """The enumeration with the labels that the schemas give to its values."""
    found: dict[str, Label] = {}
    for shape in shapes:
        for part in shape.parts:
            for key, label in _labels(part.node):
                known = found.get(key, Label())
                found[key] = Label(known.name or label.name, known.description or label.description)
    labels = tuple(found.get(_key(value), Label()) for value in enumeration.values)
    return replace(enumeration, labels=labels) if any(label != Label() for label in labels) else enumeration


def merged_labels(sources: Iterable[Enumeration], values: Sequence[Json]) -> tuple[Label, ...]:
    """The labels of values that several enumerations have."""
    found = {
        _key(value): label
        for source in sources
        for value, label in zip(source.values, source.labels, strict=False)
        if label != Label()
    }
    return tuple(found.get(_key(value), Label()) for value in values) if found else ()


def _key(value: Json) -> str:
    """A value as text, so that a label stays when the value is converted to the schema's type."""
    return "true" if value is True else "false" if value is False else str(value)


def _labels(node: Node) -> Iterator[tuple[str, Label]]:
    """The labels in one schema, by value."""
    value = node.value
    if "const" in value and isinstance(value.get("title"), str):
        yield _key(value["const"]), Label(text_of(value["title"]), text_of(value.get("description")))
    listed = value.get("enum")
    if not is_list(listed):
        return
    if len(listed) == 1 and isinstance(value.get("title"), str):
        yield _key(listed[0]), Label(text_of(value["title"]), text_of(value.get("description")))
    for keywords, is_name in ((_NAMES, True), (_DESCRIPTIONS, False)):
        for keyword in keywords:
            for key, text in _texts(node, keyword, listed):
                yield key, Label(text_of(text)) if is_name else Label("", text_of(text))
    fern = value.get("x-fern-enum")
    for key, entry in fern.items() if is_mapping(fern) else ():
        if is_mapping(entry):
            yield str(key), Label(text_of(entry.get("name")), text_of(entry.get("description")))
    microsoft = value.get("x-ms-enum")
    entries = microsoft.get("values") if is_mapping(microsoft) else None
    for entry in entries if is_list(entries) else ():
        if is_mapping(entry) and kind_of(entry.get("value")) not in {"array", "object"}:
            yield _key(entry.get("value")), Label(text_of(entry.get("name")), text_of(entry.get("description")))


def _texts(node: Node, keyword: str, listed: list[Json]) -> Iterator[tuple[str, str]]:
    """The texts of an extension that has one for each value, as a list or by value."""
    found: Any = node.value.get(keyword)
    if is_mapping(found):
        yield from ((str(key), text) for key, text in found.items() if isinstance(text, str))
    elif is_list(found):
        if len(found) != len(listed):
            count = f"{len(found)} entries for {len(listed)} values"
            node.diagnostics.warning("enum-names", f"`{keyword}` has {count}; ignored", node.child(keyword))
            return
        yield from ((_key(value), text) for value, text in zip(listed, found, strict=True) if isinstance(text, str))
