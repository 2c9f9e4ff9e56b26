"""Merge the parts of a schema, keyword by keyword."""

from __future__ import annotations

from generator.document.node import Node, NodeId
from generator.ir.types import media_kind
from generator.lower.context import Context
from generator.lower.schema.composition.shape import Alternatives, Part, Shape
from generator.lower.schema.json_values import is_list, is_mapping, one_of, same
from generator.lower.schema.keywords import UNTYPED, declared_kinds, implied_kind, kind_of, structure

_UNTYPED = frozenset(UNTYPED)


def merge_parts(
    node: Node, parts: list[Part], visited: set[NodeId], never: bool, base: Shape | None, context: Context
) -> Shape:
    """The shape of a schema with these parts. The first are those of `base`, whose unions are left out.

    `visited` are the identities of all schemas on the way to the parts.
    """
    shape = Shape(node, parts, never=never)
    denied = False
    for index, part in enumerate(shape.parts):
        own = part.node.value is node.value
        denied |= _add_kinds(shape, part.node, own)
        _add_values(shape, part.node)
        _add_properties(shape, part, context)
        if base is None or index >= len(base.parts):
            _add_alternatives(shape, part, own, visited, context)
        for keyword in UNTYPED if not _UNTYPED.isdisjoint(part.node.value) else ():
            if keyword in part.node.value:
                node.diagnostics.note("untyped-keyword", f"`{keyword}` does not affect the generated types", part.node)
    shape.null = shape.null and not (denied and "null" not in _own_kinds(node))
    _infer(shape)
    return shape


def _own_kinds(node: Node) -> tuple[str, ...]:
    if not node.is_mapping:
        return ()
    declared = node.value.get("type")
    kinds = tuple(kind for kind in declared if isinstance(kind, str)) if is_list(declared) else ()
    nullable = node.value.get("nullable") is True or None in (declared if is_list(declared) else ())
    return (*kinds, "null") if nullable or declared == "null" else kinds


def is_bytes(media_type: object) -> bool:
    """Whether the text of a schema with this `contentMediaType` is bytes, not text."""
    return isinstance(media_type, str) and media_kind(media_type) == "binary"


def _add_kinds(shape: Shape, node: Node, own: bool) -> bool:
    """Restrict the shape to a part's `type`; return whether the part forbids null."""
    value = node.value
    form = value.get("format")
    if isinstance(form, str) and (own or not shape.format):
        shape.format = form
    if not shape.format and value.get("contentEncoding") == "base64":
        shape.format = "byte"
    if not shape.format and "contentEncoding" not in value and is_bytes(value.get("contentMediaType")):
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
    elif is_list(value.get("enum")):
        listed = value["enum"]
        if not listed:
            node.diagnostics.fallback(
                "empty-enum", "the enum has no values; the enum is ignored", node, "add values, or remove the enum"
            )
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


def _add_properties(shape: Shape, part: Part, context: Context) -> None:
    node = part.node
    if "properties" in node.value:
        properties = properties_of(node, context)
        for name, child in properties.items() if properties is not None else ():
            entries = shape.properties.get(name)
            if entries is None:
                shape.properties[name] = [Part(child, part.name_path)]
            elif not any(entry.node.value is child.value for entry in entries):
                entries.append(Part(child, part.name_path))
    required = node.value.get("required")
    if is_list(required):
        shape.required.update(dict.fromkeys(name for name in required if isinstance(name, str)))


def _add_alternatives(shape: Shape, part: Part, own: bool, visited: set[NodeId], context: Context) -> None:
    for keyword in ("oneOf", "anyOf"):
        if keyword not in part.node.value:
            continue
        sequence = part.node.sequence(keyword)
        members = tuple(sequence.elements()) if sequence is not None else ()
        if members and context.document.version.family == "2.0" and not _is_of_upgrade(members[0]):
            message = f"`{keyword}` is not a keyword of Swagger 2.0; treated as in OpenAPI 3"
            hint = "convert the document to OpenAPI 3, or remove the keyword"
            context.diagnostics.warning("newer-keyword", message, part.node.child(keyword), hint)
        if not members or all(is_condition(member) for member in members):
            continue
        if not own and any(_is_one_of(member, visited, context) for member in members):
            continue  # the union of a base lists the schema itself
        shape.alternatives.append(Alternatives(part.node, members, part.node.mapping("discriminator"), part.name_path))


def _is_of_upgrade(member: Node) -> bool:
    """Whether the union was added by the upgrade, to make a schema nullable."""
    union = member.parent
    return union is not None and union.parent is not None and member.pointer == union.parent.pointer


def _is_one_of(member: Node, visited: set[NodeId], context: Context) -> bool:
    if not member.is_mapping:
        return False
    if member.identity not in visited and "$ref" in member.value:
        target = context.step(member)
        return target is not None and target.identity in visited
    return member.identity in visited


def properties_of(node: Node, context: Context) -> Node | None:
    """The `properties` of a schema, also behind a `$ref`, which some documents have there."""
    found = node.mapping("properties")
    if found is None or not isinstance(found.value.get("$ref"), str):
        return found
    target = context.follow(found)
    if target is None or not target.is_mapping:
        return None
    context.diagnostics.warning(
        "properties-ref",
        "`$ref` is not allowed in `properties`; treated as the properties it refers to",
        found,
        "refer to the schema in `allOf` instead",
    )
    return target


def is_condition(member: Node) -> bool:
    """Whether a member of `oneOf` is only a condition (`required: [a]`) that does not change the type."""
    value = member.value
    found = structure(value)
    if not found <= {"type", "required", "properties"} or ("type" in found and value["type"] != "object"):
        return False
    properties = value.get("properties") if "properties" in found else None
    if is_mapping(properties) and any(structure(entry) for entry in properties.values()):
        return False
    return "required" in found or (is_mapping(value) and "not" in value)


def _infer(shape: Shape) -> None:
    if shape.kinds is not None or shape.never:
        return
    if shape.values:
        kinds = dict.fromkeys(kind_of(value) for value in shape.values)
        shape.inferred = next(iter(kinds)) if len(kinds) == 1 else ""
        return
    for part in shape.parts:
        if kind := implied_kind(part.node.value):
            shape.inferred = kind
            return
