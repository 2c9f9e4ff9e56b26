"""The page of errors: the class tree, and each class with a program that catches it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.ir.index import Index, body_type
from generator.ir.types import ABSENT, Json, Operation, Response, Union
from generator.targets.python.code.docstrings import prose
from generator.targets.python.code.error_classes import (
    further_errors,
    own_classes,
    published_classes,
    status_tree,
)
from generator.targets.python.names.names import ErrorNames, Names
from generator.targets.python.pages import descriptions, markdown
from generator.targets.python.pages.links import ERRORS, Addresses, relative, resource_page
from generator.targets.python.pages.operation_reference import Reference
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.readme import except_clauses
from generator.targets.python.pages.topics.wait_page import wait_page_path
from generator.targets.python.pages.type_text import TypeText
from generator.targets.python.views.page_views import ErrorPageView, ErrorRowView, ErrorsPageView, LinkView

_STATUSES = {
    "4XX": "4XX: the server refuses the request",
    "401": "401: the credentials are missing or not valid",
    "403": "403: the credentials do not permit the request",
    "404": "404: the resource does not exist",
    "429": "429: too many requests",
    "5XX": "5XX: the server has failed",
}
_MAX_OPERATIONS = 12
"""Maximum number of operations listed for an error."""


def errors_page(programs: Programs, addresses: Addresses) -> ErrorsPageView:
    """The view of the page of errors."""
    index, names = programs.index, programs.names
    types = TypeText(names, partial(addresses.model, page=ERRORS))
    reference = Reference(programs, types)
    classes = own_classes(names)
    rows = tuple(_row(error, index, reference) for error in classes)
    lead = next(iter(index.api.operations), None)
    return ErrorsPageView(
        base=names.package_names.error,
        further=tuple((name.strip(), text) for name, text in further_errors(index).items()),
        tree=tuple(_tree(names)),
        statuses=tuple(LinkView(f"`{cls}`", _STATUSES[status]) for status, cls in published_classes(names).items()),
        rows=rows,
        errors=tuple(_error(error, index, reference) for error in classes),
        program=except_clauses(programs, lead) if lead else None,
        waiting=wait_page_path(index, names),
    )


def _tree(names: Names) -> Iterator[str]:
    documented = {error.cls for error in own_classes(names)}
    for depth, cls, status in status_tree(names):
        shown = f"[`{cls}`](#{cls.lower()})" if cls in documented else f"`{cls}`"
        yield f"{'  ' * depth}- {shown}: {status}"


def _row(error: ErrorNames, index: Index, reference: Reference) -> ErrorRowView:
    return ErrorRowView(
        f"[`{error.cls}`](#{error.cls.lower()})",
        error.status,
        _operations(error, index, reference),
        descriptions.description(error.response.docs),
    )


def _error(error: ErrorNames, index: Index, reference: Reference) -> ErrorPageView:
    operation, response, example = _source(error, index)
    return ErrorPageView(
        heading=error.cls,
        prose=markdown.prose(prose(error.response.docs)),
        status=error.status,
        data=_data(error, reference),
        operations=_operations(error, index, reference),
        program=reference.programs.caught(operation, error.cls, response, example),
    )


def _data(error: ErrorNames, reference: Reference) -> str:
    first = next(iter(error.bodies), None)
    if first is None:
        return "the parsed JSON, or `None` if the body is not JSON"
    if error.by_operation:
        return f"the error body of the operation, such as {reference.types.text(first)}, or `None`"
    type = Union(error.bodies) if len(error.bodies) > 1 else first
    return f"{reference.types.text(type)}, or `None` if the body is something else"


def _source(error: ErrorNames, index: Index) -> tuple[Operation, Response, Json]:
    """The first operation with an example of the error, or the first that documents it."""
    found = list(_sources(error, index))
    first = next((source for source in found if source[2] is not ABSENT), found[0])
    return first if len(error.bodies) < 2 else (first[0], Response(error.status, (), first[1].place), ABSENT)


def _sources(error: ErrorNames, index: Index) -> Iterator[tuple[Operation, Response, Json]]:
    for operation in index.api.operations:
        for response in operation.errors:
            if response.status == error.status:
                contents = [content for content in response.contents if content.kind == "json"]
                examples = [example.value for content in contents for example in content.examples]
                known = examples[0] if examples and body_type(response) is not None else ABSENT
                yield operation, response, known


def _operations(error: ErrorNames, index: Index, reference: Reference) -> str:
    """Links to the operations that document the error."""
    known = list(dict.fromkeys(operation.id for operation, _, _ in _sources(error, index)))
    by_id = {operation.id: operation for operation in index.api.operations}
    links: list[str] = []
    for id in known[:_MAX_OPERATIONS]:
        operation = by_id[id]
        page = resource_page(reference.names.operation(operation).resource)
        title = reference.title(operation)
        links.append(f"[`{title}`]({relative(page, ERRORS)}#{markdown.slug(title)})")
    further = len(known) - _MAX_OPERATIONS
    return ", ".join(links) + (f" and {further} more" if further > 0 else "")
