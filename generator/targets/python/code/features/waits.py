"""Methods that wait for work: their signatures, tables and docstrings."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code import response_types, signatures
from generator.targets.python.code.docstrings import attribute_docstring, docstring, section
from generator.targets.python.code.pages import attributes
from generator.targets.python.names.names import Names
from generator.targets.python.names.wait_naming import is_waited
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.views.views import SignatureView
from generator.targets.python.views.wait_views import WaitView

_TABLES = ".._runtime.longwork.table"
_TIMEOUT = "600.0"


def wait(
    operation: Operation,
    index: Index,
    names: Names,
    typing: Scope,
    signature: SignatureView,
    written: tuple[signatures.Keyword, ...],
) -> WaitView | None:
    """The view of the method that waits for an operation's work, or None.

    `typing` is the scope of signatures, `signature` that of the operation, `written` are the keywords in it.
    """
    waiting = operation.waiting
    if waiting is None or not is_waited(operation, index):
        return None
    own, plain = names.operation(operation), Scope(index, names)
    timeout, interval, on_progress = own_keywords(operation, names)
    callback, timedelta = typing.need("collections.abc", "Callable"), typing.need("datetime", "timedelta")
    if waiting.kind == "monitor":
        returns = annotate(waiting.final, plain) if waiting.final is not None else plain.need("typing", "Any")
        progress = plain.need("typing", "Any")
        keywords, params = signature.keywords[:-1], signature.params
        arguments = signatures.arguments_of(operation, names, bool(params), written)
        cls = plain.need(_TABLES, "Monitored")
    else:
        every = response_types.annotation if operation.stream is not None else response_types.every_annotation
        returns = progress = every(operation, plain)
        needed = signatures.keywords(operation, index, names, typing, only_required=True)
        keywords, params = tuple(f"{item.keyword}: {item.annotation}" for item in needed), ""
        arguments = signatures.arguments_of(operation, names, has_params=False, written=needed)
        cls = plain.need(_TABLES, "Polled")
    typing.imports |= plain.imports
    table = f"_WORK_OF{own.table}"
    return WaitView(
        method=own.wait,
        positional=signature.positional,
        keywords=(
            *keywords,
            f"{timeout}: float | {timedelta} | None = {_TIMEOUT}",
            f"{interval}: float | {timedelta} | None = None",
            f"{on_progress}: {callback}[[{progress}], object] | None = None",
            signatures.OPTIONS,
        ),
        params=params,
        returns=returns,
        docstring=docstring(_text(operation, names, returns, (timeout, interval, on_progress)), 8),
        async_docstring=attribute_docstring(
            f"{_summary(operation, names)}\n\nSee `{names.resource(operation).cls}.{own.wait}`.", 8
        ),
        table=table,
        table_type=f"{cls}[{returns}]",
        table_class=cls,
        table_arguments=(own.table, *_table(operation, index, names, plain)),
        arguments=f"{arguments}, options, {timeout}, {interval}, {on_progress}",
    )


def own_keywords(operation: Operation, names: Names) -> tuple[str, str, str]:
    """The keywords of waiting: `timeout`, `interval`, `on_progress`, or others where the operation has these."""
    taken = set(names.operation(operation).keywords.values())

    def free(*wanted: str) -> str:
        return next(name for name in wanted if name not in taken)

    return (
        free("timeout", "wait_timeout", "wait_timeout_", "timeout_of_wait"),
        free("interval", "wait_interval", "wait_interval_", "interval_of_wait"),
        free("on_progress", "on_wait_progress", "on_progress_", "on_progress_of_wait"),
    )


def _table(operation: Operation, index: Index, names: Names, scope: Scope) -> Iterator[str]:
    waiting = operation.waiting
    assert waiting is not None
    if waiting.kind == "monitor":
        if waiting.final is not None:
            yield f"final=lambda: {annotate(waiting.final, Scope(index, names))}"
        if waiting.via:
            yield f"via={literals.string(waiting.via)}"
        return

    def path(wires: tuple[str, ...]) -> str:
        return _strings(tuple(attributes(wires, operation, index, names)))

    yield path(waiting.path)
    if waiting.done:
        yield f"done={_strings(waiting.done)}"
    if waiting.failed:
        yield f"failed={_strings(waiting.failed)}"
    if waiting.error:
        yield f"error={path(waiting.error)}"


def _strings(texts: tuple[str, ...]) -> str:
    return f"({', '.join(map(literals.string, texts))},)"


def _summary(operation: Operation, names: Names) -> str:
    method = names.operation(operation).method
    if operation.waiting is not None and operation.waiting.kind == "monitor":
        return f"Call `{method}`, and wait until the work that it starts has ended."
    return f"Call `{method}` again and again until the work that it reads has ended."


def ends(operation: Operation) -> str:
    """How the end of work is seen, as a sentence."""
    waiting = operation.waiting
    assert waiting is not None
    if waiting.kind == "monitor":
        return "The state of the work is at the URL in a header of the response."
    path = ".".join(waiting.path)
    if waiting.kind == "flag":
        return f"It has ended when `{path}` is true."
    done = ", ".join(f"`{value}`" for value in waiting.done)
    failed = ", ".join(f"`{value}`" for value in waiting.failed)
    return f"It has ended when `{path}` is {done}" + (f"; it has failed when it is {failed}." if failed else ".")


def _text(operation: Operation, names: Names, returns: str, own: tuple[str, str, str]) -> str:
    timeout, interval, on_progress = own
    arguments = [
        (timeout, "The seconds, or a `timedelta`, to wait in all; None for no limit."),
        (interval, "The seconds between polls. By default what the server asks for, else 0.5, growing to 10."),
        (on_progress, "Called with the result of each poll."),
    ]
    raised = [
        ("errors.WaitFailedError", "The work has failed."),
        ("errors.WaitTimeoutError", "The timeout has passed, and the work goes on."),
    ]
    result = "The parsed JSON of the result." if returns == "Any" else f"`{returns}`."
    about = f"{_summary(operation, names)}\n\n{ends(operation)} A poll is retried as any other call."
    return "\n\n".join([about, section("Args", arguments), f"Returns:\n    {result}", section("Raises", raised)])
