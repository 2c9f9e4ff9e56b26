"""The first page: what the SDK is, a first call, and where to read on."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index, body_type
from generator.ir.types import ABSENT, Operation
from generator.targets.python.code.docstrings import prose
from generator.targets.python.names.names import Names
from generator.targets.python.pages import descriptions as words
from generator.targets.python.pages import markdown
from generator.targets.python.pages.links import relative, resource_page
from generator.targets.python.pages.printed_results import Teller, Told, example_of
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.samples import arguments
from generator.targets.python.views.page_views import LinkView, ProgramView, ReadmeView, VariableView

_LOUD = ("429", "401", "403", "402", "404", "422", "400")
"""The statuses that a first program is likeliest to meet, the ones worth a clause of their own first."""


def readme(index: Index, names: Names) -> ReadmeView:
    """The view of the README."""
    programs, api = Programs(index, names), index.api
    lead = pick(index, names)
    streams = lead is not None and lead.stream is not None and bool(lead.stream.switch)
    secrets = _secrets(lead, index, names) if lead else ()
    text = prose(api.docs) if prose(api.docs).strip(" .\n") != names.brand.title else ""
    return ReadmeView(
        heading=markdown.text(names.brand.title),
        prose=markdown.prose(text),
        variables=tuple(_variables(index, names)),
        secrets=secrets,
        url=f"{names.brand.environment}_BASE_URL" if not any("://" in server.url for server in api.servers) else "",
        first=programs.whole(lead) if lead else None,
        stream=programs.stream(lead) if lead and streams else None,
        awaited=programs.awaited(lead) if lead else None,
        options=programs.options(lead) if lead else None,
        caught=ladder(programs, lead) if lead else None,
        response=programs.response(lead) if lead and (lead.stream is None or streams) else None,
        resources=tuple(_resources(index, names)),
    )


def pick(index: Index, names: Names) -> Operation | None:
    """The operation that shows the SDK best: one with a stream and an example, else a simple one that reads."""

    def rank(operation: Operation) -> tuple[object, ...]:
        content = index.sent(operation)
        shown = bool(content and content.examples)
        needed = len(arguments(operation, index, names.operation(operation)))
        return (
            operation.docs.deprecated,
            not (shown and operation.stream is not None and operation.stream.switch),
            operation.stream is not None and not shown,
            operation.method != "GET",
            example_of(operation) is ABSENT,
            not operation.responses,
            needed,
        )

    return min(index.api.operations, key=rank, default=None)


def ladder(programs: Programs, operation: Operation) -> ProgramView:
    """A call with clauses for the errors worth telling apart, the widest last."""
    names = programs.names
    documented = {response.status: response for response in operation.errors}
    loud = [status for status in _LOUD if status in documented][:2]
    teller = Teller(programs.index, names)
    clauses = []
    for status in loud:
        cls = next(error.cls for error in names.errors if error.status == status)
        body = body_type(documented[status]) if _alone(names, status) else None
        clauses.append((cls, teller.error(body, ABSENT)))
    clauses.append(("APIError", Told(("print(error.status_code, error.body)",))))
    clauses.append(("APITimeoutError", Told(('print("no answer in time:", error)',))))
    clauses.append(("APIConnectionError", Told(('print("no connection:", error)',))))
    return programs.ladder(operation, clauses)


def _alone(names: Names, status: str) -> bool:
    """Whether a status has one type of body in all of the API."""
    return any(error.status == status and len(error.bodies) == 1 for error in names.errors)


def _secrets(operation: Operation, index: Index, names: Names) -> tuple[str, ...]:
    """The variables that a call needs: those of the first set of schemes that satisfies it."""
    needed = [requirement.scheme for requirement in next(iter(operation.security), ())]
    keywords = [keyword for scheme in needed for keyword in names.credentials.get(scheme, ())]
    return tuple(f"{names.brand.environment}_{keyword.upper()}" for keyword in keywords)


def _credentials(index: Index, names: Names) -> Iterator[tuple[str, str]]:
    for scheme in index.api.schemes:
        for keyword in names.credentials.get(scheme.id, ()):
            about = markdown.cell(words.brief(scheme.docs))
            yield f"{names.brand.environment}_{keyword.upper()}", f"`{keyword}`{': ' if about else ''}{about}"


def _variables(index: Index, names: Names) -> Iterator[VariableView]:
    prefix = names.brand.environment
    for name, meaning in _credentials(index, names):
        yield VariableView(f"`{name}`", meaning)
    for parameter in index.api.globals:
        keyword = names.globals[f"{parameter.location}:{parameter.wire}"]
        about = markdown.cell(words.brief(parameter.docs))
        yield VariableView(f"`{prefix}_{keyword.upper()}`", f"`{keyword}`{': ' if about else ''}{about}")
    yield VariableView(f"`{prefix}_BASE_URL`", "`base_url`: the address of another server.")
    yield VariableView(f"`{prefix}_LOG`", "`debug` or `info`: log what is sent and received, without secrets.")


def _resources(index: Index, names: Names) -> Iterator[LinkView]:
    for group in index.api.groups:
        attribute = names.groups[group.path].attribute
        about = markdown.cell(words.brief(group.docs))
        yield LinkView(f"[`{attribute}`]({relative(resource_page(attribute), '..')})", about)
