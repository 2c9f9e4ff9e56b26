"""Unions: flat, without duplicates or null, with a tag if one identifies the members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from generator.document.node import Node
from generator.ir.types import (
    AnyValue,
    Constant,
    Enumeration,
    Json,
    Map,
    Never,
    Nullable,
    Ref,
    Scalar,
    Tag,
    Type,
    Union,
)
from generator.lower.context import Context
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.discriminators import Discriminators
from generator.lower.schema.enum_labels import labelled, merged_labels
from generator.lower.schema.json_values import is_mapping, key_of, one_of
from generator.lower.schema.keywords import kind_of
from generator.lower.schema.union_members import FlatUnion, UnionMember
from generator.lower.schema.union_tags import explicit_tag, implicit_tag, partial_tag

Build = Callable[[UnionMember, NamePath], Type]
"""Makes the type of one member, with the name path for its definition."""


class Unions:
    """Makes the types of unions from their members."""

    def __init__(
        self,
        context: Context,
        discriminators: Discriminators,
        shapes: Shapes,
        build: Build,
        open_enumeration: Callable[[Ref], bool],
        define: Callable[[Enumeration, Node, NamePath], Ref],
    ) -> None:
        self._context = context
        self._discriminators = discriminators
        self._shapes = shapes
        self._build = build
        self._is_open_enumeration = open_enumeration
        self._define = define

    def union(self, flat: FlatUnion, node: Node, name_path: NamePath) -> Type:
        """The type of the members, without null."""
        members = flat.members
        if not members and flat.cyclic:
            self._context.fallback(
                "cyclic-union",
                "the union has no member except itself; treated as any value",
                node,
                "add a member other than the union",
            )
            return AnyValue()
        if not members:
            return Scalar("null") if flat.null else Never()
        nested = self._nested_tag(flat, node)
        tag = nested or (self._tag(flat) if len(members) > 1 else None)
        labels = _labels(members, tag)
        kinds = [member.shape.kind for member in members]
        types: list[Type] = []
        for member, label in zip(members, labels, strict=True):
            below = member.name_path or name_path
            alone = len(members) == 1 or (member.shape.kind == "array" and kinds.count("array") == 1)
            types.append(self._build(member, below if alone else below.below(label)))
        if nested is not None:
            return self._with_nested(types, nested, node, name_path)
        if tag is not None:
            return Union(tuple(types), tag)
        found = self._untagged(types, node, name_path)
        return labelled(found, [member.shape for member in members]) if isinstance(found, Enumeration) else found

    def _with_nested(self, types: Sequence[Type], tag: Tag, node: Node, name_path: NamePath) -> Type:
        """A union that has a tagged union as a member. `tag` has no values for the other members."""
        pairs = list(zip(types, tag.values, strict=True))
        tagged = [type for type, values in pairs if values]
        others = self._untagged([type for type, values in pairs if not values], node, name_path)
        values = tuple(values for values in tag.values if values)
        union = Union(tuple(tagged), replace(tag, values=values))
        if isinstance(others, AnyValue):
            return others
        return Union((union, *(others.members if isinstance(others, Union) else (others,))))

    def _untagged(self, types: Sequence[Type], node: Node, name_path: NamePath) -> Type:
        found = self.of_types(types)
        if not isinstance(found, Union):
            return found
        return Union(
            tuple(
                self._define(each, node, name_path) if isinstance(each, Enumeration) else each for each in found.members
            )
        )

    def of_types(self, types: Sequence[Type]) -> Type:
        """The union of several types, without a tag; the type itself if only one is left."""
        flat: list[Type] = []
        null = False
        for member in types:
            null |= isinstance(member, Nullable)
            bare = member.type if isinstance(member, Nullable) else member
            flat.extend(bare.members if isinstance(bare, Union) and bare.tag is None else (bare,))
        found = self._simplified(flat)
        if any(isinstance(member, AnyValue) for member in found):
            return AnyValue()
        result = found[0] if len(found) == 1 else Union(tuple(found))
        return Nullable(result) if null else result

    def _nested_tag(self, flat: FlatUnion, node: Node) -> Tag | None:
        """The tag of a nested union beside members that it does not identify, which have no values then."""
        names = {str(found.value.get("propertyName")) for found in flat.discriminators}
        own = any(found.parent is not None and found.parent.value is node.value for found in flat.discriminators)
        if len(names) != 1 or own or self._discriminators.default(flat.discriminators[0]) is not None:
            return None
        return partial_tag([member.shape for member in flat.members], names.pop(), self._shapes)

    def _tag(self, flat: FlatUnion) -> Tag | None:
        shapes = [member.shape for member in flat.members]
        names = dict.fromkeys(str(found.value.get("propertyName")) for found in flat.discriminators)
        if len(names) == 1:
            discriminator = flat.discriminators[0]
            default = self._discriminators.default(discriminator)
            if tag := explicit_tag(shapes, discriminator, default, self._shapes, self._context):
                return tag
        return implicit_tag(shapes, self._shapes)

    def _simplified(self, types: Sequence[Type]) -> list[Type]:
        """Remove duplicates, and merge constants, enumerations and the plain scalars that they are subsets of."""
        merged = _merged_values(distinct(types))
        plain = {member.kind for member in merged if isinstance(member, Scalar) and not member.format}
        result: list[Type] = []
        swallowed: set[str] = set()
        for member in merged:
            kinds = {kind_of(value) for value in member.values} if isinstance(member, Enumeration) else set[str]()
            if isinstance(member, Enumeration) and len(kinds) == 1 and kinds <= plain:
                swallowed |= kinds
                result.append(replace(member, open=True, widened=True))
            elif isinstance(member, Constant) and isinstance(member.value, str) and "string" in plain:
                continue
            else:
                if isinstance(member, Ref) and "string" in plain and self._is_open_enumeration(member):
                    swallowed.add("string")
                result.append(member)
        return [
            member
            for member in result
            if not (_is_plain(member) and isinstance(member, Scalar) and member.kind in swallowed)
        ]


def distinct(types: Iterable[Type]) -> list[Type]:
    """The types without duplicates, compared as JSON compares: `Constant(1)` and `Constant(True)` are two."""
    return list({repr(member): member for member in types}.values())


def _is_plain(type: Type) -> bool:
    return isinstance(type, Scalar) and not type.format


def _merged_values(types: Sequence[Type]) -> list[Type]:
    """The types, with the constants and enumerations of each JSON type merged into the first."""
    by_kind: dict[str, list[Json]] = {}
    is_open: dict[str, bool] = {}
    for member in types:
        values = _values(member)
        kind = kind_of(values[0]) if values else ""
        by_kind.setdefault(kind, []).extend(values)
        is_open[kind] = is_open.get(kind, False) or not isinstance(member, Enumeration) or member.open
    result: list[Type] = []
    done: set[str] = set()
    for member in types:
        values = _values(member)
        kind = kind_of(values[0]) if values else ""
        if not values:
            result.append(member)
        elif kind not in done:
            done.add(kind)
            together = one_of(by_kind[kind])
            if kind == "boolean" and len(together) > 1:
                result.append(Scalar("boolean"))
            else:
                result.append(
                    Constant(together[0])
                    if len(together) == 1
                    else Enumeration(tuple(together), is_open[kind], merged_labels(_enumerations(types), together))
                )
    return result


def _enumerations(types: Sequence[Type]) -> list[Enumeration]:
    return [member for member in types if isinstance(member, Enumeration)]


def _values(type: Type) -> tuple[Json, ...]:
    if isinstance(type, Enumeration) and len({kind_of(value) for value in type.values}) == 1:
        return type.values
    if isinstance(type, Constant) and isinstance(type.value, (str, int, float)):
        return (type.value,)
    return ()


# --- labels of members ---


def _labels(members: Sequence[UnionMember], tag: Tag | None) -> list[str]:
    """A label for each member: its tag value, title, name, a property that only it has, or its JSON type."""
    labels: list[str] = []
    taken: set[str] = set()
    for index, member in enumerate(members):
        for label in _candidates(member, index, members, tag):
            if label and label.lower() not in taken:
                labels.append(label)
                taken.add(label.lower())
                break
        else:
            labels.append(f"{member.shape.kind or 'Value'} {key_of(index)}")
    return labels


def _candidates(member: UnionMember, index: int, members: Sequence[UnionMember], tag: Tag | None) -> list[str]:
    value = member.shape.node.value
    title = value.get("title") if is_mapping(value) else None
    others = [other.shape for other in members if other is not member]
    kind = "Enum" if member.shape.values else member.shape.kind.capitalize() or "Value"
    unique = [name for name in member.shape.properties if not any(name in other.properties for other in others)]
    required = [name for name in unique if name in member.shape.required]
    own = [name for name in member.shape.required if not any(name in other.required for other in others)]
    return [
        "Base" if member.is_base else "",
        _tag_label(tag, index),
        title if isinstance(title, str) else "",
        member.label,
        *required[:1],
        *own[:1],
        *unique[:1],
        kind,
        f"{kind} {member.shape.format}" if member.shape.format else "",
        *(f"{kind} {name}" for name in member.shape.properties),
        *(f"{word} {kind}" for word in ("Other", "Further", "Another", "Last")),
    ]


def _tag_label(tag: Tag | None, index: int) -> str:
    if tag is None or not tag.values[index]:
        return ""
    value = tag.values[index][0]
    return value if isinstance(value, str) else f"{tag.property} {value}"


def objects_in(types: Sequence[Type], is_object: Callable[[Ref], bool]) -> int:
    """How many of the types are objects."""
    return sum(
        objects_in(member.members, is_object)
        if isinstance(member, Union)
        else isinstance(member, Map) or (isinstance(member, Ref) and is_object(member))
        for member in types
    )
