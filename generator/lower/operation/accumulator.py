"""Accumulators: how to combine the chunks of a stream into one response.

Two rules, both derived from the types:

- An event contains the complete response. A member of the chunk's union has a property of the response's type. If
  several have one, it is the member whose tag marks the end of the stream (`_END`).
- Chunks are deltas. The chunk has a list of objects with an `index`, under a name that the response has too. Either an
  object in the chunk's item (`delta`) corresponds to the one object in the response's item that the chunk lacks and
  that shares two or more properties with it (`message`), or the item itself has text in a property of `_TEXT`. Below
  it, free text is joined (except `_COMPLETE`, which is sent at once; the `name` of an object with an `index` is
  extended), lists of objects with an `index` (or of a union of such objects) are merged by it, and other lists are
  joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.ir.text import folded
from generator.ir.types import (
    Accumulator,
    Array,
    Definition,
    Enumeration,
    Field,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)
from generator.ir.walk import object_of, plain

_TEXT = ("content", "text")
_COMPLETE = frozenset({"id", "name", "type", "role", "format", "signature", "model"})
_NAME = "name"
_END = frozenset({"completed", "complete", "done", "finished", "final", "end"})
_INDEX = "index"
_DEEPEST = 6

Definitions = Mapping[str, Definition]
Rules = list[tuple[str, str]]


def derive_accumulator(item: Type, response: Type, definitions: Definitions) -> Accumulator | None:
    """The accumulator of a stream of `item` to `response`, or None if no rule applies."""
    return _from_event(item, response, definitions) or _from_deltas(item, response, definitions)


# --- an event contains the complete response ---


def _from_event(item: Type, response: Type, definitions: Definitions) -> Accumulator | None:
    union = plain(item, definitions)
    if not isinstance(union, Union) or union.tag is None or not isinstance(response, Ref):
        return None
    found: list[tuple[str, str]] = []
    for member, values in zip(union.members, union.tag.values, strict=True):
        shape = object_of(member, definitions)
        fields = shape.fields if shape is not None and len(values) == 1 else ()
        found.extend((str(values[0]), field.wire) for field in fields if _not_null(field.type) == response)
    ends = [entry for entry in found if _END.intersection(folded(entry[0])[-1:])]
    if len(found) == 1 or len(ends) == 1:
        event, name = (ends or found)[0]
        return Accumulator(response, event=event, property=name)
    return None


# --- chunks are deltas ---


def _from_deltas(item: Type, response: Type, definitions: Definitions) -> Accumulator | None:
    chunk, complete = object_of(item, definitions), object_of(response, definitions)
    if chunk is None or complete is None:
        return None
    complete_fields = {field.wire: field for field in complete.fields}
    for field in chunk.fields:
        if field.wire not in complete_fields:
            continue
        part, full = _indexed(field.type, definitions), _element(complete_fields[field.wire].type, definitions)
        if part is None or full is None:
            continue
        rules = list(_choice_rules(field.wire, part, full, definitions))
        if rules:
            return Accumulator(response, rules=((field.wire, "index"), *rules), text=_text(rules))
    return None


def _choice_rules(at: str, part: Object, full: Object, definitions: Definitions) -> Iterator[tuple[str, str]]:
    in_part = {field.wire for field in part.fields}
    in_full = {field.wire for field in full.fields}
    only_full = [field for field in full.fields if field.wire not in in_part and object_of(field.type, definitions)]
    for field in part.fields:
        inner = object_of(field.type, definitions)
        if field.wire in in_full or inner is None or len(only_full) != 1:
            continue
        other = object_of(only_full[0].type, definitions)
        shared = {entry.wire for entry in other.fields} if other else set[str]()
        if len(shared.intersection(entry.wire for entry in inner.fields)) >= 2:
            path = f"{at}.{field.wire}"
            yield path, f"into:{only_full[0].wire}"
            yield from _inner_rules(path, inner, definitions, 0)
            return
    for field in part.fields:
        if field.wire in _TEXT and field.wire in in_full and _joins(field, definitions):
            yield f"{at}.{field.wire}", "concat"


def _inner_rules(
    at: str, shape: Object, definitions: Definitions, depth: int, indexed: bool = False
) -> Iterator[tuple[str, str]]:
    """The rules below an object in the chunk. `indexed`: it is in a list of objects with an `index`, within the object
    that `into` names."""
    if depth > _DEEPEST:
        return
    for field in shape.fields:
        path = f"{at}.{field.wire}"
        found = plain(field.type, definitions)
        if isinstance(found, Array):
            inner = _indexed(found, definitions)
            yield path, "index" if inner is not None else "append"
            if inner is not None:
                yield from _inner_rules(path, inner, definitions, depth + 1, indexed=True)
        elif (inner := object_of(field.type, definitions)) is not None:
            yield from _inner_rules(path, inner, definitions, depth + 1, indexed)
        elif _joins(field, definitions):
            yield path, "concat"
        elif indexed and field.wire == _NAME and found == Scalar("string"):
            yield path, "extend"


def _joins(field: Field, definitions: Definitions) -> bool:
    """Whether a field is free text, or a union of free text and lists or objects, and is sent in parts."""
    found = plain(field.type, definitions)
    members = found.members if isinstance(found, Union) else (found,)
    text = [member for member in members if plain(member, definitions) == Scalar("string")]
    others = [plain(member, definitions) for member in members if member not in text]
    containers = all(not isinstance(other, Scalar | Enumeration) for other in others)
    return _COMPLETE.isdisjoint(folded(field.wire)[-1:]) and len(text) == 1 and containers


def _text(rules: Rules) -> str:
    joined = [path for path, how in rules if how == "concat"]
    return next((path for path in joined if path.rpartition(".")[2] in _TEXT), "")


# --- types behind references ---


def _not_null(type: Type) -> Type:
    return type.type if isinstance(type, Nullable) else type


def _element(type: Type, definitions: Definitions) -> Object | None:
    """The object type of an array's items; for a tagged union, an object with the fields of all members."""
    found = plain(type, definitions)
    if not isinstance(found, Array):
        return None
    item = plain(found.item, definitions)
    if not isinstance(item, Union) or item.tag is None:
        return object_of(item, definitions)
    members = [shape for member in item.members if (shape := object_of(member, definitions)) is not None]
    return Object(tuple({field.wire: field for shape in members for field in shape.fields}.values()))


def _indexed(type: Type, definitions: Definitions) -> Object | None:
    """The same, if the items have a number `index`."""
    shape = _element(type, definitions)
    if shape is None:
        return None
    kinds = {field.wire: plain(field.type, definitions) for field in shape.fields}
    index = kinds.get(_INDEX)
    return shape if isinstance(index, Scalar) and index.kind in {"integer", "number"} else None
