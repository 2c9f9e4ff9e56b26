"""Lint the document: warn of violations of the specification with one sensible reading.

These checks concern the document as a whole. Checks of one value are part of the code that lowers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.node import Node
from generator.ir.types import METHODS
from generator.lower.context import Context
from generator.lower.operation.operations import Found

_COMPONENT = re.compile(r"[a-zA-Z0-9._-]+")
_CONTENTS = ("paths", "components", "webhooks")


def lint_document(context: Context, found: list[Found]) -> None:
    """Warn of violations of the specification in a document with the given operations."""
    _check_emptiness(context)
    _check_info(context)
    _check_component_names(context)
    _check_ids_of_webhooks(context, found)


def _check_emptiness(context: Context) -> None:
    """`paths` is required; from 3.1 on, `components` or `webhooks` suffice ("OpenAPI Object", "Swagger Object")."""
    root, family = context.root, context.document.version.family
    union_of = family in {"3.1", "3.2"}
    if root.get("paths") is None and not (union_of and any(root.get(key) is not None for key in _CONTENTS)):
        what = "none of `paths`, `components` and `webhooks`" if union_of else "no `paths`"
        message = f"the document has {what}; the client has no operations"
        context.diagnostics.warning("no-paths", message, root, "add `paths: {}` if that is intended")


def _check_info(context: Context) -> None:
    info = context.root.get("info")
    if info is None:
        hint = "add `info: {title: …, version: …}`; the names of the SDK come from the title"
        context.diagnostics.warning("no-info", "the document has no `info`, which is required", context.root, hint)
        return
    for key in ("title", "version"):
        node = info.get(key)
        if node is not None and isinstance(node.value, (int, float)):
            text = info.text(key)
            message = f"`{key}` is not a string; treated as `{text}`"
            context.diagnostics.warning("not-a-text", message, node, f'quote the value: {key}: "{text}"')


def _check_component_names(context: Context) -> None:
    """The keys of `components` have a restricted set of characters ("Components Object"), except in Swagger 2.0."""
    components = context.mapping(context.root, "components")
    if components is None or context.document.version.family == "2.0":
        return
    for section, members in components.items():
        if section.startswith("x-"):
            continue
        for name, node in members.items():
            if not name.startswith("x-") and name != "$ref" and not _COMPONENT.fullmatch(name):
                message = f"invalid component name `{name}`: only A-Z a-z 0-9 . - _ are allowed"
                hint = f"rename it and the references to it to `{re.sub(r'[^a-zA-Z0-9._-]+', '_', name)}`"
                context.diagnostics.warning("component-name", message, node, hint)


def _check_ids_of_webhooks(context: Context, found: list[Found]) -> None:
    """An operationId is unique among all operations, including those of webhooks ("Operation Object")."""
    ids = {one.node.text("operationId") for one in found}
    for operation in _of_webhooks(context):
        given = operation.value.get("operationId")
        if not isinstance(given, str) or not given:
            continue
        if given in ids:
            message = f'duplicate operationId "{given}"'
            hint = "give each operation and webhook a unique operationId"
            context.diagnostics.warning("duplicate-operation-id", message, operation, hint)
        ids.add(given)


def _of_webhooks(context: Context) -> Iterator[Node]:
    webhooks = context.root.get("webhooks")
    for _, item in webhooks.items() if webhooks is not None else ():
        for key, operation in item.items():
            if key in METHODS and operation.is_mapping:
                yield operation
