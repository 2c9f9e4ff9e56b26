"""Webhooks and callbacks: requests that the API sends (OpenAPI 3.1, "OpenAPI Object" and "Callback Object").

`x-webhooks` is what documents before 3.1 have in place of `webhooks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.text_location import place_of
from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import METHODS, Alias, AnyValue, Docs, Signature, Type, Webhook, media_kind
from generator.lower.docs import docs_of
from generator.lower.event_union import event_union
from generator.lower.operation.bodies import content_type, media_types
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas

_KEYS: Final = ("webhooks", "x-webhooks")
_SIGNATURES: Final[dict[str, Signature]] = {
    "webhook-signature": "standard",
    "svix-signature": "standard",
    "x-hub-signature-256": "github",
    "stripe-signature": "stripe",
    "x-slack-signature": "slack",
}
"""How an API signs its webhooks, by the lower-case name of a header of theirs."""

_NAMED: Final[dict[str, Signature]] = {
    "standard": "standard",
    "github": "github",
    "stripe": "stripe",
    "slack": "slack",
}


def lower_webhooks(schemas: Schemas) -> tuple[Webhook, ...]:
    """The webhooks that have a JSON body, in document order."""
    found: list[Webhook] = []
    for key in _KEYS:
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


def lower_event(webhooks: tuple[Webhook, ...], schemas: Schemas) -> Type | None:
    """The type of any webhook's body, as a definition of its own. Call it when all definitions are made."""
    if not webhooks:
        return None
    by_id = {definition.id: definition for definition in schemas.definitions.made}
    union = event_union([webhook.type for webhook in webhooks], by_id)
    root = schemas.context.root
    at = next(node for key in _KEYS if (node := root.get(key)) is not None)
    docs = Docs(description="An event that the API sends to a webhook.")
    return schemas.definitions.add(NamePath("webhooks", ("Webhook", "Event")), Alias(union), at, docs)


def signature_of(webhooks: tuple[Webhook, ...], asked: str, diagnostics: Diagnostics) -> Signature:
    """How an API signs its webhooks: as the config says, or by a header that it declares, else Standard Webhooks."""
    if asked and not webhooks:
        message = "[webhooks] the document has no webhooks with a JSON body"
        diagnostics.warning(
            "no-webhooks", message, place_of(asked), "remove the line, or add `webhooks` to the document"
        )
    named = _NAMED.get(asked)
    if named is not None:
        return named
    headers = (header.lower() for webhook in webhooks for header in webhook.headers)
    found: list[Signature] = [_SIGNATURES[header] for header in headers if header in _SIGNATURES]
    return found[0] if found else _NAMED["standard"]


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


def _headers(owner: Node, schemas: Schemas) -> Iterator[str]:
    listed = owner.sequence("parameters")
    for entry in listed.elements() if listed is not None else ():
        parameter = schemas.context.follow(entry)
        if parameter is not None and parameter.is_mapping and parameter.text("in") == "header":
            yield parameter.text("name")


def _words(name: str) -> tuple[str, ...]:
    return (name,) if folded(name)[-1:] == ("event",) else (name, "Event")
