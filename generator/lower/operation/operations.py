"""Operations: one for each method of each path (OpenAPI 3.1 and 3.2, "Path Item Object")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.counting import counted
from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.types import METHODS, Ignored, Operation, Parameter, Requirement, SecurityScheme, Stream
from generator.lower.context import Context, elements
from generator.lower.docs import docs_of
from generator.lower.operation.bodies import lower_body
from generator.lower.operation.grouping import Call, Grouping
from generator.lower.operation.parameters import lower_parameters
from generator.lower.operation.path_key import read_path_key
from generator.lower.operation.responses import lower_responses
from generator.lower.operation.streams import fern_stream, lower_stream, undeclared_stream
from generator.lower.operation.upgrades import upgrade
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas
from generator.lower.schema.objects import is_ignored
from generator.lower.servers import lower_servers
from generator.lower.services import lower_retries, lower_security

_FIELDS = frozenset({"$ref", "additionalOperations", "parameters", "servers", "summary", "description"})
"""The fields of a path item that are not methods."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token (RFC 9110, section 5.6.2)."""

_NOT_IDEMPOTENT = frozenset({"POST", "PATCH"})
"""RFC 9110, section 9.2.2, and RFC 5789, section 2."""
_IDEMPOTENCY = frozenset({"idempotency-key", "x-idempotency-key"})

