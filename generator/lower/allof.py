"""Shapes: what a schema says of one value, with `$ref` and `allOf` merged in.

A shape is one level deep: it knows its properties as schemas that are still to be read. Every schema contributes to a
shape once, however often and along whatever paths `allOf` leads to it, so that cycles end and the cost stays in
proportion to the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.document.node import Node
from generator.ir.types import Fallback, Json
from generator.lower.context import Context, anchors_of
from generator.lower.hoist import Definitions, Spot
from generator.lower.keywords import REFERENCES, UNTYPED, declared_kinds, implied_kind, kind_of, structure
from generator.lower.survey import Survey
from generator.lower.values import one_of, same

_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A schema object that says something, without its `$ref` and `allOf`.

    `spot` is the named schema it belongs to, so that what is inline in there has one name wherever it is merged in;
    None stands for the schema that is being read.
    """

    node: Node
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A `oneOf` or `anyOf`."""

    node: Node
    """The schema that holds it."""
    members: tuple[Node, ...]
    discriminator: Node | None
    spot: Spot | None


@dataclass(slots=True)
class Shape:
    """What a schema says. `kinds` are JSON types without null, None for any; `null` says whether null is allowed."""

    node: Node
    pieces: list[Piece] = field(default_factory=list)
    kinds: tuple[str, ...] | None = None
    null: bool = False
    never: bool = False
    values: tuple[Json, ...] | None = None
    format: str = ""
    properties: dict[str, list[Piece]] = field(default_factory=dict)
    required: dict[str, None] = field(default_factory=dict)
    alternatives: list[Alternatives] = field(default_factory=list)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The values by which discriminators know this schema, by property."""
    inferred: str = ""
    """The one JSON type that the keywords imply where `type` is missing."""
    conflicts: list[tuple[Node, str]] = field(default_factory=list)
    """Where the schemas merged contradict each other; the later was taken."""

    @property
    def kind(self) -> str:
        """The only JSON type allowed, or an empty string."""
        if self.kinds is None:
            return self.inferred
        return self.kinds[0] if len(self.kinds) == 1 else ""

    @property
    def says_nothing(self) -> bool:
        """Whether any value at all is allowed."""
        return not self.never and self.kinds is None and not self.inferred and not self.alternatives and not self.values

    def having(self, keyword: str) -> Iterator[Piece]:
        return (piece for piece in self.pieces if keyword in piece.node.value)


class Shapes:
    """Makes the shapes of schemas, each once."""

    def __init__(self, context: Context, definitions: Definitions, survey: Survey) -> None:
        self._context = context
        self._definitions = definitions
        self._survey = survey
        self._made: dict[int, Shape] = {}

    def of(self, node: Node) -> Shape:
        """The shape of a schema."""
        if not node.is_mapping:
            return self._merge(node, [Piece(node, None)])
        made = self._made.get(id(node.value))
        if made is None:
            made = self._told(self._merge(node, [Piece(node, None)]))
            made.tags.update(self._survey.tags(node))
            self._made[id(node.value)] = made
        return made

    def merged(self, node: Node, pieces: Sequence[Piece]) -> Shape:
        """The shape of a value that fits all of the schemas."""
        return self._told(self._merge(node, pieces))

    def combined(self, node: Node, pieces: Sequence[Piece], base: Shape, spot: Spot | None) -> Shape:
        """The shape of a value that fits `base` less its alternatives, and the schemas. Conflicts go unreported."""
        return self._merge(node, pieces, base, spot)

    def fit(self, pieces: Sequence[Piece]) -> bool:
        """Whether the schemas do not contradict one another."""
        return not self._merge(pieces[-1].node, pieces).conflicts

    def _told(self, shape: Shape) -> Shape:
        for node, what in shape.conflicts:
            self._context.diagnostics.warning(
                "allof-conflict", f"allOf asks for {what} at once; the later is taken", node
            )
        return shape

    def _merge(self, node: Node, pieces: Sequence[Piece], base: Shape | None = None, spot: Spot | None = None) -> Shape:
        collector = _Collector(self._context, self._definitions)
        if base is not None:
            collector.visited.update(id(piece.node.value) for piece in base.pieces)
            collector.visited.add(id(base.node.value))
            collector.pieces.extend(Piece(piece.node, piece.spot or spot) for piece in base.pieces)
        for piece in pieces:
            collector.collect(piece.node, piece.spot, 0)
        return _summed(node, collector, base)


