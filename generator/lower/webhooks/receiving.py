"""How a receiver checks and reads webhooks: the type of an event, the signature, the header that names the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.text_location import place_of
from generator.ir.types import Alias, Docs, Receiving, Signature, Webhook, event_key
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas
from generator.lower.webhooks.event_union import event_union, is_tagged
from generator.lower.webhooks.payloads import KEYS

_SIGNATURES: Final[dict[str, Signature]] = {
    "webhook-signature": "standard",
    "svix-signature": "standard",
    "x-hub-signature-256": "github",
    "stripe-signature": "stripe",
    "x-slack-signature": "slack",
}
"""How an API signs its webhooks, by the lower-case name of the header with the signature."""

_NAMED: Final[dict[str, Signature]] = {
    "standard": "standard",
    "github": "github",
    "stripe": "stripe",
    "slack": "slack",
}

_EVENT_HEADERS: Final[dict[Signature, str]] = {"github": "x-github-event"}


def lower_receiving(webhooks: tuple[Webhook, ...], asked: Mapping[str, str], schemas: Schemas) -> Receiving | None:
    """How the webhooks are received; None without webhooks. Call it when all definitions are made.

    `asked` is the table `[webhooks]` of the config. Adds the type of any webhook's body as a definition.
    """
    diagnostics = schemas.context.diagnostics
    if not webhooks:
        _report_unused(asked, diagnostics)
        return None
    signature, why = _signature(webhooks, asked.get("signature", ""))
    by_id = {definition.id: definition for definition in schemas.definitions.made}
    union = event_union([webhook.type for webhook in webhooks], by_id)
    root = schemas.context.root
    at = next(node for key in KEYS if (node := root.get(key)) is not None)
    if not why:
        why = "no header of a signature is declared"
        message = f"{why}; webhooks are taken to be signed as Standard Webhooks say"
        diagnostics.note("webhook-signature", message, at, 'name it: `[webhooks]` with `signature = "…"`')
    docs = Docs(description="An event that the API sends to a webhook.")
    event = schemas.definitions.add(NamePath("webhooks", ("Webhook", "Event")), Alias(union), at, docs)
    header = asked.get("event_header", "").lower()
    if not header and not is_tagged(union):
        header = _event_header(webhooks) or _EVENT_HEADERS.get(signature, "")
    return Receiving(event, signature, why, header)


def _report_unused(asked: Mapping[str, str], diagnostics: Diagnostics) -> None:
    for value in list(asked.values())[:1]:
        message = "[webhooks] the document has no webhooks with a JSON body"
        remedy = "remove the line, or add `webhooks` to the document"
        diagnostics.warning("no-webhooks", message, place_of(value), remedy)


def _signature(webhooks: tuple[Webhook, ...], asked: str) -> tuple[Signature, str]:
    """The signature and the reason for it, which is empty where there is none."""
    named = _NAMED.get(asked)
    if named is not None:
        return named, "the config says so"
    for webhook in webhooks:
        for header in webhook.headers:
            found = _SIGNATURES.get(header.name)
            if found is not None:
                return found, f"the webhook `{webhook.name}` declares the header {header.name}"
    return "standard", ""


def _event_header(webhooks: tuple[Webhook, ...]) -> str:
    """The header that names the event, or empty.

    Its values begin the names of half of the webhooks or more, as `pull_request` does that of `pull-request-opened`;
    or it is a constant in each webhook, and no two are the same.
    """
    counts: dict[str, int] = {}
    constants: dict[str, list[str]] = {}
    for webhook in webhooks:
        name = event_key(webhook.name)
        for header in webhook.headers:
            keys = [event_key(value) for value in (*header.values, *header.examples)]
            if any(key and name.startswith(key) for key in keys):
                counts[header.name] = counts.get(header.name, 0) + 1
            if len(header.values) == 1:
                constants.setdefault(header.name, []).append(keys[0])
    best = max(counts, key=lambda header: counts[header], default="")
    if best and 2 * counts[best] >= len(webhooks):
        return best
    return next((name for name, keys in constants.items() if 1 < len(webhooks) == len(keys) == len(set(keys))), "")
