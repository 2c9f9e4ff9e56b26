"""Parameters of operations (OpenAPI 3.1, "Parameter Object"), those of the path item among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import ABSENT, Absent, Constraint, Docs, Json, Parameter, Scalar, Type
from generator.lower.docs import docs_of, filled, named_examples_of
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas
from generator.lower.schema.objects import is_ignored, own_constraints, requested_name

Location = Literal["path", "query", "header", "cookie"]
_STYLES: dict[Location, str] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_KNOWN_STYLES = {"simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"}
_NOT_PARAMETERS = {"accept", "content-type", "authorization", "content-length", "transfer-encoding"}
"""Headers that are none of a caller's: media types and security say the first three, as the specification has it, and
the body the others."""

_ELSEWHERE = {
    "body": "from OpenAPI 3 on, a body is described by the operation's `requestBody`",
    "formData": "from OpenAPI 3 on, the fields of a form are properties of the schema of the `requestBody`",
}
_TEMPLATE = re.compile(r"\{([^{}]+)\}")


def lower_parameters(
    item: Node, operation: Node, path: str, name_path: NamePath, schemas: Schemas
) -> tuple[Parameter, ...]:
    """The parameters of an operation: the path item's, overridden by its own, and those that only the path names."""
    found: dict[tuple[str, str], Parameter] = {}
    declared: dict[tuple[str, str], Node] = {}
    for owner in (item, operation):
        own: set[tuple[str, str]] = set()
        for node in _nodes(owner, schemas):
            wire, location = node.text("name"), node.text("in")
            key = (location, wire.lower() if location == "header" else wire)
            if key in own:
                schemas.context.diagnostics.fallback(
                    "duplicate-parameter",
                    f'"{wire}" is declared twice; the first counts',
                    node,
                    "take one of the two away",
                )
                continue
            own.add(key)
            declared[key] = node
    for key, node in declared.items():
        parameter = lower_parameter(node, name_path, schemas)
        if parameter is not None:
            found[key] = parameter
    return tuple(_matched(path, found.values(), operation, schemas))


def _nodes(owner: Node, schemas: Schemas) -> Iterable[Node]:
    sequence = owner.sequence("parameters")
    for entry in sequence.elements() if sequence is not None else ():
        node = schemas.context.follow(entry)
        if node is None:
            continue
        if not node.is_mapping:
            node.wrong("a parameter")
            continue
        yield node


def lower_parameter(node: Node, name_path: NamePath, schemas: Schemas) -> Parameter | None:
    """One parameter, or None where it is none: ignored by the specification or by the document, or broken."""
    wire = node.text("name")
    location = _location(node)
    if location is None:
        return None
    required = node.flag("required")
    if location == "path" and not required:
        required = True
        message = f'"{wire}" is in the path and does not say `required: true`; it is required all the same'
        schemas.context.diagnostics.warning("optional-path-parameter", message, node, "add `required: true`")
    if not wire:
        if required or "name" not in node.value:
            schemas.context.diagnostics.error("nameless-parameter", "a parameter needs a name", node, "add `name`")
        else:
            schemas.context.diagnostics.fallback(
                "nameless-parameter", "a parameter without a name is left out", node, "give it a `name`"
            )
        return None
    if location == "header" and wire.lower() in _NOT_PARAMETERS:
        schemas.context.diagnostics.note(
            "reserved-header", f'"{wire}" is not a parameter: media types, security and the body say it', node
        )
        return None
    if is_ignored(node.value) or is_ignored(node.value.get("schema")):
        if not required:
            schemas.context.diagnostics.note("ignored-parameter", "left out, as the document asks", node)
            return None
        schemas.context.diagnostics.note("ignored-required", "kept, for it is required", node)
    shared = node.parent is not None and node.parent.key == "parameters" and isinstance(node.key, str)
    at = schemas.definitions.located(node) if shared else name_path.below(wire)
    schema, media_type = _schema(node, schemas)
    style = node.text("style") or _STYLES[location]
    if style not in _KNOWN_STYLES:
        schemas.context.diagnostics.fallback(
            "unknown-style",
            f'"{style}" is no style; read as "{_STYLES[location]}"',
            node,
            f"the styles are {', '.join(sorted(_KNOWN_STYLES))}",
        )
        style = _STYLES[location]
    explode = node.get("explode")
    return Parameter(
        wire,
        location,
        _type(schema, node, at, schemas),
        required,
        node.place,
        _docs(node, schema, wire, schemas),
        style,
        style in {"form", "cookie"} if explode is None else node.flag("explode"),
        node.flag("allowReserved"),
        media_type,
        _default(schema, schemas),
        _constraints(schema),
        requested_name(node.value),
    )


