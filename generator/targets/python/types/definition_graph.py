"""Definitions as a graph: what names what, and the order in which what is named comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.ir.index import Index
from generator.ir.types import Alias, Definition, Object, Type
from generator.targets.python.types.annotations import references


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


def circular(index: Index) -> frozenset[str]:
    """The aliases that name themselves, and those that lead to such a one, through aliases alone."""
    named: dict[str, set[str]] = {}
    users: dict[str, list[str]] = {}
    for definition in index.api.definitions:
        if isinstance(definition.shape, Alias):
            others = {id for id in uses(definition) if isinstance(index.definition(id).shape, Alias)}
            named[definition.id] = others
            for id in others:
                users.setdefault(id, []).append(definition.id)
    plain = [id for id, others in named.items() if not others]
    while plain:
        done = plain.pop()
        del named[done]
        for user in users.get(done, ()):
            named[user].discard(done)
            if not named[user]:
                plain.append(user)
    return frozenset(named)


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
