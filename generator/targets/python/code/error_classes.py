"""The error classes of an SDK: one for each documented status, below those of the runtime."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.index import Index
from generator.ir.types import Union
from generator.targets.python.code.docstrings import docstring, prose
from generator.targets.python.names.names import ErrorNames, Names
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.types.imports import arrange, listed
from generator.targets.python.views.module_views import ErrorsView, ErrorView

_OTHERS = {
    "APIConnectionError": "no complete response: the connection failed",
    "  APITimeoutError": "no response in time",
    "ResponseError": "a successful response, not as documented",
    "StreamError": "a stream that failed after it began",
    "  TruncatedStreamError": "it ended without its end marker",
    "  StreamInterruptedError": "the connection was lost (an `APIConnectionError` too)",
    "  StreamTimeoutError": "nothing arrived for too long (an `APITimeoutError` too)",
    "  EventTooLargeError": "an event exceeds the size limit",
    "RequestError": "a value that cannot be sent",
    "ConfigurationError": "a missing or invalid key, server name or setting",
    "ClosedError": "a call of a closed client",
}
_OAUTH = "OAuthError"
_WEBHOOKS = {
    "WebhookError": "a webhook that cannot be read",
    "  WebhookSignatureError": "its signature is missing, wrong or too old",
}


def errors(index: Index, names: Names) -> ErrorsView:
    """The view of the errors module."""
    scope = Scope(index, names, runtime="._runtime.models")
    views = tuple(_error(error, scope) for error in names.errors)
    imports = {(module.replace("..", ".", 1) if module != ".." else ".", name) for module, name in scope.imports}
    has_oauth = any(scheme.fetches_tokens for scheme in index.api.schemes)
    runtime = [name.strip() for name in _OTHERS]
    further = {("._runtime.oauth.errors", _OAUTH)} if has_oauth else set[tuple[str, str]]()
    receives = index.api.event is not None
    further |= {("._runtime.webhooks.errors", name.strip()) for name in (_WEBHOOKS if receives else ())}
    base = {
        ("._runtime.errors", name)
        for name in ["APIError", "ErrorType", *runtime, f"SDKError as {names.package_names.error}"]
    }
    return ErrorsView(
        base=names.package_names.error,
        docstring=docstring(_tree(names, has_oauth=has_oauth, receives=receives), 0),
        imports=arrange(imports | base | further),
        errors=views,
        exports=tuple(
            sorted(
                {"APIError", "ErrorType", *runtime, names.package_names.error, *(error.cls for error in names.errors)}
                | {name for _, name in further},
                key=listed,
            )
        ),
    )


def _error(error: ErrorNames, scope: Scope) -> ErrorView:
    type = Union(error.bodies) if len(error.bodies) > 1 else error.bodies[0] if error.bodies else None
    annotation = annotate(type, scope) if type is not None else ""
    text = prose(error.response.docs)
    about = text if text.startswith(error.status) else f"{error.status}: {text}" if text else f"Status {error.status}."
    return ErrorView(
        name=error.cls,
        key=error.status if error.status.isdigit() else f'"{error.status}"',
        status=error.status,
        docstring=docstring(about, 4),
        annotation=f"{annotation} | None" if annotation else "",
        body=annotation,
        is_class=error.cls != "APIError",
    )


def _tree(names: Names, *, has_oauth: bool, receives: bool) -> str:
    """The module's docstring, with the tree drawn."""
    rows: list[tuple[str, str]] = [(names.package_names.error, "every error of this SDK")]
    rows.append(("  APIError", "a response with status 4XX or 5XX"))
    rows += [(f"    {error.cls}", error.status) for error in names.errors if error.cls != "APIError"]
    if has_oauth:
        rows.append((f"    {_OAUTH}", "the authorization server issues no access token"))
    rows += [(f"  {name}", text) for name, text in _OTHERS.items()]
    if receives:
        rows += [(f"  {name}", text) for name, text in _WEBHOOKS.items()]
    return "The errors that this SDK raises.\n\n" + "\n".join(_aligned(rows))


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    known = list(rows)
    width = max(len(name) for name, _ in known) + 2
    return [f"    {name.ljust(width)}{text}" for name, text in known]
