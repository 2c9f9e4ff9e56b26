"""What every `Api` promises, whatever the document (see `generator/ir/types/`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.ir.types import (
    Alias,
    AnyValue,
    Api,
    Constant,
    Definition,
    Enumeration,
    Field,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tag,
    Type,
    Union,
)
from generator.ir.walk import content_types, inside, request_types, types_of


def broken(api: Api) -> list[str]:
    """What does not hold, in words; nothing if all holds."""
    definitions = {definition.id: definition for definition in api.definitions}
    found = [f"the id {name!r} is given twice" for name, count in _counts(api).items() if count > 1]
    for at, type in _types(api):
        found.extend(f"{at}: {fault}" for part in inside(type) for fault in _faults(part, definitions))
    for definition in api.definitions:
        if isinstance(definition.shape, Object):
            wires = Counter(field.wire for field in definition.shape.fields)
            found.extend(f"{definition.id}: {wire!r} twice" for wire, count in wires.items() if count > 1)
        if not definition.name or not all(definition.name):
            found.append(f"{definition.id}: a name without words")
    calls = Counter((operation.group, operation.name) for operation in api.operations)
    found.extend(f"two operations are called {call}" for call, count in calls.items() if count > 1)
    found.extend(
        f"{operation.id}: no name" for operation in api.operations if not operation.name or not operation.group
    )
    return found


def _counts(api: Api) -> Mapping[str, int]:
    return Counter(definition.id for definition in api.definitions)


def _types(api: Api) -> Iterator[tuple[str, Type]]:
    for definition in api.definitions:
        for type in types_of(definition.shape):
            yield definition.id, type
    for operation in api.operations:
        for type in (*request_types(operation), *content_types(operation.responses), *content_types(operation.errors)):
            yield operation.id, type
        if operation.stream is not None:
            yield operation.id, operation.stream.item


def _faults(type: Type, definitions: Mapping[str, Definition]) -> Iterator[str]:
    match type:
        case Ref(id=id) if id not in definitions:
            yield f"{id!r} is no definition"
        case Nullable(type=Nullable() | AnyValue() | Scalar(kind="null")):
            yield "null twice"
        case Nullable(type=Ref(id=id)) if _allows_null(definitions.get(id)):
            yield f"null twice: {id!r} allows it"
        case Enumeration(values=values):
            if len(values) < 2 or len({repr(value) for value in values}) < len(values) or None in values:
                yield f"no enumeration: {values}"
        case Union(members=members, tag=tag):
            if len(members) < 2:
                yield "a union of one"
            if len({repr(member) for member in members}) < len(members):
                yield "a union with a member twice"
            nested = [member for member in members if isinstance(member, Union) and (tag or not member.tag)]
            if nested or any(isinstance(member, Nullable) or member == Scalar("null") for member in members):
                yield "a union that is not flat"
            if tag is not None:
                yield from _tag_faults(tag, members, definitions)


def _allows_null(definition: Definition | None) -> bool:
    shape = definition.shape if definition is not None else None
    return isinstance(shape, Alias) and isinstance(shape.type, (Nullable, AnyValue))


def _tag_faults(tag: Tag, members: tuple[Type, ...], definitions: Mapping[str, Definition]) -> Iterator[str]:
    if len(tag.values) != len(members):
        yield "a tag with values for other members"
    counts = Counter(value for values in tag.values for value in values)
    if counts and max(counts.values()) > 1:
        yield f"a tag with a value for two members: {tag}"
    for member, values in zip(members, tag.values, strict=False):
        if not values and tag.default is not None and tag.values[tag.default] == ():
            continue
        shape = definitions[member.id].shape if isinstance(member, Ref) and member.id in definitions else None
        if not isinstance(shape, Object):
            yield f"a member of a tagged union is no object: {member}"
            continue
        fields = [field for field in shape.fields if field.wire == tag.property]
        if [set(_values(field, definitions)) for field in fields] != [set(values)]:
            yield f"the field {tag.property!r} of {member} is not {values}: {fields}"


def _values(field: Field, definitions: Mapping[str, Definition]) -> tuple[object, ...]:
    type: Type = field.type
    while isinstance(type, Ref) and isinstance(shape := definitions[type.id].shape, Alias):
        type = shape.type
    match type:
        case Constant(value=value):
            return (value,)
        case Enumeration(values=values):
            return values
        case _:
            return ()
