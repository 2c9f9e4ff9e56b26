"""The definitions that an API reaches, and those that it leaves out.

An operation reaches the types of its parameters, body, responses, error responses and stream, and all that these refer
to: the subtypes of a base with a discriminator too, as the base is the union of them. So do the bodies of webhooks and
callbacks. Response headers reach the named schemas that they refer to, and the config reaches those that it names. A
base whose properties `allOf` copies into others is not reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from generator.document.json_types import Json
from generator.document.node import Node
from generator.document.pointer import split
from generator.ir.graph import closure
from generator.ir.types import Definition, Operation, Parameter, Type
from generator.ir.walk import content_types, references, request_types, response_types, uses
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list, is_mapping

_COMPONENTS = "#/components/"


@dataclass(frozen=True, slots=True)
class Roots:
    """What reaches definitions: the operations, here and in the document, the client's parameters and so on."""

    operations: Sequence[Operation]
    parameters: Sequence[Parameter]
    sent: Sequence[Type]
    """The bodies of webhooks and callbacks."""
    nodes: Sequence[Node]
    asked: Collection[str]
    """The ids of definitions that the config names."""


def only_reached(
    definitions: tuple[Definition, ...], roots: Roots, expanded: Collection[str], context: Context
) -> tuple[Definition, ...]:
    """The definitions that something reaches; all of them where there are no operations. Reports how many are not.

    `expanded` are the named unions whose members are members of another union: one of them stays where all that it
    refers to is reached.
    """
    if not roots.operations:
        return definitions
    types = [*roots.sent, *(type for operation in roots.operations for type in _types(operation))]
    types += [parameter.type for parameter in roots.parameters]
    by_id = {definition.id: definition for definition in definitions}
    named = [name for name in (*_named(context.root, roots.nodes), *sorted(roots.asked)) if name in by_id]
    found = closure([*references(types), *named], lambda id: uses(by_id[id]))
    for id in (definition.id for definition in definitions if definition.id in expanded):
        if found.keys() >= uses(by_id[id]).keys():
            found[id] = None
    kept = tuple(definition for definition in definitions if definition.id in found)
    components = sum(definition.component for definition in definitions if definition.id not in found)
    if components and not context.diagnostics.failed:  # what is missing can be what refers to them
        what = "1 schema has no model" if components == 1 else f"{components} schemas have no models"
        message = f"{what}, as no operation, webhook or callback uses {'it' if components == 1 else 'them'}"
        at = context.section("schemas")
        context.diagnostics.note("unreferenced", message, at, "`unreferenced = true` in the config keeps them")
    return kept


def _types(operation: Operation) -> Iterator[Type]:
    yield from request_types(operation)
    yield from response_types(operation)
    yield from content_types(operation.errors)
    if operation.stream is not None and operation.stream.accumulator is not None:
        yield operation.stream.accumulator.response
    if operation.pagination is not None:
        yield operation.pagination.item


def _named(root: Node, operations: Iterable[Node]) -> Iterator[str]:
    """The schemas of `components` that response headers refer to, directly or through other components."""
    stack: list[Json] = []
    for operation in operations:
        responses = operation.value.get("responses")
        for response in responses.values() if is_mapping(responses) else ():
            target = _at(root, response.get("$ref")) if is_mapping(response) else None
            owner = response if target is None else target
            stack.append(owner.get("headers") if is_mapping(owner) else None)
    seen: set[str | int] = set()
    while stack:
        value = stack.pop()
        key = value if isinstance(value, str) else id(value)
        if key in seen:
            continue
        seen.add(key)
        if is_mapping(value):
            stack.extend(value.values())
        elif is_list(value):
            stack.extend(value)
        elif isinstance(value, str) and value.startswith(_COMPONENTS):
            # A `$ref`, or an entry of the mapping of a discriminator.
            section, *names = split(unquote(value.removeprefix(_COMPONENTS)))
            if section == "schemas" and names:
                yield names[0]
            else:
                stack.append(_at(root, value))


def _at(root: Node, reference: Json) -> Json:
    """The value in the components of the document that a reference leads to, or None."""
    if not isinstance(reference, str) or not reference.startswith(_COMPONENTS):
        return None
    value: Json = root.value
    for key in split(unquote(reference.removeprefix("#"))):
        value = value.get(key) if is_mapping(value) else None
    return value
