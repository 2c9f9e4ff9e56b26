"""The union of the bodies of webhooks, with the property that identifies them as its tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.ir.types import (
    Alias,
    AnyValue,
    Constant,
    Definition,
    Enumeration,
    Object,
    Ref,
    Tag,
    TagValue,
    Type,
    Union,
)

Definitions = Mapping[str, Definition]


def event_union(types: Sequence[Type], definitions: Definitions) -> Type:
    """The union of types. If a property identifies two or more of them, and half or more, it is their tag.

    Unlike the tag of a union in the document, the property need not be required, as webhooks are one union only here.
    """
    members = list({repr(member): member for type in types for member in _members(type, definitions)}.values())
    if any(isinstance(member, AnyValue) for member in members):
        return AnyValue()
    if len(members) == 1:
        return members[0]
    values = _best([_values(member, definitions) for member in members])
    if values is None:
        return Union(tuple(members))
    name, found = values
    tagged = [(member, known) for member, known in zip(members, found, strict=True) if known]
    union = Union(tuple(member for member, _ in tagged), Tag(name, tuple(known for _, known in tagged)))
    others = [member for member, known in zip(members, found, strict=True) if not known]
    return Union((union, *others)) if others else union


def is_tagged(type: Type) -> bool:
    """Whether the tag of a union identifies each of its members."""
    return isinstance(type, Union) and type.tag is not None


def _members(type: Type, definitions: Definitions) -> Iterator[Type]:
    """The members of a type that is a union, or the type itself."""
    found, seen = type, set[str]()
    while isinstance(found, Ref) and found.id not in seen:
        seen.add(found.id)
        shape = definitions[found.id].shape
        if not isinstance(shape, Alias):
            break
        found = shape.type
    if isinstance(found, Union):
        for member in found.members:
            yield from _members(member, definitions)
    else:
        yield found if isinstance(found, Ref) else type


def _values(type: Type, definitions: Definitions) -> dict[str, tuple[TagValue, ...]]:
    """The values of each property of an object that has one value or a few."""
    shape = definitions[type.id].shape if isinstance(type, Ref) else None
    found: dict[str, tuple[TagValue, ...]] = {}
    for field in shape.fields if isinstance(shape, Object) else ():
        kind = field.type
        if isinstance(kind, Ref) and isinstance(alias := definitions[kind.id].shape, Alias):
            kind = alias.type
        listed = (kind.value,) if isinstance(kind, Constant) else kind.values if isinstance(kind, Enumeration) else ()
        texts = tuple(value for value in listed if isinstance(value, str))
        if texts and len(texts) == len(listed):
            found[field.wire] = texts
    return found


def _best(members: list[dict[str, tuple[TagValue, ...]]]) -> tuple[str, list[tuple[TagValue, ...]]] | None:
    """The property that identifies the most members, with its values in each; `type` and `event` come first."""
    names = dict.fromkeys(["type", "event", *(name for member in members for name in member)])
    best: tuple[str, list[tuple[TagValue, ...]]] | None = None
    most = max(2, (len(members) + 1) // 2) - 1
    for name in names:
        values = [member.get(name, ()) for member in members]
        known = [value for member in values for value in member]
        count = sum(1 for member in values if member)
        if len(known) == len(set(known)) and count > most:
            best, most = (name, values), count
    return best
