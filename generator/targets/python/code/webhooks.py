"""The module of an SDK that reads webhooks: the receiver, and its table."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import Ref
from generator.targets.python.code.docstrings import docstring, section
from generator.targets.python.names.names import Names
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
    if api.event is None:
        return None
    scope = Scope(index, names, runtime="._runtime.models")
    annotation = annotate(api.event, scope)
    named = {literals.string(name): f"lambda: {annotate(type, scope)}" for name, type in _named(index).items()}
    variable = names.package_names.variable("webhook_secret")
    imports = {(module.replace("..", ".", 1) if module != ".." else ".", name) for module, name in scope.imports}
    table = {("._runtime.webhooks.table", name) for name in ("ReceivedHeaders", "Secret", "Verify", "WebhookTable")}
    return ReceiverView(
        imports=arrange(imports | table),
        event=annotation,
        signature=literals.string(api.signature),
        variable=literals.string(variable),
        variable_name=variable,
        named=tuple(named.items()),
        docstring=docstring(_text(api.signature, variable), 8),
        signed=_SIGNED[api.signature],
        events=tuple(
            EventView(markdown.cell_code(webhook.name), markdown.cell_code(annotate(webhook.type, Scope(index, names))))
            for webhook in api.webhooks
        ),
    )


def _named(index: Index) -> dict[str, Ref]:
    """The types by the names of webhooks, for an API whose requests name the event in a header."""
    api = index.api
    if api.signature != "github":
        return {}
    return {
        webhook.name.lower().replace("_", "-"): webhook.type
        for webhook in api.webhooks
        if isinstance(webhook.type, Ref)
    }


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
