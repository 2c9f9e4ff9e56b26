"""The bodies of webhooks and callbacks (OpenAPI 3.1, "OpenAPI Object" and "Callback Object").

`x-webhooks` is what documents before 3.1 have in place of `webhooks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import METHODS, AnyValue, DeclaredHeader, Type, Webhook, media_kind
from generator.lower.docs import docs_of
from generator.lower.operation.bodies import content_type, media_types
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas

KEYS: Final = ("webhooks", "x-webhooks")
"""The keys of a document that have webhooks."""


def lower_webhooks(schemas: Schemas) -> tuple[Webhook, ...]:
    """The webhooks that have a JSON body, in document order."""
    found: list[Webhook] = []
    for key in KEYS:
        for name, entry in schemas.context.members(schemas.context.root, key):
            if all(webhook.name != name for webhook in found):
                found += _of_item(name, entry, NamePath(f"{key} {name}", _words(name)), schemas)
    return tuple(found)


def lower_callbacks(operation: Node, key: str, name_path: NamePath, schemas: Schemas) -> Iterator[Webhook]:
    """The callbacks of an operation that have a JSON body. `key` is the operation's, such as `POST /orders`."""
    for name, entry in schemas.context.members(operation, "callbacks"):
        callback = schemas.context.follow(entry)
        if callback is None or not callback.is_mapping:
            continue
        for expression, item in callback.items():
            if not expression.startswith("x-"):
                yield from _of_item(name, item, name_path.below(name), schemas, key)


def _of_item(name: str, entry: Node, name_path: NamePath, schemas: Schemas, callback_of: str = "") -> Iterator[Webhook]:
    item = schemas.context.follow(entry)
    if item is None:
        return
    if not item.is_mapping:
        item.wrong("a path item")
        return
    operations = [(method, node) for method, node in item.items() if method.lower() in METHODS and node.is_mapping]
    for method, node in operations:
        at = name_path if len(operations) == 1 else name_path.below(method)
        type = _payload(node, at, schemas)
        if type is None:
            what = "callback" if callback_of else "webhook"
            node.diagnostics.note("webhooks", f"the {what} `{name}` has no JSON body; left out", node)
            continue
        headers = tuple(_headers(item, schemas)) + tuple(_headers(node, schemas))
        docs = docs_of(node.value, examples=False)
        yield Webhook(name, method.upper(), type, node.place, docs, headers, callback_of)


def _payload(operation: Node, name_path: NamePath, schemas: Schemas) -> Type | None:
    body = schemas.context.follow(operation.mapping("requestBody"))
    if body is None or not body.is_mapping:
        return None
    for media_type, node in media_types(body, schemas):
        if media_kind(media_type) == "json":
            found = content_type(node, name_path, schemas)
            return AnyValue() if found is None else found
    return None


def _headers(owner: Node, schemas: Schemas) -> Iterator[DeclaredHeader]:
    listed = owner.sequence("parameters")
    for entry in listed.elements() if listed is not None else ():
        parameter = schemas.context.follow(entry)
        if parameter is not None and parameter.is_mapping and parameter.text("in") == "header":
            values = tuple(_strings(parameter, ("const", "enum"), schemas))
            examples = tuple(_strings(parameter, ("default", "example", "examples"), schemas))
            yield DeclaredHeader(parameter.text("name").lower(), values, examples)


def _strings(parameter: Node, keys: tuple[str, ...], schemas: Schemas) -> Iterator[str]:
    """The strings of some keys of a parameter and its schema."""
    schema = schemas.context.follow(parameter.mapping("schema"))
    for owner in (schema, parameter) if schema is not None and schema.is_mapping else (parameter,):
        for node in (owner.get(key) for key in keys):
            if node is not None and isinstance(node.value, str):
                yield node.value
            elif node is not None and node.is_sequence:
                yield from (item.value for item in node.elements() if isinstance(item.value, str))


def _words(name: str) -> tuple[str, ...]:
    return (name,) if folded(name)[-1:] == ("event",) else (name, "Event")
