"""Headers that belong to the client: those that almost every operation takes, and keys among them.

A document without security schemes can still show how callers authenticate: by a header parameter that looks like a
key, as `x-api-key`, or by 401 responses, for which the client takes an optional bearer token.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from generator.ir.types import Operation, Parameter, Place, Requirement, SecurityScheme
from generator.lower.context import Context

_MIN_OPERATIONS, _SHARE = 3, 0.9
"""A header is the client's if this share of the operations takes it, in a document of at least so many."""
_KEY = re.compile(r"(^|[-_])(api[-_]?key|apikey|token|secret)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClientHeaders:
    """The operations without the headers of the client, and what these became."""

    operations: tuple[Operation, ...]
    schemes: tuple[SecurityScheme, ...]
    parameters: tuple[Parameter, ...]


def client_headers(
    operations: tuple[Operation, ...],
    schemes: tuple[SecurityScheme, ...],
    parameters: tuple[Parameter, ...],
    context: Context,
) -> ClientHeaders:
    """Move the headers that almost every operation takes to the client, and add a scheme if the document has none."""
    shared = _shared(operations, parameters)
    keys = [header for header in shared.values() if not schemes and _KEY.search(header.wire)]
    headers = tuple(header for header in shared.values() if header not in keys)
    found = tuple(SecurityScheme(key.wire, "api-key", key.place, "header", key.wire, docs=key.docs) for key in keys)
    moved = tuple(_without(operation, shared) for operation in operations)
    if not schemes and not found and (place := _unauthorized(operations)) is not None:
        context.diagnostics.note(
            "no-security",
            "the document has 401 responses and no security scheme; the client takes an optional bearer `token`",
            context.root,
        )
        found = (SecurityScheme("token", "oauth2", place),)
    if found:
        choices = tuple((Requirement(scheme.id),) for scheme in found)
        security = choices if keys and all(key.required for key in keys) else ((), *choices)
        moved = tuple(replace(one, security=one.security or security) for one in moved)
    return ClientHeaders(moved, (*schemes, *found), (*parameters, *headers))


def _shared(operations: tuple[Operation, ...], parameters: tuple[Parameter, ...]) -> dict[str, Parameter]:
    """The headers that almost every operation takes, by lower-case name."""
    known = {parameter.wire.lower() for parameter in parameters if parameter.location == "header"}
    headers = [
        parameter
        for operation in operations
        for parameter in operation.parameters
        if parameter.location == "header" and parameter.wire.lower() not in known
    ]
    counts = Counter(header.wire.lower() for header in headers)
    least = max(_MIN_OPERATIONS, _SHARE * len(operations))
    return {header.wire.lower(): header for header in reversed(headers) if counts[header.wire.lower()] >= least}


def _without(operation: Operation, shared: dict[str, Parameter]) -> Operation:
    left = tuple(
        parameter
        for parameter in operation.parameters
        if parameter.location != "header" or parameter.wire.lower() not in shared
    )
    return operation if len(left) == len(operation.parameters) else replace(operation, parameters=left)


def _unauthorized(operations: tuple[Operation, ...]) -> Place | None:
    """The first response of status 401."""
    return next((error.place for one in operations for error in one.errors if error.status == "401"), None)
