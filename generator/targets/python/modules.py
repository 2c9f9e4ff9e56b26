"""Which definition lives in which module of models, and in what order.

A call should build only what it touches, and a reader should find a type where its resource is. So a definition goes
to the module of the one resource that reaches it, or to `shared`; what only requests reach goes apart
(`chat_requests`), for a caller with
plain dicts never needs it; what only errors reach goes to `error_bodies`; what no operation reaches goes to `others`.

What a response reaches is never in a module of requests, and what two resources reach is never in a module of one. So
imports between modules have one direction, and a cycle of definitions, all reached from the same places, is never
split.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.types import Alias, Definition, Object, Operation, Type
from generator.targets.python.annotations import has_twin, references
from generator.targets.python.names import Names


@dataclass(frozen=True, slots=True)
class Modules:
    """The module of each definition, and the definitions of each module in the order to write them."""

    of: Mapping[str, str]
    contents: Mapping[str, tuple[str, ...]]
    twins: Mapping[str, str]
    """The module of each typed dict; definitions that have none are not in it."""


def divide(index: Index, names: Names) -> Modules:
    """Divide the definitions of an API among modules. Cost: one walk over the definitions for each resource."""
    users: dict[str, set[str]] = {}
    answered: set[str] = set()
    failing: set[str] = set()
    sent: set[str] = set()
    for group in index.api.groups:
        module = names.groups[group.path].module
        operations = [operation for operation in index.api.operations if operation.group == group.path]
        answers = closure(index, (type for operation in operations for type in _answers(operation)))
        errors = closure(index, (type for operation in operations for type in _errors(operation)))
        requests = closure(index, (type for operation in operations for type in _requests(operation)))
        for id in answers | errors | requests:
            users.setdefault(id, set()).add(module)
        answered |= answers
        failing |= errors
        sent |= requests
    of: dict[str, str] = {}
    twins: dict[str, str] = {}
    for definition in index.api.definitions:
        id = definition.id
        home = next(iter(users[id])) if len(users.get(id, ())) == 1 else "shared"
        if id not in users:
            of[id] = "others"
        elif id in answered:
            of[id] = home
        else:
            of[id] = "error_bodies" if id in failing else f"{home}_requests"
        if id in sent and has_twin(index, id):
            twins[id] = f"{home}_params"
    contents: dict[str, list[str]] = {}
    for id in ordered(index):
        contents.setdefault(of[id], []).append(id)
    return Modules(of, {module: tuple(ids) for module, ids in sorted(contents.items())}, twins)


def closure(index: Index, types: Iterable[Type]) -> set[str]:
    """Every definition that the types reach."""
    reached: set[str] = set()
    waiting = [id for type in types for id in references(type)]
    while waiting:
        id = waiting.pop()
        if id not in reached:
            reached.add(id)
            waiting.extend(uses(index.definition(id)))
    return reached


def uses(definition: Definition) -> Iterable[str]:
    """The definitions that a definition names directly."""
    shape = definition.shape
    if isinstance(shape, Alias):
        return references(shape.type)
    types = [field.type for field in shape.fields] + ([shape.extra] if shape.extra else [])
    return (id for type in types for id in references(type))


def ordered(index: Index) -> list[str]:
    """The definitions in dependency order, ties in document order; in a cycle the objects come before the aliases.

    Tarjan's algorithm, without recursion: its components come out in dependency order.
    """
    position = {definition.id: number for number, definition in enumerate(index.api.definitions)}
    result: list[str] = []
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for start in position:
        if start in number:
            continue
        work = [(start, iter(list(dict.fromkeys(uses(index.definition(start))))))]
        number[start] = low[start] = len(number)
        stack.append(start)
        on_stack.add(start)
        while work:
            id, pending = work[-1]
            following = next(pending, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[id])
                if low[id] == number[id]:
                    component: list[str] = []
                    while not component or component[-1] != id:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    result.extend(_within(index, component, position))
            elif following not in number:
                number[following] = low[following] = len(number)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(list(dict.fromkeys(uses(index.definition(following)))))))
            elif following in on_stack:
                low[id] = min(low[id], number[following])
    return result


def _within(index: Index, component: list[str], position: Mapping[str, int]) -> list[str]:
    """A cycle in document order, its objects first; its aliases after what they name, where that can be."""
    in_order = sorted(component, key=position.__getitem__)
    aliases = [id for id in in_order if isinstance(index.definition(id).shape, Alias)]
    done = [id for id in in_order if isinstance(index.definition(id).shape, Object)]
    while aliases:
        free = [id for id in aliases if not set(uses(index.definition(id))) & set(aliases)] or aliases[:1]
        done += free
        aliases = [id for id in aliases if id not in free]
    return done


def _answers(operation: Operation) -> Iterable[Type]:
    for response in operation.responses:
        for content in response.contents:
            if content.type is not None:
                yield content.type
    if operation.stream is not None:
        yield operation.stream.item
        if operation.stream.fold is not None:
            yield operation.stream.fold.whole


def _errors(operation: Operation) -> Iterable[Type]:
    for response in operation.errors:
        for content in response.contents:
            if content.type is not None:
                yield content.type


def _requests(operation: Operation) -> Iterable[Type]:
    for parameter in operation.parameters:
        yield parameter.type
    for content in operation.body.contents if operation.body else ():
        if content.type is not None:
            yield content.type
