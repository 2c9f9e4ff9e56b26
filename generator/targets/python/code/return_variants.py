"""What a method returns by its keywords: the overloads for `stream` and `accept`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code import files, pages, response_types
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope

_ACCEPT = "accept: str | None = None"

Variant: TypeAlias = tuple[tuple[str, ...], tuple[str, str]]
"""Keywords of one overload, and what it returns, sync and async."""


def return_variants(operation: Operation, index: Index, names: Names, scope: Scope) -> tuple[list[Variant], Variant]:
    """The overloads of a method by its response, and the implementation."""
    if pages.is_paged(operation, index):
        paged = pages.page_types(operation, index, names, scope)
        return [], ((), (paged.page, paged.async_page))
    if operation.stream is not None and not operation.stream.switch:
        return [], ((), _streamed(operation, scope))
    choices = response_types.choices(operation, index)
    every = response_types.every_annotation(operation, scope)
    values: list[Variant] = [
        ((keyword,), (returns, returns))
        for keyword, returns in (_accept(choice, number, scope) for number, choice in enumerate(choices))
    ]
    switches = _switches(operation, index, names, scope)
    accept = (_ACCEPT,) if choices else ()
    if not switches:
        return values, (accept, (every, every))
    whole = response_types.annotation(operation, scope)
    literal = scope.need("typing", "Literal")
    off = {keyword: f"{keyword}: {literal}[False] = False" for keyword in switches}
    overloads: list[Variant] = [((*off.values(), *keywords), returns) for keywords, returns in values]
    if not values:
        overloads.append((tuple(off.values()), (whole, whole)))
    before: list[str] = []
    for keyword, (streamed, own) in switches.items():
        others = [text for other, text in off.items() if other != keyword]
        overloads.append(((f"{keyword}: {literal}[True]", *others, *own), streamed))
        # Signatures that overlap may not return different types, so this one includes those before it.
        either = [f"{other}: bool = False" if other in before else off[other] for other in off if other != keyword]
        before.append(keyword)
        overloads.append(((f"{keyword}: bool", *either), _or_streams(whole, (switches[name][0] for name in before))))
    types = _or_streams(every, (streamed for streamed, _ in switches.values()))
    return overloads, ((*(f"{keyword}: bool = False" for keyword in switches), *accept), types)


def _or_streams(value: str, streams: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The union of a value and streams, sync and async."""
    every = list(streams)
    return " | ".join([value, *(one for one, _ in every)]), " | ".join([value, *(one for _, one in every)])


def _streamed(operation: Operation, scope: Scope) -> tuple[str, str]:
    """The type of a stream, sync and async."""
    item, module = response_types.item(operation, scope), ".._runtime.stream.stream"
    return f"{scope.need(module, 'Stream')}[{item}]", f"{scope.need(module, 'AsyncStream')}[{item}]"


def _switches(
    operation: Operation, index: Index, names: Names, scope: Scope
) -> dict[str, tuple[tuple[str, str], tuple[str, ...]]]:
    """The keywords that ask for a stream: what it is, sync and async, and the keywords that belong to it."""
    own = names.operation(operation)
    found: dict[str, tuple[tuple[str, str], tuple[str, ...]]] = {}
    if operation.stream is not None:
        found[own.switch] = _streamed(operation, scope), ()
    if own.file_switch:
        streamed = scope.need(files.STREAM, "FileStream"), scope.need(files.STREAM, "AsyncFileStream")
        accept = files.accept(operation, index, scope)
        found[own.file_switch] = streamed, ((accept,) if accept else ())
    return found


def _accept(choice: response_types.Accept, index: int, scope: Scope) -> tuple[str, str]:
    """The keyword `accept` of a choice, of which the first is the default, and the type of the value."""
    media_types = ", ".join(literals.string(media_type) for media_type in choice.media_types)
    literal = f"{scope.need('typing', 'Literal')}[{media_types}]"
    keyword = f"accept: {literal}" if index else f"accept: {literal} | None = None"
    return keyword, response_types.annotation_of(choice.responses, scope)