Security = tuple[tuple[Requirement, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An operation of the document, before it is lowered."""

    node: Node
    item: Node
    method: str
    path: str


def find_operations(context: Context) -> Iterator[Found]:
    """All operations under `paths`, in document order."""
    for path, entry in context.members(context.root, "paths"):
        if path.startswith("x-"):
            continue
        item = context.follow(entry)
        if item is None:
            continue
        if item.value is None:
            message, hint = "the path is null; treated as a path without operations", "write `{}` if that is intended"
            context.diagnostics.warning("null-path", message, entry, hint)
            continue
        if not item.is_mapping:
            item.wrong("a path item")
            continue
        yield from _of_item(item, path, context)


def _of_item(item: Node, path: str, context: Context) -> Iterator[Found]:
    every = [*item.items(), *context.members(item, "additionalOperations")]
    found = {method for method in METHODS if method in item.value}
    for key, entry in every:
        own = entry.parent is None or entry.parent.value is item.value
        is_fixed = key.lower() in METHODS
        if not is_fixed and not _is_other_method(key, entry, own, context):
            continue
        if is_fixed and not (own and key in METHODS):
            taken = key.lower() in found
            what = f"left out, as `{key.lower()}` is there too" if taken else f"read as `{key.lower()}`"
            message = f"`{key}` is not a method of a path item; {what}"
            context.diagnostics.warning("method-name", message, entry, f"write `{key.lower()}`")
            if taken:
                continue
            found.add(key.lower())
        node = context.follow(entry)
        if node is None:
            continue
        if not node.is_mapping:
            node.wrong("an operation")
            continue
        # The methods of OpenAPI 3.2's additionalOperations are sent as they are written (RFC 9110, section 9.1).
        yield Found(node, item, key.upper() if is_fixed else key, path)


def _is_other_method(key: str, entry: Node, own: bool, context: Context) -> bool:
    """Whether a key is a method of OpenAPI 3.2's `additionalOperations`. What seems to be one elsewhere is reported."""
    if not own and _TOKEN.fullmatch(key):
        return not key.startswith("x-")
    if not own:
        hint = "write a token, such as `COPY`"
    elif key not in _FIELDS and not key.startswith("x-") and entry.is_mapping and "responses" in entry.value:
        hint = did_you_mean(key, METHODS) or "OpenAPI 3.2 has `additionalOperations` for other methods"
    else:
        return False
    context.diagnostics.fallback("method-name", f"`{key}` is not a method; the operation is left out", entry, hint)
    return False


class Operations:
    """Lowers the operations of a document."""

    def __init__(
        self, schemas: Schemas, schemes: tuple[SecurityScheme, ...], security: Security, idempotency: str = ""
    ) -> None:
        self._idempotency = idempotency
        self._schemas = schemas
        self._context = schemas.context
        self._schemes = schemes
        self._security = security
        self._ids: set[str] = set()

    def lower(self, found: list[Found], grouping: Grouping) -> list[Operation]:
        """The operations. `streams.with_types` completes their streams when all definitions are made."""
        calls = grouping.calls()
        paired = list(zip(found, calls, strict=True))
        return [self._operation(one, call) for one, call in counted("operations", paired)]

    def _operation(self, found: Found, call: Call) -> Operation:
        node, schemas = found.node, self._schemas
        name_path = name_path_of(found, call)
        key = read_path_key(found.path)
        parameters, query = lower_parameters(found.item, node, key, name_path, schemas)
        responses = lower_responses(node, found.method, name_path, schemas)
        body = lower_body(node, name_path, schemas)
        stream: Stream | None = None
        if responses.stream is not None:
            stream = lower_stream(node, responses.stream, name_path, schemas)
        else:
            stream = fern_stream(node, name_path, schemas) or undeclared_stream(node, responses.successes, schemas)
        security = lower_security(node, self._schemes)
        return Operation(
            self._id(found),
            call.group,
            call.name,
            found.method,
            found.path,
            node.place,
            docs_of(node.value, examples=False),
            parameters,
            body,
            responses.successes,
            responses.errors,
            stream,
            self._security if security is None else security,
            lower_servers(node) or lower_servers(found.item),
            lower_retries(node),
            _idempotency(node, parameters, self._context)
            or (self._idempotency if found.method in _NOT_IDEMPOTENT else ""),
            key.route,
            query,
            call.named,
            call.rule,
            headers=responses.headers,
        )

    def _id(self, found: Found) -> str:
        """The operationId, which is not unique in every document, or the method and path."""
        operation_id = found.node.text("operationId")
        if operation_id in self._ids:
            self._context.diagnostics.warning(
                "duplicate-operation-id",
                f'duplicate operationId "{operation_id}"',
                found.node,
                "give each operation a unique operationId",
            )
        if operation_id:
            self._ids.add(operation_id)
        return operation_id or f"{found.method} {found.path}"


def name_path_of(found: Found, call: Call) -> NamePath:
    """The name path of an operation's inline schemas."""
    return NamePath(f"{found.method} {found.path}", call.words)


def ignored_operations(found: list[Found], context: Context) -> tuple[list[Found], tuple[Ignored, ...]]:
    """The operations to lower, and those that the document marks as ignored or that upgrade the protocol."""
    kept: list[Found] = []
    ignored: list[Ignored] = []
    for one in found:
        if is_ignored(one.node.value) or is_ignored(one.item.value):
            ignored.append(Ignored(one.method, one.path, one.node.place, "the document marks it as ignored"))
            one.node.diagnostics.note("ignored-operation", "the operation is marked as ignored; left out", one.node)
        elif why := upgrade(one.node, one.item, context):
            why = f"{why}, and the client makes HTTP calls only"
            ignored.append(Ignored(one.method, one.path, one.node.place, why))
            message = f"{one.method} {one.path} is left out: {why}"
            one.node.diagnostics.warning("protocol-upgrade", message, one.node, "connect with a WebSocket library")
        else:
            kept.append(one)
    return kept, tuple(ignored)


def _idempotency(node: Node, parameters: tuple[Parameter, ...], context: Context) -> str:
    """The idempotency header: a parameter of a common name, or one of `x-fern-idempotency-headers`."""
    for parameter in parameters:
        if parameter.location == "header" and parameter.wire.lower() in _IDEMPOTENCY:
            return parameter.wire
    if node.flag("x-fern-idempotent"):
        for header in elements(context.root, "x-fern-idempotency-headers"):
            if header.is_mapping and (wire := header.text("header")):
                return wire
    return ""