class _Collector:
    """Finds the pieces of a schema, in the order in which they are written."""

    def __init__(self, context: Context, definitions: Definitions) -> None:
        self.pieces: list[Piece] = []
        self.visited: set[int] = set()
        self.never = False
        self._binds = False
        """Whether the schema says what the dynamic references in the others mean, which are then its own."""
        self._open: set[int] = set()
        self.context = context
        self._definitions = definitions

    def collect(self, node: Node, spot: Spot | None, depth: int) -> None:
        value = node.value
        if not isinstance(value, dict):
            self.never = self.never or value is False
            if not isinstance(value, bool):
                node.wrong("a schema")
            return
        if id(value) in self._open:
            self.context.diagnostics.error("cyclic-allof", "this schema is made of itself", node)
            return
        if id(value) in self.visited:
            return
        if depth > _DEEPEST:
            self.context.diagnostics.error(
                "too-deep", f"more than {_DEEPEST} schemas are merged into one another", node
            )
            return
        self.visited.add(id(value))
        self._binds = self._binds or (depth == 0 and "$defs" in value and bool(anchors_of(node)))
        self._open.add(id(value))
        if "allOf" not in value and REFERENCES.isdisjoint(value):
            self.pieces.append(Piece(node, spot))
        else:
            self._collect_parts(node, spot, depth)
        self._open.discard(id(value))

    def _collect_parts(self, node: Node, spot: Spot | None, depth: int) -> None:
        own = False
        for key in node.value:
            if key in REFERENCES:
                target = self.context.step(node)
                if target is None:
                    self.context.fallbacks.append(Fallback("dangling-ref", node.place, "the reference leads nowhere"))
                    continue
                named = self._definitions.spot(target) or self._definitions.located(target)
                self.collect(target, spot if self._binds else named, depth + 1)
            elif key == "allOf":
                members = node.sequence("allOf")
                for member in members.elements() if members is not None else ():
                    self.collect(member, spot, depth + 1)
            elif not own:
                own = True
                self.pieces.append(Piece(node, spot))


def _summed(node: Node, collector: _Collector, base: Shape | None) -> Shape:
    shape = Shape(node, collector.pieces, never=collector.never)
    denied = False
    for index, piece in enumerate(shape.pieces):
        own = piece.node.value is node.value
        denied |= _add_kinds(shape, piece.node, own)
        _add_values(shape, piece.node)
        _add_properties(shape, piece, collector.context)
        if base is None or index >= len(base.pieces):
            _add_alternatives(shape, piece, collector, own)
        for keyword in UNTYPED:
            if keyword in piece.node.value:
                node.diagnostics.note("untyped-keyword", f'"{keyword}" is kept out of the types', piece.node)
    shape.null = shape.null and not (denied and "null" not in _own_kinds(node))
    _infer(shape)
    return shape


def _own_kinds(node: Node) -> tuple[str, ...]:
    if not node.is_mapping:
        return ()
    declared = node.value.get("type")
    kinds = tuple(kind for kind in declared if isinstance(kind, str)) if isinstance(declared, list) else ()
    nullable = node.value.get("nullable") is True or None in (declared if isinstance(declared, list) else ())
    return (*kinds, "null") if nullable or declared == "null" else kinds


def _add_kinds(shape: Shape, node: Node, own: bool) -> bool:
    """Narrow the shape by a piece's `type`; whether the piece rules null out."""
    value = node.value
    form = value.get("format")
    if isinstance(form, str) and (own or not shape.format):
        shape.format = form
    if not shape.format and value.get("contentEncoding") in {"base64", "base64url"}:
        shape.format = "byte"
    if not shape.format and value.get("contentMediaType") == "application/octet-stream":
        shape.format = "binary"
    if value.get("nullable") is True:
        shape.null = True
    if value.get("type") is None:
        return False
    declared, loose = declared_kinds(node)
    if declared is None:
        return False
    shape.format = shape.format or loose
    nullable = "null" in declared
    shape.null |= nullable
    kinds = tuple(kind for kind in declared if kind != "null")
    if not kinds and not shape.null:
        return False
    if shape.kinds is None:
        shape.kinds = kinds
    elif shape.kinds or kinds:
        both = _intersection(shape.kinds, kinds)
        if not both and kinds:
            shape.conflicts.append((node, f"{' or '.join(shape.kinds)} and {' or '.join(kinds)}"))
        shape.kinds = both or kinds or shape.kinds
    return not nullable and value.get("nullable") is not True


