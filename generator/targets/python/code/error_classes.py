"""The error classes of an SDK: one for each documented status, derived from those of the runtime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.ir.index import Index
from generator.ir.types import Union
from generator.targets.python.code.docstrings import docstring, prose
from generator.targets.python.code.pages import is_paged
from generator.targets.python.names.names import ErrorNames, Names
from generator.targets.python.names.reserved import STATUS_ERRORS
from generator.targets.python.names.wait_naming import is_waited
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
    "  StreamTimeoutError": "nothing arrived in time (an `APITimeoutError` too)",
    "  EventTooLargeError": "an event exceeds the size limit",
    "RequestError": "a value that cannot be sent",
    "ConfigurationError": "a missing or invalid key, server name or setting",
    "ClosedError": "a call of a closed client",
}
_OAUTH = {"OAuthError": "the authorization server issues no access token"}
_PAGES = {"PaginationError": "a list whose next page cannot be requested"}
_WEBHOOKS = {
    "WebhookError": "a webhook that cannot be read",
    "  WebhookSignatureError": "its signature is missing, wrong or too old",
}
_WAITS = {
    "WaitError": "work that was waited for has not ended well",
    "  WaitFailedError": "it has failed",
    "  WaitTimeoutError": "the timeout has passed, and it goes on",
}
_HOMES = {
    "OAuthError": "._runtime.oauth.errors",
    "PaginationError": "._runtime.pages.pagination_error",
    "WebhookError": "._runtime.webhooks.errors",
    "WebhookSignatureError": "._runtime.webhooks.errors",
    **dict.fromkeys(("WaitError", "WaitFailedError", "WaitTimeoutError"), "._runtime.longwork.errors"),
}


def further_errors(index: Index) -> dict[str, str]:
    """The classes of the runtime that this API needs beside those of every API, and what each means."""
    paged = any(is_paged(operation, index) for operation in index.api.operations)
    return {
        **(_OAUTH if _has_oauth(index) else {}),
        **(_PAGES if paged else {}),
        **(_WEBHOOKS if index.api.receiving is not None else {}),
        **(_WAITS if any(is_waited(operation, index) for operation in index.api.operations) else {}),
    }


def _has_oauth(index: Index) -> bool:
    return any(scheme.fetches_tokens for scheme in index.api.schemes)


def status_class(status: str) -> str:
    """The runtime's class for a status or a range of statuses."""
    return STATUS_ERRORS.get(status) or STATUS_ERRORS.get(f"{status[0]}XX", "APIError")


def own_classes(names: Names) -> tuple[ErrorNames, ...]:
    """The errors that have a class of their own; `default` has none."""
    return tuple(error for error in names.errors if error.cls != "APIError")


def published_classes(names: Names) -> dict[str, str]:
    """The runtime's classes of statuses by status, without those whose name a class of the document has."""
    taken = {names.package_names.error, *(error.cls for error in names.errors)}
    return {status: cls for status, cls in STATUS_ERRORS.items() if cls not in taken}


def errors(index: Index, names: Names) -> ErrorsView:
    """The view of the errors module."""
    scope = Scope(index, names, runtime="._runtime.models")
    views = tuple(_error(error, scope, names) for error in names.errors)
    imports = {(module.replace("..", ".", 1) if module != ".." else ".", name) for module, name in scope.imports}
    runtime = [*(name.strip() for name in _OTHERS), *published_classes(names).values()]
    hidden = {view.base for view in views if view.base.startswith("_")}
    further = {(_HOMES[name.strip()], name.strip()) for name in further_errors(index)}
    base = {
        ("._runtime.errors", name)
        for name in [
            *("APIError", "ErrorType", *runtime, f"SDKError as {names.package_names.error}"),
            *(f"{name[1:]} as {name}" for name in hidden),
        ]
    }
    return ErrorsView(
        base=names.package_names.error,
        docstring=docstring(_tree(names, further_errors(index)), 0),
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


def _error(error: ErrorNames, scope: Scope, names: Names) -> ErrorView:
    is_class = error.cls != "APIError"
    if error.by_operation:
        are_models = all(scope.index.object(body) is not None for body in error.bodies)
        annotation, body = scope.need(scope.runtime, "Model") if are_models and is_class else "", ""
    else:
        type = Union(error.bodies) if len(error.bodies) > 1 else error.bodies[0] if error.bodies else None
        annotation = body = annotate(type, scope) if type is not None else ""
    text = prose(error.response.docs)
    about = text if text.startswith(error.status) else f"{error.status}: {text}" if text else f"Status {error.status}."
    base = status_class(error.status)
    is_hidden = base != "APIError" and base not in published_classes(names).values()
    return ErrorView(
        name=error.cls,
        base=f"_{base}" if is_hidden else base,
        key=error.status if error.status.isdigit() else f'"{error.status}"',
        status=error.status,
        docstring=docstring(about, 4),
        annotation=f"{annotation.removesuffix(' | None')} | None" if annotation else "",
        body=body,
        is_class=is_class,
    )


def _tree(names: Names, further: Mapping[str, str]) -> str:
    """The module's docstring, with the tree drawn."""
    rows: list[tuple[str, str]] = [(names.package_names.error, "every error of this SDK")]
    rows.append(("  APIError", "a response with status 4XX or 5XX"))
    rows += [(f"{'  ' * depth}{cls}", status) for depth, cls, status in status_tree(names)]
    rows += [(f"    {name}", text) for name, text in further.items() if name in _OAUTH]
    others = {**_OTHERS, **{name: text for name, text in further.items() if name not in _OAUTH}}
    rows += [(f"  {name}", text) for name, text in others.items()]
    return "The errors that this SDK raises.\n\nEach below its base class::\n\n" + "\n".join(_aligned(rows))


def status_tree(names: Names) -> Iterator[tuple[int, str, str]]:
    """The classes below `APIError`: their depth, from 2, their names and statuses."""
    published, errors = published_classes(names), own_classes(names)
    for family in ("4XX", "5XX"):
        if family in published:
            yield 2, published[family], family
        depth = 3 if family in published else 2
        codes = {status for status in published if status[0] == family[0] and status != family}
        codes |= {error.status for error in errors if error.status[0] == family[0]}
        for status in sorted(codes, key=lambda status: (not status.isdigit(), status)):
            if status in published:
                yield depth, published[status], status
            below = depth + 1 if status in published else depth
            yield from ((below, error.cls, status) for error in errors if error.status == status)
    yield from ((2, error.cls, error.status) for error in errors if error.status[0] not in "45")


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    known = list(rows)
    width = max(len(name) for name, _ in known) + 2
    return [f"    {name.ljust(width)}{text}" for name, text in known]
