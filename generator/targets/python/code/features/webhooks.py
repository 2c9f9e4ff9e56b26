"""The module of an SDK that reads webhooks: the receiver, and its table."""

from __future__ import annotations

from collections import Counter

from generator.ir.index import Index
from generator.ir.types import Api, Type, event_key
from generator.targets.python.code.docstrings import docstring, section
from generator.targets.python.names.names import RECEIVER, Names
from generator.targets.python.pages import markdown
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.webhook_views import EventView, ReceiverView

_SIGNED = {
    "standard": "of Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`)",
    "github": "of GitHub (`X-Hub-Signature-256`)",
    "stripe": "of Stripe (`Stripe-Signature`)",
    "slack": "of Slack (`X-Slack-Signature`)",
}


def receiver(index: Index, names: Names) -> ReceiverView | None:
    """The view of the module; None if the API has no webhooks."""
    api = index.api
    receiving = api.receiving
    if receiving is None:
        return None
    scope = Scope(index, names, runtime="._runtime.models")
    type = annotate(receiving.event, scope)
    annotation = f"{type} | {scope.need(scope.runtime, 'UnknownVariant')}" if receiving.event_header else type
    named = {literals.string(name): f"lambda: {annotate(body, scope)}" for name, body in _named(api).items()}
    variable = names.package_names.variable("webhook_secret")
    imports = {(module.replace("..", ".", 1) if module != ".." else ".", name) for module, name in scope.imports}
    table = {("._runtime.webhooks.table", name) for name in ("ReceivedHeaders", "Secret", "Verify", "WebhookTable")}
    return ReceiverView(
        imports=arrange(imports | table),
        event=annotation,
        type=type,
        signature=literals.string(receiving.signature),
        variable=literals.string(variable),
        variable_name=variable,
        header=literals.string(receiving.event_header) if receiving.event_header else "",
        header_name=markdown.cell_code(receiving.event_header),
        stamped=receiving.signature != "github",
        named=tuple(named.items()),
        docstring=docstring(_text(receiving.signature, variable), 8),
        signed=_SIGNED[receiving.signature],
        events=tuple(
            EventView(markdown.cell_code(webhook.name), markdown.cell_code(annotate(webhook.type, Scope(index, names))))
            for webhook in api.webhooks
        ),
        page="webhook-events" if names.operations_of(RECEIVER, api.operations) else "webhooks",
    )


def _named(api: Api) -> dict[str, Type]:
    """The types by the keys of events, for an API whose requests name the event in a header.

    A key is the webhook's name, or the only value of the header where no other webhook has it.
    """
    header = api.receiving.event_header if api.receiving is not None else ""
    if not header:
        return {}
    found: dict[str, Type] = {}
    for webhook in api.webhooks:
        found.setdefault(event_key(webhook.name), webhook.type)
    values = [
        (event_key(declared.values[0]), webhook.type)
        for webhook in api.webhooks
        for declared in webhook.headers
        if declared.name == header and len(declared.values) == 1
    ]
    counts = Counter(key for key, _ in values)
    return found | {key: type for key, type in values if counts[key] == 1}


def _text(signature: str, variable: str) -> str:
    secret = f"The secret, or several while it is replaced. Else that of `{variable}`."
    if signature == "standard":
        secret += " It is base64 after `whsec_`, or the key as `bytes`."
    arguments = [
        ("body", "The raw body of the request. The signature is of its bytes, so a parsed body cannot be checked."),
        ("headers", "The headers: a mapping in any case, pairs of `str` or `bytes`, or a WSGI environ."),
        ("secret", secret),
        ("verify", "A check of another signature: takes the body and the headers by lower-case name, returns a bool."),
        ("tolerance", "The seconds, or a `timedelta`, that the time stamp may be away from now."),
    ]
    raised = [
        ("errors.WebhookSignatureError", "The signature is missing, wrong or too old."),
        ("errors.WebhookError", "The body is not JSON."),
    ]
    about = (
        f"Check the signature of a webhook and return its event.\n\nThe signature is that {_SIGNED[signature]}. "
        "Nothing is sent. An event of an unknown kind is returned too."
    )
    return "\n\n".join([about, section("Args", arguments), "Returns:\n    The event.", section("Raises", raised)])
