"""Parameters of operations and path items (OpenAPI 3.1, "Parameter Object")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import ABSENT, Absent, Docs, Json, Parameter, Scalar, Type
from generator.lower.docs import docs_of, filled, named_examples_of
from generator.lower.operation.path_key import PathKey
from generator.lower.operation.styles import lower_style
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas
from generator.lower.schema.objects import inline_constraints, is_ignored, requested_name

Location = Literal["path", "query", "header", "cookie", "querystring"]
_NOT_PARAMETERS = {"accept", "content-type", "authorization", "content-length", "transfer-encoding"}
"""Headers that are not parameters: the first three by the specification, the others are set from the body."""

_ELSEWHERE = {
    "body": "in OpenAPI 3, describe the body in `requestBody`",
    "formData": "in OpenAPI 3, describe the form's fields as properties of the schema in `requestBody`",
}
_TEMPLATE = re.compile(r"\{([^{}]+)\}")

Query = tuple[tuple[str, str | None], ...]


def lower_parameters(
    item: Node, operation: Node, path: PathKey, name_path: NamePath, schemas: Schemas
) -> tuple[tuple[Parameter, ...], Query]:
    """The parameters of an operation, and the constant pairs of its query.

    Parameters are the path item's, overridden by the operation's own, and undeclared ones of the path.
    """
    found: dict[tuple[str, str], Parameter] = {}
    declared: dict[tuple[str, str], Node] = {}
    for owner in (item, operation):
        own: set[tuple[str, str]] = set()
        entries = (("", entry) for entry in schemas.context.elements(owner, "parameters"))
        for _, node in schemas.context.objects(entries, "a parameter"):
            wire, location = node.text("name"), node.text("in")
            key = (location, wire.lower() if location == "header" else wire)
            if key in own:
                schemas.context.fallback(
                    "duplicate-parameter",
                    f'the parameter "{wire}" is declared twice; the first declaration is used',
                    node,
                    "remove one of the two",
                )
                continue
            own.add(key)
            declared[key] = node
    for key, node in declared.items():
        parameter = lower_parameter(node, name_path, schemas)
        if parameter is not None:
            found[key] = parameter
    _check_query_string(found.values(), operation)
    parameters, query = _queried(path, found.values(), operation)
    return tuple(_matched(path.route, parameters, operation, schemas)), query


def _check_query_string(parameters: Iterable[Parameter], operation: Node) -> None:
    """Warn of query parameters beside one that is the entire query (OpenAPI 3.2, "Parameter Locations")."""
    locations = [parameter.location for parameter in parameters]
    if locations.count("querystring") > 1 or {"query", "querystring"} <= set(locations):
        operation.diagnostics.warning(
            "querystring-parameter",
            "a parameter `in: querystring` is the entire query; the others are added to it",
            operation,
            "remove the other query parameters",
        )


def _queried(key: PathKey, parameters: Iterable[Parameter], operation: Node) -> tuple[list[Parameter], Query]:
    """The parameters and the constant pairs of a path key's query; `name={parameter}` there is a query parameter."""
    query: list[tuple[str, str | None]] = []
    templates: dict[str, str] = {}
    for name, value in key.query:
        match = _TEMPLATE.fullmatch(value or "")
        if match is None:
            query.append((name, value))
        else:
            templates[match[1]] = name
    found: list[Parameter] = []
    for parameter in parameters:
        if parameter.wire in templates and parameter.location in {"path", "query"}:
            wire = templates.pop(parameter.wire)
            query_style = parameter.style if parameter.location == "query" else "form"
            parameter = replace(
                parameter, wire=wire, location="query", style=query_style, name=parameter.name or parameter.wire
            )
        found.append(parameter)
    for name, wire in templates.items():
        message = f'the parameter "{name}" in the query of the path is not declared; treated as a string'
        operation.diagnostics.fallback("missing-path-parameter", message, operation, "declare it, `in: query`")
        found.append(Parameter(wire, "query", Scalar("string"), False, operation.place, style="form", explode=True))
    return found, tuple(query)