def _location(node: Node) -> Location | None:
    match node.text("in"):
        case "path" | "query" | "header" | "cookie" as location:
            return location
        case "querystring":
            why = "a parameter that is the whole query string is left out"
            hint = "describe what the string is made of as parameters of their own, `in: query`"
            node.diagnostics.fallback("querystring-parameter", why, node, hint)
        case other:
            node.diagnostics.error(
                "parameter-location",
                f'"in" is "{other}"; path, query, header or cookie is wanted',
                node,
                _ELSEWHERE.get(other, ""),
            )
    return None


def _schema(node: Node, schemas: Schemas) -> tuple[Node | None, str]:
    schema = node.get("schema")
    if schema is not None:
        return schema, ""
    content = node.mapping("content")
    for media_type, entry in content.items() if content is not None else ():
        found = schemas.context.follow(entry)
        return (found.get("schema") if found is not None else None), media_type
    return None, ""


def _type(schema: Node | None, node: Node, name_path: NamePath, schemas: Schemas) -> Type:
    if schema is None:
        schemas.context.diagnostics.fallback(
            "untyped-parameter",
            f'"{node.text("name")}" has no schema; read as a string',
            node,
            "add `type: …`" if schemas.context.document.version.family == "2.0" else "add `schema: {type: …}`",
        )
        return Scalar("string")
    return schemas.type(schema, name_path)


def _docs(node: Node, schema: Node | None, wire: str, schemas: Schemas) -> Docs:
    examples = named_examples_of(node, schemas.context.follow)
    own = replace(docs_of(node.value, wire, examples=False), examples=examples)
    return filled(own, docs_of(schema.value, wire)) if schema is not None else own


def _default(schema: Node | None, schemas: Schemas) -> Json | Absent:
    if schema is None or not schema.is_mapping:
        return ABSENT
    if "default" not in schema.value and (found := schemas.references.plain(schema)) is not None:
        schema = found[0]
    if schema.is_mapping and "default" in schema.value:
        default: Json = schema.value["default"]
        return default
    return ABSENT


def _constraints(schema: Node | None) -> tuple[Constraint, ...]:
    return own_constraints(schema.value) if schema is not None and schema.is_mapping else ()


def _matched(path: str, parameters: Iterable[Parameter], operation: Node, schemas: Schemas) -> Iterable[Parameter]:
    """The parameters with those of the path as the path has them."""
    listed = _TEMPLATE.findall(path)
    names = dict.fromkeys(listed)
    for name in names:
        if listed.count(name) > 1:
            message = f'"{name}" stands more than once in the path {path}; each time it has the same value'
            hint = "give each place in the path a name of its own"
            schemas.context.diagnostics.warning("repeated-path-parameter", message, operation, hint)
    for parameter in parameters:
        if parameter.location != "path":
            yield parameter
        elif parameter.wire in names:
            del names[parameter.wire]
            yield parameter
        else:
            schemas.context.diagnostics.fallback(
                "extra-path-parameter",
                f'"{parameter.wire}" is not in the path {path}; left out',
                operation,
                did_you_mean(parameter.wire, names) or f"put {{{parameter.wire}}} into the path, or take it away",
            )
    for name in names:
        schemas.context.diagnostics.fallback(
            "missing-path-parameter",
            f'"{name}" of the path {path} is not declared; read as a string',
            operation,
            f"add it to `parameters`: {{name: {name}, in: path, required: true, …}}",
        )
        yield Parameter(name, "path", Scalar("string"), True, operation.place)
