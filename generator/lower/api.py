"""Lower a document to an `Api`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.collector import paused_collector
from generator.diagnostics.model import Diagnostics
from generator.document.positions.source import Pointed
from generator.document.resolver import Document
from generator.ir.types import Api, Fallback, Place
from generator.lower.about import lower_about
from generator.lower.binary_text import BinaryText
from generator.lower.calls.configured import overrides_of
from generator.lower.calls.model import OperationFacts, Overrides
from generator.lower.calls.phrase import forget_words
from generator.lower.client_headers import client_headers
from generator.lower.context import Context
from generator.lower.docs import docs_of, title_of
from generator.lower.lint import lint_document
from generator.lower.longwork.detect import Waits
from generator.lower.operation.grouping import Grouping
from generator.lower.operation.key_parameters import without_keys
from generator.lower.operation.operation_table import OperationSettings
from generator.lower.operation.operations import Operations, find_operations, ignored_operations, name_path_of
from generator.lower.operation.streams import with_types
from generator.lower.pages.detect import Pages
from generator.lower.reached import Roots, only_reached
from generator.lower.schema.inline_names import InlineNames
from generator.lower.schema.lower_schema import Schemas
from generator.lower.servers import lower_servers
from generator.lower.services import lower_globals, lower_retries, lower_schemes, lower_security
from generator.lower.subset import Subset
from generator.lower.webhooks.payloads import lower_callbacks, lower_webhooks
from generator.lower.webhooks.receiving import lower_receiving


def lower(
    document: Document,
    diagnostics: Diagnostics,
    names: Mapping[str, str] | None = None,
    pages: OperationSettings | None = None,
    webhooks: Mapping[str, str] | None = None,
    *,
    waits: OperationSettings | None = None,
    unreferenced: bool = True,
    subset: Subset | None = None,
    idempotency: str = "",
) -> Api:
    """The API that a document describes.

    Errors, and parts that the IR cannot represent, are reported as diagnostics; the rest of the document is lowered,
    so that one run reports every problem. Never raises because of the document's content. `names` are the configured
    names; those of path prefixes, verbs and calls are applied here. `pages`, `webhooks` and `waits` are these tables of
    the config. Without `unreferenced`, the definitions that no operation reaches and no name is for are left out.
    `subset` chooses the operations, and `idempotency` is the header of a key for those that are not idempotent.
    """
    with paused_collector():
        context, overrides = Context(document, diagnostics), overrides_of(names or {}, diagnostics)
        named = None if unreferenced else {key.removeprefix("type:") for key in names or {}}
        chosen = subset or Subset()
        return _lowered(context, overrides, pages or {}, webhooks or {}, waits or {}, named, chosen, idempotency)


def call_facts(document: Document) -> Sequence[OperationFacts]:
    """What names the calls of a document, for the operations that `lower` keeps, in the same order."""
    context = Context(document, Diagnostics())
    kept, _ = ignored_operations(list(find_operations(context)), context)
    grouping = Grouping(context, Overrides())
    for found in kept:
        grouping.add(found.node, found.method, found.path)
    return grouping.facts


def _lowered(
    context: Context,
    overrides: Overrides,
    pages: OperationSettings,
    asked: Mapping[str, str],
    waits: OperationSettings,
    named: Collection[str] | None,
    subset: Subset,
    idempotency: str,
) -> Api:
    """The API. `named` are the ids of definitions to keep beside those that are reached; None keeps all."""
    root = context.root
    outside = InlineNames()
    schemas = Schemas(context, outside.name_path)
    every = list(find_operations(context))
    lint_document(context, every)
    kept, ignored = ignored_operations(every, context)
    kept, left_out = subset.of(kept, context.diagnostics)
    grouping = Grouping(context, overrides)
    for found in kept:
        grouping.add(found.node, found.method, found.path)
    for found, call in zip(kept, grouping.calls(), strict=True):
        outside.add(found.node, name_path_of(found, call))
    schemes = lower_schemes(context)
    security = lower_security(root, schemes) or ()
    schemas.lower_components()
    operations = Operations(schemas, schemes, security, idempotency).lower(kept, grouping)
    own = without_keys(zip(operations, (found.node for found in kept), strict=True), schemes)
    headers = client_headers(own, schemes, lower_globals(schemas), context)
    webhooks = lower_webhooks(schemas)
    callbacks = tuple(
        callback
        for found, call in zip(kept, grouping.calls(), strict=True)
        for callback in lower_callbacks(found.node, f"{found.method} {found.path}", name_path_of(found, call), schemas)
    )
    schemas.lower_waiting()
    receiving = lower_receiving(webhooks, asked, schemas)
    text = BinaryText(headers.operations, tuple(schemas.definitions.made))
    definitions = text.definitions(tuple(schemas.definitions.made))
    operations = [text.operation(operation) for operation in headers.operations]
    by_id = {definition.id: definition for definition in definitions}
    paged = Pages(context, by_id, pages).of(
        (with_types(operation, by_id, found.node, context), found.node)
        for operation, found in zip(operations, kept, strict=True)
    )
    paged = Waits(context, by_id, waits).of(paged, [found.node for found in kept])
    sent = [*([receiving.event] if receiving else []), *(one.type for one in (*webhooks, *callbacks))]
    roots = Roots(paged, headers.parameters, sent, [found.node for found in kept], named or ())
    expanded = schemas.flattener.expanded
    reached = definitions if named is None else only_reached(definitions, roots, expanded, context)
    info = root.mapping("info")
    api = Api(
        title_of(info) if info is not None else "",
        info.text("version") if info is not None else "",
        root.place,
        docs_of(info.value, examples=False) if info is not None else docs_of(root.value, examples=False),
        lower_servers(root),
        headers.schemes,
        security,
        headers.parameters,
        grouping.groups(),
        paged,
        reached,
        lower_retries(root),
        (*ignored, *left_out),
        tuple(_fallbacks(context.diagnostics)),
        webhooks,
        callbacks,
        receiving,
        frozenset(by_id.keys() - {definition.id for definition in reached}),
        lower_about(root),
        grouping.evidence,
    )
    forget_words()
    vars(schemas).clear()  # its parts refer to each other, so they would wait for the collector
    return api


def _fallbacks(diagnostics: Diagnostics) -> Iterator[Fallback]:
    """The fallbacks that loading and lowering reported."""
    for item in diagnostics.items:
        if item.fallback and isinstance(item.at, Pointed):
            yield Fallback(item.code, Place(item.at.file, item.at.pointer), item.message)