def _intersection(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    found = [kind for kind in left if kind in right or (kind == "integer" and "number" in right)]
    if "number" in left and "integer" in right and "integer" not in found:
        found.append("integer")
    return tuple(found)


def _add_values(shape: Shape, node: Node) -> None:
    value = node.value
    if "const" in value:
        listed = [value["const"]]
    elif isinstance(value.get("enum"), list):
        listed = value["enum"]
        if not listed:
            node.diagnostics.warning("empty-enum", "an enum without values is read as if it were not there", node)
            return
    else:
        return
    if None in listed:
        shape.null = True
    found = [entry for entry in one_of(listed) if entry is not None]
    if shape.values is None or not shape.values:
        shape.values = tuple(found)
        return
    both = tuple(entry for entry in shape.values if any(same(entry, other) for other in found))
    if not both:
        shape.conflicts.append((node, "different values"))
    shape.values = both or tuple(found)


def _add_properties(shape: Shape, piece: Piece, context: Context) -> None:
    node = piece.node
    if "properties" in node.value:
        properties = properties_of(node, context)
        for name, child in properties.items() if properties is not None else ():
            entries = shape.properties.setdefault(name, [])
            if not any(entry.node.value is child.value for entry in entries):
                entries.append(Piece(child, piece.spot))
    required = node.value.get("required")
    if isinstance(required, list):
        shape.required.update(dict.fromkeys(name for name in required if isinstance(name, str)))


def _add_alternatives(shape: Shape, piece: Piece, collector: _Collector, own: bool) -> None:
    for keyword in ("oneOf", "anyOf"):
        if keyword not in piece.node.value:
            continue
        sequence = piece.node.sequence(keyword)
        members = tuple(sequence.elements()) if sequence is not None else ()
        if not members or all(is_condition(member) for member in members):
            continue
        if not own and any(_is_one_of(member, collector) for member in members):
            continue  # a base that lists its children is read by one of them
        shape.alternatives.append(Alternatives(piece.node, members, piece.node.mapping("discriminator"), piece.spot))


def _is_one_of(member: Node, collector: _Collector) -> bool:
    if not member.is_mapping:
        return False
    if id(member.value) not in collector.visited and "$ref" in member.value:
        target = collector.context.step(member)
        return target is not None and id(target.value) in collector.visited
    return id(member.value) in collector.visited


def properties_of(node: Node, context: Context) -> Node | None:
    """The `properties` of a schema; some documents put a `$ref` to them there."""
    found = node.mapping("properties")
    if found is None or not isinstance(found.value.get("$ref"), str):
        return found
    target = context.follow(found)
    if target is None or not target.is_mapping:
        return None
    context.diagnostics.warning("properties-ref", "$ref has no meaning here; read as the properties it names", found)
    return target


def is_closed(shape: Shape) -> bool:
    """Whether the schema forbids properties that it does not declare."""
    keywords = ("additionalProperties", "unevaluatedProperties")
    return any(piece.node.value[key] is False for key in keywords for piece in shape.having(key))


def is_condition(member: Node) -> bool:
    """Whether a member of `oneOf` says only what must be there (`required: [a]`), which changes no type."""
    value = member.value
    found = structure(value)
    if not found <= {"type", "required", "properties"} or ("type" in found and value["type"] != "object"):
        return False
    if "properties" in found and any(structure(entry) for entry in value["properties"].values()):
        return False
    return "required" in found or (isinstance(value, dict) and "not" in value)


def _infer(shape: Shape) -> None:
    if shape.kinds is not None or shape.never:
        return
    if shape.values:
        kinds = dict.fromkeys(kind_of(value) for value in shape.values)
        shape.inferred = next(iter(kinds)) if len(kinds) == 1 else ""
        return
    for piece in shape.pieces:
        if kind := implied_kind(piece.node.value):
            shape.inferred = kind
            return
