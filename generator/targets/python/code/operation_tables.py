"""The table of an operation: the arguments of the runtime's `Operation(…)`, as source code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.index import Index, body_type
from generator.ir.types import (
    Docs,
    Object,
    Operation,
    Requirement,
    RetryPolicy,
    Server,
)
from generator.targets.python.code import files, pages, request_tables, response_types
from generator.targets.python.code.docstrings import first_sentence
from generator.targets.python.code.features import oauth
from generator.targets.python.names.names import Names, OperationNames
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate

RUNTIME = ".._runtime.operation"
_STREAM = ".._runtime.stream.stream_operation"


def table_class(operation: Operation, names: Names, scope: Scope) -> str:
    """The class of the table: responses with a value, with a stream, or with either by a switch."""
    if pages.is_paged(operation, scope.index):
        return scope.need(pages.RUNTIME, "PageOperation")
    if names.operation(operation).file_switch:
        return files.table_class(operation, scope)
    if operation.stream is None:
        return scope.need(RUNTIME, "Operation")
    return scope.need(_STREAM, "SwitchOperation" if operation.stream.switch else "StreamOperation")


def arguments(operation: Operation, index: Index, names: Names, scope: Scope) -> Iterator[str]:
    """The arguments of the table, most as `name=value`, without those that equal the default."""
    own = names.operation(operation)
    yield literals.string(names.call(operation))
    yield literals.string(f"{operation.method} {operation.route}")
    if operation.query:
        pairs = (f"({literals.string(name)}, {literals.value(value)})" for name, value in operation.query)
        yield f"fixed_query=({', '.join(pairs)},)"
    yield from request_tables.parameters(operation, own, index, scope)
    bodies = [request_tables.body(operation, content, index, own, scope) for content in index.sendable(operation)]
    if bodies:
        yield f"body={bodies[0]}"
    if len(bodies) > 1:
        yield f"other_bodies=({', '.join(bodies[1:])},)"
    if operation.responses:
        yield f"responses={response_types.table(operation, scope)}"
    by_operation = {error.status for error in names.errors if error.by_operation}
    errors = {one.status: body for one in operation.errors if one.status in by_operation and (body := body_type(one))}
    if errors:
        types = (f"{literals.string(status)}: lambda: {annotate(body, scope)}" for status, body in errors.items())
        yield f"errors={{{', '.join(types)}}}"
    if pages.is_paged(operation, index):
        yield from pages.table_arguments(operation, index, names, scope)
    if own.file_switch:
        yield from files.table_arguments(operation, index)
    if operation.stream is not None:
        scope.need(_STREAM, "Events")
        yield f"events={response_types.events(operation.stream, scope)}"
        if operation.stream.switch:
            yield f"switch={literals.string(operation.stream.switch if operation.stream.in_body else '')}"
    if operation.security != index.security:
        yield f"security={security(operation.security)}"
    scopes = oauth.operation_scopes(operation.security, index.api)
    if scopes:
        yield f"scopes={literals.value(scopes)}"
    if operation.servers:
        scope.need(".._runtime.service", "Server")
        yield f"servers=({', '.join(server(item) for item in operation.servers)},)"
    if operation.retries is not None and operation.retries != index.api.retries:
        scope.need(".._runtime.service", "RetryPolicy")
        yield f"retries={retries(operation.retries)}"
    if operation.idempotency_header:
        yield f"idempotency_header={literals.string(operation.idempotency_header)}"
    if operation.docs.deprecated:
        yield f"deprecated={literals.string(deprecation(operation))}"
    if deprecated := [keyword for keyword, docs in _keyword_docs(operation, index, own) if docs.deprecated]:
        yield f"deprecated_keywords={literals.words(deprecated)}"


def deprecation(operation: Operation) -> str:
    """What to say of a deprecated operation."""
    return first_sentence(operation.docs.deprecation) or "the API has deprecated it"


def _keyword_docs(operation: Operation, index: Index, names: OperationNames) -> Iterator[tuple[str, Docs]]:
    """The keywords of an operation with the documentation of the parameter or property."""
    for parameter in operation.parameters:
        yield names.keywords[parameter.location, parameter.wire], parameter.docs
    for field in (index.spread(operation) or Object(())).fields:
        if keyword := names.keywords.get(("body", field.wire)):
            yield keyword, field.docs


def security(choices: tuple[tuple[Requirement, ...], ...]) -> str:
    """A choice of sets of schemes, as a tuple of tuples."""
    sets = [strings(item.scheme for item in choice) for choice in choices]
    return _tuple(sets)


def server(item: Server) -> str:
    """A `Server(…)` table."""
    rows = [
        f"{literals.string(variable.name)}: ({literals.string(variable.default)}, {strings(variable.values)})"
        for variable in item.variables
    ]
    variables = f", {{{', '.join(rows)}}}" if rows else ""
    return f"Server({literals.string(item.name)}, {literals.string(item.url)}{variables})"


def strings(texts: Iterable[str]) -> str:
    """A tuple of strings."""
    return _tuple([literals.string(text) for text in texts])


def _tuple(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def retries(policy: RetryPolicy) -> str:
    """A `RetryPolicy(…)` table, with the values that differ from the defaults."""
    default = RetryPolicy()
    values = {
        "statuses": strings(policy.statuses),
        "max_attempts": str(policy.max_attempts),
        "initial_delay": literals.value(policy.initial_delay),
        "max_delay": literals.value(policy.max_delay),
        "exponent": literals.value(policy.exponent),
        "max_elapsed": literals.value(policy.max_elapsed),
        "connection_errors": str(policy.connection_errors),
    }
    changed = (f"{key}={text}" for key, text in values.items() if getattr(policy, key) != getattr(default, key))
    return f"RetryPolicy({', '.join(changed)})"
