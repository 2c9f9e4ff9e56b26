"""The whole document to an `Api`."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager

from generator.diagnostics.model import Diagnostics
from generator.document.node import Node
from generator.document.resolver import Document
from generator.ir.types import Api, Fallback
from generator.lower.binary_text import BinaryText
from generator.lower.context import Context
from generator.lower.docs import docs_of
from generator.lower.lint import lint_document
from generator.lower.operation.grouping import Grouping
from generator.lower.operation.operations import (
    Operations,
    find_operations,
    ignored_operations,
    name_path_of,
)
from generator.lower.operation.streams import with_types
from generator.lower.schema.inline_names import InlineNames
from generator.lower.schema.lower_schema import Schemas
from generator.lower.servers import lower_servers
from generator.lower.services import (
    lower_globals,
    lower_retries,
    lower_schemes,
    lower_security,
)


def lower(document: Document, diagnostics: Diagnostics) -> Api:
    """The API that a document describes.

    Whatever is wrong or cannot be held is in the diagnostics, with its place; the rest of the document is lowered all
    the same, so that one run tells everything. Never raises for what a document says.
    """
    with _without_collector():
        return _lowered(Context(document, diagnostics))


def _lowered(context: Context) -> Api:
    root = context.root
    outside = InlineNames()
    schemas = Schemas(context, outside.name_path)
    every = list(find_operations(context))
    lint_document(context, every)
    kept, ignored = ignored_operations(every)
    grouping = Grouping(context)
    for found in kept:
        grouping.add(found.node, found.method, found.path)
    for found, call in zip(kept, grouping.calls(), strict=True):
        outside.add(found.node, name_path_of(found, call))
    schemes = lower_schemes(context)
    security = lower_security(root, schemes) or ()
    schemas.lower_components()
    operations = Operations(schemas, schemes, security).lower(kept, grouping)
    parameters = lower_globals(schemas)
    schemas.lower_waiting()
    text = BinaryText(operations, schemas.made())
    definitions = text.definitions(schemas.made())
    operations = [text.operation(operation) for operation in operations]
    by_id = {definition.id: definition for definition in definitions}
    info = root.mapping("info")
    _note_unread(root)
    return Api(
        info.text("title") if info is not None else "",
        info.text("version") if info is not None else "",
        root.place,
        docs_of(info.value, examples=False) if info is not None else docs_of(root.value, examples=False),
        lower_servers(root),
        schemes,
        security,
        parameters,
        grouping.groups(),
        tuple(
            with_types(operation, by_id, found.node, context) for operation, found in zip(operations, kept, strict=True)
        ),
        definitions,
        lower_retries(root),
        ignored,
        tuple(_fallbacks(context.diagnostics)),
    )


@contextmanager
def _without_collector() -> Generator[None]:
    """Pause the collection of cycles: what lowering makes stays, so looking for garbage in it is waste."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _fallbacks(diagnostics: Diagnostics) -> Iterator[Fallback]:
    """What has been lost, by what was said of it: in reading the files, and in lowering."""
    for item in diagnostics.items:
        if item.fallback and isinstance(item.at, Node):
            yield Fallback(item.code, item.at.place, item.message)


def _note_unread(root: Node) -> None:
    webhooks = root.get("webhooks")
    if webhooks is not None and webhooks.value:
        root.diagnostics.note("webhooks", "webhooks are not part of the client", webhooks)
