"""Flatten unions: expand nested unions, strip null, merge sibling keywords into each member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from generator.document.node import Node, NodeId
from generator.document.resolver import is_reference
from generator.lower.context import Context
from generator.lower.schema.aliases import References
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Alternatives, Part, Shape, is_closed
from generator.lower.schema.definitions import Definitions, NamePath
from generator.lower.schema.discriminators import Discriminators, name_of
from generator.lower.schema.json_values import same
from generator.lower.schema.keywords import structure
from generator.lower.schema.objects import declares

_MOST_COMBINATIONS = 256
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class UnionMember:
    """A member: its shape, its named schema (None for an inline one), and a label to name it by."""

    shape: Shape
    target: Node | None = None
    label: str = ""
    is_base: bool = False
    """Whether it is the base of the other members."""
    name_path: NamePath | None = None
    """The name path of the union that contains it, if it is not the one being lowered."""

    @property
    def is_enumeration(self) -> bool:
        """Whether it is an inline enumeration. Unions merge these before they are named."""
        return self.target is None and self.shape.values is not None and not self.shape.alternatives


@dataclass(slots=True)
class FlatUnion:
    """A union without nested unions: its members, whether null is one, and all discriminators."""

    members: list[UnionMember] = field(default_factory=list[UnionMember])
    null: bool = False
    discriminators: list[Node] = field(default_factory=list[Node])
    combinations: int = 0
    """The number of combined alternatives, including those of nested unions."""
    cyclic: bool = False
    """Whether the union contains itself."""


class UnionFlattener:
    """Flattens unions."""

    def __init__(
        self,
        context: Context,
        shapes: Shapes,
        references: References,
        discriminators: Discriminators,
        definitions: Definitions,
    ) -> None:
        self._context = context
        self._shapes = shapes
        self._references = references
        self._discriminators = discriminators
        self._definitions = definitions
        self._found: dict[Shape, FlatUnion] = {}
        self.expanded: set[str] = set()
        """The ids of named unions whose members are members of another union."""

    def of(self, shape: Shape) -> FlatUnion:
        """The members of a schema that is a union: by `oneOf`, `anyOf`, or a list of types."""
        found = self._found.get(shape)
        if found is None:
            found = FlatUnion()
            self._found[shape] = found
            self._expand(shape, found, set(), 0, None)
        return found

    def subtypes(self, base: Node) -> FlatUnion:
        """The subtypes of a base with a discriminator, as a union."""
        found = FlatUnion(discriminators=[self._discriminators.of_base(base)])
        self._add_subtypes(base, found, set(), None)
        return found

    def admits_null(self, shape: Shape) -> bool:
        """Whether null is a value of the schema."""
        return shape.null or shape.allows_anything or (bool(shape.alternatives) and self.of(shape).null)

    def alone(self, shape: Shape) -> UnionMember | None:
        """The inline schema that is the only member of a union beside null."""
        flat = self.of(shape)
        alone = flat.members[0] if len(flat.members) == 1 else None
        return alone if alone is not None and alone.target is None and alone.shape is not shape else None

    def is_object(self, shape: Shape) -> bool:
        """Whether the definition of a schema is an object, apart from null."""
        if self._discriminators.subtypes(shape.node):
            return False
        if shape.alternatives:
            alone = self.alone(shape)
            return alone is not None and self.is_object(alone.shape)
        return shape.kind == "object" and shape.values is None and declares(shape)

    # --- expansion ---

    def _expand(self, shape: Shape, into: FlatUnion, seen: set[NodeId], depth: int, name_path: NamePath | None) -> None:
        into.null |= shape.null
        if depth > _DEEPEST:
            self._context.diagnostics.error(
                "too-deep", f"the union is nested more than {_DEEPEST} levels deep", shape.node
            )
            return
        if not shape.alternatives:
            self._add_leaf(UnionMember(shape, name_path=name_path), into, seen)
            return
        for group in shape.alternatives:
            if group.discriminator is not None:
                into.discriminators.append(group.discriminator)
        if len(shape.alternatives) == 1 and _is_bare(shape):
            group = shape.alternatives[0]
            for member in group.members:
                if group.discriminator is not None and self._is_dangling(member):
                    continue  # its values are unknown members, which every discriminated union keeps
                self._expand_member(member, into, seen, depth, group.name_path or name_path)
        else:
            self._expand_combined(shape, into, seen, depth, name_path)

    def _is_dangling(self, member: Node) -> bool:
        return is_reference(member) and self._context.document.resolve(member) is None

    def _expand_member(
        self, member: Node, into: FlatUnion, seen: set[NodeId], depth: int, name_path: NamePath | None
    ) -> None:
        found = self._references.plain(member)
        if found is None:
            inline = self._shapes.of(member)
            if not inline.never:
                self._expand(inline, into, seen, depth + 1, name_path)
            return
        target, null = found
        into.null |= null
        self._expand_target(target, into, seen, depth)

    def _expand_target(self, target: Node, into: FlatUnion, seen: set[NodeId], depth: int) -> None:
        if depth > _DEEPEST:
            self._context.diagnostics.error("too-deep", f"the union is nested more than {_DEEPEST} levels deep", target)
            return
        following = self._references.plain(target)
        if following is not None:
            into.null |= following[1]
            self._expand_target(following[0], into, seen, depth + 1)
            return
        shape = self._shapes.of(target)
        named = self._definitions.name_path(target)
        if self._discriminators.subtypes(target):
            if target.is_mapping and target.identity not in seen:
                seen.add(target.identity)
                into.discriminators.append(self._discriminators.of_base(target))
                self._add_subtypes(target, into, seen, named)
        elif shape.alternatives and named is not None and self.is_object(shape):
            into.null |= self.of(shape).null
            self._add_leaf(UnionMember(self.of(shape).members[0].shape, target, name_of(target)), into, seen)
        elif shape.alternatives:
            if target.identity not in seen:
                seen.add(target.identity)
                if named is not None:
                    self.expanded.add(named.id)
                self._expand(shape, into, seen, depth + 1, named or self._definitions.located(target))
            else:
                into.cyclic = True
        elif named is None or (shape.null and shape.kind != "object"):
            into.null |= shape.null
            self._add_leaf(UnionMember(shape, None, name_of(target), name_path=named), into, seen)
        else:
            into.null |= shape.null
            self._add_leaf(UnionMember(shape, target, name_of(target)), into, seen)

    def _add_subtypes(self, base: Node, into: FlatUnion, seen: set[NodeId], name_path: NamePath | None) -> None:
        for subtype in self._discriminators.subtypes(base):
            shape = self._shapes.of(subtype)
            into.null |= shape.null
            own = subtype.value is base.value
            target = None if own or self._discriminators.subtypes(subtype) else subtype
            self._add_leaf(UnionMember(shape, target, name_of(subtype), own, name_path), into, seen)

    def _add_leaf(self, member: UnionMember, into: FlatUnion, seen: set[NodeId]) -> None:
        shape = member.shape
        only_null = shape.null and () in (shape.kinds, shape.values)
        if only_null or shape.never:
            into.null |= shape.null
            return
        node = shape.node
        if node.is_mapping:
            if node.identity in seen and shape.parts and shape.parts[0].node.value is node.value:
                return
            seen.add(node.identity)
        into.members.append(member)

    def _expand_combined(
        self, shape: Shape, into: FlatUnion, seen: set[NodeId], depth: int, name_path: NamePath | None
    ) -> None:
        """Merge sibling keywords into each alternative, and combine the alternatives of several unions."""
        count = 1
        for group in shape.alternatives:
            count *= len(group.members)
        most = _MOST_COMBINATIONS - into.combinations
        if count > most:
            why = f"the unions combine in more than {_MOST_COMBINATIONS} ways; only the first ones are kept"
            hint = "write the alternatives as a single `oneOf`"
            self._context.fallback("too-many-combinations", why, shape.node, hint)
        before = len(into.members)
        impossible: list[tuple[Shape, str]] = []
        choices = product(*(self._choices(group) for group in shape.alternatives))
        for choice in islice(choices, max(most, 0)):
            subsumed = self._subsuming(shape, choice)
            if subsumed is not None:
                self._expand_member(subsumed, into, seen, depth, name_path)
                continue
            into.combinations += 1
            if all(member.value is True or not structure(member.value) for member, _ in choice):
                node = shape.node
            else:
                node = next(member for member, _ in reversed(choice) if structure(member.value))
            parts = [Part(member, group.name_path) for member, group in choice]
            combined = self._shapes.combined(node, parts, shape, name_path or self._definitions.located(shape.node))
            combined.null = combined.null or any(self._shapes.of(member).null for member, _ in choice)
            label = ""
            for member, _ in choice:
                target = self._discriminators.canonical(member) if member.is_mapping else None
                if target is not None and target.is_mapping and target.value is not member.value:
                    label = label or name_of(target)
                    combined.tags.update(self._shapes.of(target).tags)
            if not self._is_possible(combined):
                impossible.append((combined, label))
                continue
            if combined.alternatives:
                self._expand(combined, into, seen, depth + 1, name_path)
            else:
                self._add_leaf(UnionMember(combined, None, label, name_path=name_path), into, seen)

        if len(into.members) == before and impossible:
            self._context.fallback(
                "impossible-union",
                "every member of the union contradicts the keywords beside it; the members are kept",
                shape.node,
            )
            for combined, label in impossible:
                self._add_leaf(UnionMember(combined, None, label, name_path=name_path), into, seen)

    def _is_possible(self, shape: Shape) -> bool:
        """Whether any value matches the combined schemas."""
        if shape.never or shape.conflicts:
            return False
        several = (parts for name, parts in shape.properties.items() if len(parts) > 1 and name in shape.required)
        return all(not self._shapes.quiet(parts).conflicts for parts in several)

    def _says_less(self, base: Shape, member: Shape, name: str) -> bool:
        """Whether the member's property allows no values other than the base's."""
        allowed = self._shapes.quiet(base.properties[name]).values
        found = self._shapes.quiet(member.properties[name]).values
        return allowed is None or (found is not None and all(any(same(value, a) for a in allowed) for value in found))

    def _choices(self, group: Alternatives) -> Iterator[tuple[Node, Alternatives]]:
        return ((member, group) for member in group.members)

    def _subsuming(self, base: Shape, choice: tuple[tuple[Node, Alternatives], ...]) -> Node | None:
        """The only member of the choice, if it already has all keywords of the base, or is null."""
        if len(choice) != 1:
            return None
        member = choice[0][0]
        if not member.is_mapping:
            return None
        shape = self._shapes.of(member)
        if shape.kinds == () and shape.null:
            return member
        if shape.alternatives or base.values or any(part.node.value.get("items") for part in base.parts):
            return None
        if base.kinds is not None and shape.kinds is None and not shape.inferred:
            return None
        known = all(name in shape.properties and self._says_less(base, shape, name) for name in base.properties)
        required = all(name in shape.required for name in base.required if name in base.properties)
        return member if known and required and not is_closed(base) else None


def _is_bare(shape: Shape) -> bool:
    """Whether a schema has no keywords beside its union that affect the members."""
    if shape.values or shape.properties:
        return False
    keywords = ("required", "items", "prefixItems", "additionalProperties", "patternProperties", "format")
    return not shape.kinds and not any(structure(part.node.value) & set(keywords) for part in shape.parts)