def lower_parameter(node: Node, name_path: NamePath, schemas: Schemas) -> Parameter | None:
    """The parameter, or None if it is invalid, or ignored by the specification or by the document."""
    wire = node.text("name")
    location = _location(node)
    if location is None:
        return None
    required = node.flag("required")
    if location == "path" and not required:
        required = True
        message = f'the path parameter "{wire}" is not marked `required: true`; treated as required'
        schemas.context.diagnostics.warning("optional-path-parameter", message, node, "add `required: true`")
    if not wire:
        if required or "name" not in node.value:
            schemas.context.diagnostics.error("nameless-parameter", "the parameter has no name", node, "add `name`")
        else:
            schemas.context.fallback(
                "nameless-parameter", "the parameter has an empty name; left out", node, "add a `name`"
            )
        return None
    if location == "header" and wire.lower() in _NOT_PARAMETERS:
        schemas.context.diagnostics.note(
            "reserved-header",
            f'the header "{wire}" is set from the media types, the security and the body; the parameter is ignored',
            node,
        )
        return None
    if is_ignored(node.value) or is_ignored(node.value.get("schema")):
        if not required:
            schemas.context.diagnostics.note("ignored-parameter", "the parameter is marked as ignored; left out", node)
            return None
        schemas.context.diagnostics.note("ignored-required", "marked as ignored, but required; kept", node)
    shared = node.parent is not None and node.parent.key == "parameters" and isinstance(node.key, str)
    at = schemas.definitions.located(node) if shared else name_path.below(wire)
    schema, media_type = _schema(node, schemas)
    style, explode = lower_style(node, location, schema, schemas)
    return Parameter(
        wire,
        location,
        _type(schema, node, at, schemas),
        required,
        node.place,
        _docs(node, schema, wire, schemas),
        style,
        explode,
        node.flag("allowReserved"),
        media_type,
        _default(schema, schemas),
        inline_constraints([schema], schemas) if schema is not None else (),
        requested_name(node.value),
    )


def _location(node: Node) -> Location | None:
    match node.text("in"):
        case "path" | "query" | "header" | "cookie" | "querystring" as location:
            return location
        case other:
            node.diagnostics.error(
                "parameter-location",
                f'unknown parameter location "{other}"; expected path, query, querystring, header or cookie',
                node,
                _ELSEWHERE.get(other, ""),
            )
    return None


def _schema(node: Node, schemas: Schemas) -> tuple[Node | None, str]:
    schema = node.get("schema")
    if schema is not None:
        return schema, ""
    for media_type, entry in schemas.context.members(node, "content"):
        found = schemas.context.follow(entry)
        return (found.get("schema") if found is not None else None), media_type
    return None, ""


def _type(schema: Node | None, node: Node, name_path: NamePath, schemas: Schemas) -> Type:
    if schema is None:
        schemas.context.fallback(
            "untyped-parameter",
            f'the parameter "{node.text("name")}" has no schema; treated as a string',
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


def _matched(path: str, parameters: Iterable[Parameter], operation: Node, schemas: Schemas) -> Iterable[Parameter]:
    """The parameters, with those in the path matched to the path's template."""
    listed = _TEMPLATE.findall(path)
    names = dict.fromkeys(listed)
    for name in names:
        if listed.count(name) > 1:
            message = (
                f'the parameter "{name}" appears more than once in the path {path}; every place gets the same value'
            )
            hint = "give each path parameter a unique name"
            schemas.context.diagnostics.warning("repeated-path-parameter", message, operation, hint)
    for parameter in parameters:
        if parameter.location != "path":
            yield parameter
        elif parameter.wire in names:
            del names[parameter.wire]
            yield parameter
        else:
            schemas.context.fallback(
                "extra-path-parameter",
                f'the path parameter "{parameter.wire}" does not appear in the path {path}; left out',
                operation,
                did_you_mean(parameter.wire, names) or f"add {{{parameter.wire}}} to the path, or remove the parameter",
            )
    for name in names:
        schemas.context.fallback(
            "missing-path-parameter",
            f'the path parameter "{name}" of {path} is not declared; treated as a string',
            operation,
            f"add it to `parameters`: {{name: {name}, in: path, required: true, …}}",
        )
        yield Parameter(name, "path", Scalar("string"), True, operation.place)
