"""The README: install, a first call, and an overview of the SDK."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generator.ir.index import Index
from generator.ir.types import ABSENT, Docs, Operation
from generator.targets.python.code.client import has_path_methods
from generator.targets.python.code.docstrings import prose
from generator.targets.python.code.features.oauth import ARGUMENTS
from generator.targets.python.code.pages import is_paged
from generator.targets.python.names.names import Names
from generator.targets.python.pages import descriptions, markdown
from generator.targets.python.pages.links import relative, resource_page
from generator.targets.python.pages.oauth_section import first_arguments, oauth_section
from generator.targets.python.pages.printed.results import example_of, json_content
from generator.targets.python.pages.printed.summaries import NAMING_FIELDS, Summaries
from generator.targets.python.pages.program_layout import only_streams
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.topics.wait_page import wait_page
from generator.targets.python.views.page_views import LinkView, PagesView, ProgramView, ReadmeView, VariableView

_PLAIN_NAMES: Final = frozenset({"list", "get", "retrieve"})
_NOTHING_SHOWN: Final = 4
_COMMON_ERRORS: Final = ("429", "401", "403", "402", "404", "422", "400")
"""Statuses that an example catches by class, the first ones preferred."""


def readme(programs: Programs) -> ReadmeView:
    """The view of the README."""
    index, names, api = programs.index, programs.names, programs.index.api
    lead = _lead(programs)
    of_file = min(
        (each for each in api.operations if names.operation(each).file_switch),
        key=lambda each: (each.docs.deprecated, each.method != "GET"),
        default=None,
    )
    streams = lead is not None and lead.stream is not None and bool(lead.stream.switch)
    secrets = _secrets(lead, index, names) if lead else ()
    text = prose(api.docs) if prose(api.docs).strip(" .\n") != names.package_names.title else ""
    return ReadmeView(
        heading=markdown.text(names.package_names.title),
        prose=markdown.prose(text),
        variables=tuple(_variables(index, names)),
        servers=tuple(_servers(index)),
        challenges=tuple(dict.fromkeys(s.scheme.title() for s in api.schemes if s.kind == "challenge")),
        oauth=oauth_section(lead, programs),
        certificate=programs.certified(lead)
        if lead and not only_streams(lead) and any(s.kind == "mutual-tls" for s in api.schemes)
        else None,
        secrets=secrets,
        url=f"{names.package_names.environment}_BASE_URL"
        if not any("://" in server.url for server in api.servers)
        else "",
        first=programs.example(lead) if lead else None,
        stream=programs.stream(lead) if lead and streams else None,
        pages=_pages_section(programs, lead),
        file=programs.file(of_file) if of_file else None,
        reconnects=any(each.stream is not None and each.stream.framing == "events" for each in api.operations),
        awaited=programs.awaited(lead) if lead else None,
        options=programs.options(lead) if lead else None,
        copied=programs.copied(lead) if lead else None,
        has_path_methods=has_path_methods(path[0] for path in names.resources if len(path) == 1),
        caught=except_clauses(programs, lead) if lead else None,
        response=programs.response(lead) if lead and (lead.stream is None or streams) else None,
        header=next(iter(names.headers.values()), ""),
        resources=tuple(_resources(index, names)),
        waiting=wait_page(index, names),
    )


def _lead(programs: Programs) -> Operation | None:
    """The operation for the examples: one that streams text, best in reply to messages, else a GET.

    A GET with few arguments is chosen, of which the names of items can be printed, best a plain `list` or `get` with
    a known output.
    """
    index, names = programs.index, programs.names
    summaries = Summaries(index)

    def rank(operation: Operation) -> tuple[object, ...]:
        content, stream = index.sent(operation), operation.stream
        given = programs.samples.arguments(operation).given
        choice = stream if stream is not None and stream.switch and given else None
        is_text = choice is not None and choice.accumulator is not None and bool(choice.accumulator.text)
        is_plain = names.operation(operation).method in _PLAIN_NAMES
        shown = choice is not None and content is not None and bool(content.examples)
        return (
            operation.docs.deprecated,
            not is_text,
            not (choice is not None and any(keyword == "messages" for keyword, _ in given)),
            not shown,
            stream is not None and not shown,
            operation.method != "GET",
            not operation.responses,
            (dullness := _dullness(operation, summaries)) == _NOTHING_SHOWN and not is_plain,
            min(len(given), 2),
            dullness,
            not is_plain,
            example_of(operation, index) is ABSENT,
            len(given),
            len(operation.group),
        )

    return min(index.api.operations, key=rank, default=None)


def _dullness(operation: Operation, summaries: Summaries) -> int:
    """How little is seen of the result of an operation: 0 for the names of items, 4 for a result of any type."""
    if operation.pagination is not None and operation.pagination.kind != "single":
        summary = replace(summaries.of(operation.pagination.item), is_list=True)
    else:
        content = json_content(operation, summaries.index)
        summary = summaries.of(content.type if content else None)
    if summary.wire in NAMING_FIELDS:
        return 0 if summary.is_list else 1
    if summary.wire:
        return 2 if summary.is_list else 3
    return _NOTHING_SHOWN


def _pages_section(programs: Programs, lead: Operation | None) -> PagesView | None:
    """The programs that iterate over a list of several pages; None if no method returns a page."""

    def rank(operation: Operation) -> tuple[object, ...]:
        needed = len(programs.samples.arguments(operation).given)
        single = operation.pagination is not None and operation.pagination.kind == "single"
        return operation.docs.deprecated, single, operation.method != "GET", needed

    paged = [operation for operation in programs.index.api.operations if is_paged(operation, programs.index)]
    shown = min(paged, key=rank, default=None)
    if shown is None:
        return None
    first, awaited = (None, None) if shown is lead else (programs.example(shown), programs.awaited(shown))
    return PagesView(first, programs.bounded(shown), awaited)


def except_clauses(programs: Programs, operation: Operation) -> ProgramView:
    """A call with clauses for two common statuses and for the base classes, the most general last."""
    documented = {response.status for response in operation.errors}
    common = [status for status in _COMMON_ERRORS if status in documented][:2]
    classes = {error.status: error.cls for error in programs.names.errors}
    return programs.caught_in_turn(
        operation,
        [
            *((classes[status], "print(error.message)") for status in common),
            ("APIError", "print(error.status_code, error.body)"),
            ("APITimeoutError", 'print("timed out:", error)'),
            ("APIConnectionError", 'print("connection failed:", error)'),
        ],
    )


def _secrets(operation: Operation, index: Index, names: Names) -> tuple[str, ...]:
    """The environment variables that a call needs: those of its first security requirement."""
    needed = [requirement.scheme for requirement in next(iter(operation.security), ())]
    keywords = [keyword for scheme in needed for keyword in first_arguments(scheme, index, names)]
    return tuple(names.package_names.variable(keyword) for keyword in keywords)


def _variables(index: Index, names: Names) -> Iterator[VariableView]:
    prefix = names.package_names.environment
    keywords = [
        (keyword, scheme.docs) for scheme in index.api.schemes for keyword in names.credentials.get(scheme.id, ())
    ]
    keywords += [
        (keyword, Docs(description=ARGUMENTS[part]))
        for parts in names.grants.values()
        for part, keyword in parts.items()
        if part != "options"
    ]
    keywords += [(names.globals[f"{item.location}:{item.wire}"], item.docs) for item in index.api.globals]
    for keyword, docs in keywords:
        about = markdown.cell(descriptions.brief(docs))
        yield VariableView(f"`{names.package_names.variable(keyword)}`", f"`{keyword}`{': ' if about else ''}{about}")
    yield VariableView(f"`{prefix}_BASE_URL`", "`base_url`: the URL of the server.")
    yield VariableView(f"`{prefix}_LOG`", "`debug` or `info`: log requests and responses, without secrets.")


def _servers(index: Index) -> Iterator[LinkView]:
    """The servers of the document, where a caller has a choice."""
    for server in index.api.servers if len(index.api.servers) > 1 else ():
        about = markdown.cell(descriptions.brief(server.docs))
        yield LinkView(markdown.cell_code(f'"{server.name}"'), f"{markdown.cell_code(server.url)} {about}".strip())


def _resources(index: Index, names: Names) -> Iterator[LinkView]:
    with_methods = {operation.resource for operation in names.operations.values()}
    for resource in names.resources.values():
        if resource.path in with_methods:
            about = markdown.cell(descriptions.brief(index.group_docs(resource.words)))
            yield LinkView(f"[`{resource.call}`]({relative(resource_page(resource.path), '..')})", about)
