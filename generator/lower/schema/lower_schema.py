"""Lower schemas to types (JSON Schema 2020-12, as used by OpenAPI 3.1).

Each is lowered once: a schema of `components` to a definition, an inline one to a type or, if named, a definition.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from generator.counting import counted
from generator.document.node import Node, NodeId
from generator.ir.types import (
    Alias,
    AnyValue,
    Array,
    Enumeration,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Type,
    Union,
)
from generator.lower.context import Context
from generator.lower.docs import docs_of
from generator.lower.schema.aliases import References
from generator.lower.schema.arrays import array
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.narrowing import narrowest_of, significant_parts
from generator.lower.schema.composition.shape import Part, Shape
from generator.lower.schema.definitions import Definitions, NamePath
from generator.lower.schema.discriminators import Discriminators
from generator.lower.schema.json_values import is_list
from generator.lower.schema.objects import Objects, constraints_of, declares, map_of
from generator.lower.schema.scalars import formatted, is_open, listed, lone_scalar
from generator.lower.schema.union_members import UnionFlattener, UnionMember
from generator.lower.schema.unions import Unions, objects_in

_DEEPEST = 64


class Schemas:
    """Lowers schemas and collects their definitions."""

    def __init__(self, context: Context, outside: Callable[[Node], NamePath]) -> None:
        self.context = context
        self.discriminators = Discriminators(context)
        self.definitions = Definitions(context.root, outside)
        self.shapes = Shapes(context, self.definitions, self.discriminators)
        self.references = References(context, self.shapes, self.discriminators)
        self.flattener = UnionFlattener(context, self.shapes, self.references, self.discriminators, self.definitions)
        self._unions = Unions(
            context, self.discriminators, self.shapes, self._member, self._is_open_enumeration, self._enumeration
        )
        self._objects = Objects(self)
        self._types: dict[Hashable, Type] = {}
        self._open: dict[Hashable, NamePath] = {}
        self._looped: set[Hashable] = set()
        self._own_classes: dict[NodeId, Type] = {}
        self._name_components()

    # --- definitions ---

    def lower_components(self) -> None:
        """Make the definitions of all schemas of `components`."""
        for name, node in counted("schemas", list(self.context.component("schemas"))):
            self._define(node, self.definitions.name_path(node) or NamePath(name, (name,)))
        self.lower_waiting()

    def lower_waiting(self) -> None:
        """Make the definitions of named schemas that are referred to but are not in `components`."""
        while self.definitions.waiting:
            node = self.definitions.waiting.pop(0)
            name_path = self.definitions.name_path(node)
            if name_path is not None:
                self._define(node, name_path)

    def _name_components(self) -> None:
        members = list(self.context.component("schemas"))
        for name, node in members:
            self.definitions.name_component(name, node)
        for name, node in members:
            found = self.references.plain(node) if "$ref" in (node.value if node.is_mapping else ()) else None
            if found is not None and found[0].source is not node.source:
                self.definitions.name_stand_in(name, found[0])

    def _define(self, node: Node, name_path: NamePath) -> None:
        docs = docs_of(node.value, name_path.last)
        found = self.references.plain(node)
        if found is not None:
            target = self.definitions.name_path(found[0])
            if target is None or target.id != name_path.id:
                self.definitions.add(name_path, Alias(self._referred(*found)), node, docs, component=True)
                return
            node = found[0]
        if not node.is_mapping:
            self.definitions.add(name_path, Alias(self.type(node, name_path)), node, docs, component=True)
            return
        name_path = name_path.inside(node)
        shape = self.shapes.of(node)
        content = self._content(shape, name_path)
        if isinstance(content, Object):
            self.definitions.add(name_path, content, node, docs, component=True)
            return
        alias = Alias(self._or_null(content) if self._has_null(shape) else content, constraints_of(shape))
        self.definitions.add(name_path, alias, node, docs, component=True)

    # --- types ---

    def type(self, node: Node, name_path: NamePath) -> Type:
        """The type of a schema. Inline definitions are named after `name_path`."""
        if not node.is_mapping:
            if not isinstance(node.value, bool):
                node.wrong("a schema")
            return Never() if node.value is False else AnyValue()
        name_path = name_path.inside(node)
        dynamic = node.value.get("$dynamicRef")
        if isinstance(dynamic, str) and (meant := name_path.anchor(dynamic.removeprefix("#"))) is not None:
            return self._referred(*(self.references.plain(meant) or (meant, False)))
        found = self.references.plain(node)
        if found is not None:
            return self._referred(*found)
        return lone_scalar(node.value) or self._remembered(node.identity, name_path, node, lambda: self.shapes.of(node))

    def merged(self, parts: Sequence[Part], name_path: NamePath) -> Type:
        """The type of a value that matches several schemas."""
        significant = significant_parts(parts)
        if len(significant) == 1:
            return self.type(significant[0].node, (significant[0].name_path or name_path))
        if any(self.shapes.of(part.node).alternatives for part in significant):
            last = significant[-1]
            self.context.diagnostics.note(
                "union-overridden", "the union replaces an earlier one of the same property", last.node
            )
            return self.type(last.node, last.name_path or name_path)
        narrowest = narrowest_of([self.references.plain(part.node) for part in significant], self.shapes)
        if narrowest is not None:
            return self._referred(*narrowest)
        key = tuple(part.node.identity for part in significant)
        node = significant[-1].node
        return self._remembered(key, name_path, node, lambda: self.shapes.merged(node, significant))

    def union_of(self, types: Sequence[Type]) -> Type:
        """The union of the types."""
        return self._unions.of_types(types)

    def _remembered(self, key: Hashable, name_path: NamePath, node: Node, shape: Callable[[], Shape]) -> Type:
        if name_path.anchors:
            key = (key, *(bound.identity for _, bound in name_path.anchors))
        if key in self._types:
            return self._types[key]
        if key in self._open:
            self._looped.add(key)
            return Ref(self._open[key].id)
        if name_path.depth > _DEEPEST:
            self.context.diagnostics.error("too-deep", f"the schema is nested more than {_DEEPEST} levels deep", node)
            return AnyValue()
        self._open[key] = name_path
        result = self._inline(shape(), name_path)
        del self._open[key]
        if key in self._looped and not (isinstance(result, Ref) and result.id == name_path.id):
            bare = result.type if isinstance(result, Nullable) else result
            if bare != Ref(name_path.id):
                result = self.definitions.add(name_path, Alias(result), node, docs_of(node.value, name_path.last))
        self._types[key] = result
        return result

    def _referred(self, target: Node, null: bool) -> Type:
        """A reference to a schema; `Nullable` if the reference, or an object schema itself, allows null."""
        if not target.is_mapping:
            return self.type(target, NamePath("", ()))
        named = self.definitions.name_path(target)
        if named is None:
            result = self.type(target, self.definitions.located(target))
        else:
            result = Ref(named.id)
            null = null or (self._is_object(target) and self._has_null(self.shapes.of(target)))
        return self._or_null(result) if null else result

    def _is_object(self, target: Node) -> bool:
        """Whether the definition of a named schema is an object. Null is then part of the references to it."""
        return self.references.plain(target) is None and self.flattener.is_object(self.shapes.of(target))

    def _is_open_enumeration(self, ref: Ref) -> bool:
        node = self.definitions.node(ref.id)
        if node is None or not node.is_mapping:
            return False
        shape = self.shapes.of(node)
        return not shape.alternatives and bool(shape.values) and len(shape.values or ()) > 1 and is_open(shape)

    def _enumeration(self, found: Enumeration, node: Node, name_path: NamePath) -> Ref:
        """The definition of an enumeration that is a member of a union."""
        return self.definitions.add(name_path.below("Enum"), Alias(found), node)

    def _has_null(self, shape: Shape) -> bool:
        return shape.null or (bool(shape.alternatives) and self.flattener.of(shape).null)

    def _or_null(self, type: Type) -> Type:
        if isinstance(type, Nullable | AnyValue) or type == Scalar("null"):
            return type
        node = self.definitions.node(type.id) if isinstance(type, Ref) else None
        if node is not None and node.is_mapping and not self._is_object(node) and self._admits_null(node):
            return type
        return Nullable(type)

    def _admits_null(self, node: Node) -> bool:
        found = self.references.plain(node)
        if found is not None and found[0].is_mapping:
            return found[1] or self.flattener.admits_null(self.shapes.of(found[0]))
        return self.flattener.admits_null(self.shapes.of(node))

    # --- shapes to types ---

    def _inline(self, shape: Shape, name_path: NamePath) -> Type:
        result = self._placed(self._content(shape, name_path), shape, name_path)
        return self._or_null(result) if self._has_null(shape) else result

    def _placed(self, content: Object | Type, shape: Shape, name_path: NamePath) -> Type:
        """The type in place, or a reference to the definition made of it."""
        if isinstance(content, Object):
            return self.definitions.add(name_path, content, shape.node, docs_of(shape.node.value, name_path.last))
        is_named = isinstance(content, Enumeration)
        if isinstance(content, Union):
            is_named = objects_in(content.members, self._refers_to_object) > 1
        if not is_named:
            return content
        return self.definitions.add(name_path, Alias(content), shape.node, docs_of(shape.node.value, name_path.last))

    def _refers_to_object(self, ref: Ref) -> bool:
        node = self.definitions.node(ref.id)
        return node is None or (node.is_mapping and self._is_object(node))

    def _member(self, member: UnionMember, name_path: NamePath) -> Type:
        node = member.shape.node
        named = self.definitions.name_path(member.target) if member.target is not None else None
        if named is not None:
            return Ref(named.id)
        if member.is_enumeration:
            found = listed(member.shape, self.context)
            if not isinstance(found, Array):
                return found
        if self.discriminators.subtypes(node):
            return self._own_class(member.shape)
        key: Hashable = node.identity
        if self.definitions.name_path(node) is not None or self.shapes.of(node) is not member.shape:
            key = (name_path.id, member.shape.key)  # one definition, however many unions contain this one
        found = self._remembered(key, name_path, node, lambda: member.shape)
        return found.type if isinstance(found, Nullable) else found

    def _own_class(self, shape: Shape) -> Type:
        """The class of a base itself, as its name is that of the union of its subtypes."""
        key = shape.node.identity
        if key not in self._own_classes:
            at = (self.definitions.name_path(shape.node) or self.definitions.located(shape.node)).below("Base")
            self._own_classes[key] = Ref(at.id)
            self._own_classes[key] = self._placed(self._objects.object(shape, at), shape, at)
        return self._own_classes[key]

    def _content(self, shape: Shape, name_path: NamePath) -> Object | Type:
        """The type of a shape without null, before a definition is made of it."""
        if shape.never:
            return Never()
        if self.discriminators.subtypes(shape.node):
            return self._unions.union(self.flattener.subtypes(shape.node), shape.node, name_path)
        if shape.alternatives:
            alone = self.flattener.alone(shape)
            if alone is not None:
                return self._content(alone.shape, alone.name_path or name_path)
            return self._unions.union(self.flattener.of(shape), shape.node, name_path)
        if shape.values is not None:
            found = listed(shape, self.context)
            if isinstance(found, Array):
                return Array(self._placed(found.item, shape, name_path.below("Item")))
            return found
        if shape.kinds is None or len(shape.kinds) == 1:
            return self._of_kind(shape, shape.kind, name_path)
        if not shape.kinds:
            return Scalar("null")
        return self.union_of(
            [self._placed(self._of_kind(shape, kind, name_path), shape, name_path) for kind in shape.kinds]
        )

    def _of_kind(self, shape: Shape, kind: str, name_path: NamePath) -> Object | Type:
        if kind == "object":
            if declares(shape):
                return self._objects.object(shape, name_path)
            return map_of(shape, self, name_path)
        if kind == "array":
            return array(shape, self, name_path)
        if not kind and any(is_list(part.node.value["items"]) for part in shape.having("items")):
            self.context.fallback(
                "item-list", "`items` is a list and `type` is missing; treated as any value", shape.node
            )
        return formatted(kind, shape.format) if kind else AnyValue()
