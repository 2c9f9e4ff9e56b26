"""Split a module of models that is too large for readers and type checkers into families.

A family is the definitions whose names begin with the same words, and those that only they use. What two families use
stays in the module. So a family imports its module, never the reverse, and no cycle of definitions is split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from generator.ir.graph import closure, components
from generator.ir.index import Index
from generator.ir.types import Docs, Object
from generator.targets.python.names.casing import module, snake

LIMIT: Final = 1000
"""The most definitions, fields and lines of their documentation that a module may have: some 1,500 lines."""

_LONGEST: Final = 60


def families(index: Index, ids: Iterable[str], limit: int = LIMIT) -> dict[str, str]:
    """The family of each definition that moves out of the module; empty if the module is within the limit.

    The largest families move first, until the rest is within the limit. What one definition alone uses is not split.
    """
    sizes = {id: _size(index, id) for id in ids}
    rest = sum(sizes.values())
    if rest <= limit:
        return {}
    reach = _reach(index, list(sizes))

    def size(roots: list[str]) -> int:
        return sum(sizes[id] for id in set[str]().union(*(reach[root] for root in roots)))

    homes: dict[str, set[str]] = {id: set() for id in sizes}
    for family, roots in _grouped({root: _words(index, root) for root in reach}, size, limit).items():
        for root in roots:
            for id in reach[root]:
                homes[id].add(family)
    members: dict[str, list[str]] = {}
    for id, reached_by in homes.items():
        if len(reached_by) == 1:
            members.setdefault(next(iter(reached_by)), []).append(id)
    weights = {family: sum(sizes[id] for id in own) for family, own in members.items()}
    result: dict[str, str] = {}
    for family in sorted(members, key=lambda family: (-weights[family], family)):
        if rest > limit:
            rest -= weights[family]
            result.update(dict.fromkeys(members[family], family))
    return result


def chunks(index: Index, ids: Iterable[str], limit: int = LIMIT) -> dict[str, str]:
    """The first definition of the part of a module that each definition moves to; empty within the limit.

    For what is too large and has no families. The parts follow each other in the order of dependency, so that each
    refers only to itself and those before it. A cycle is not split.
    """
    inside = dict.fromkeys(ids)
    used = {id: [other for other in index.uses(id) if other in inside] for id in inside}
    result: dict[str, str] = {}
    total, first = 0, ""
    for component in components(inside, used.__getitem__):
        size = sum(_size(index, id) for id in component)
        if total and total + size > limit:
            total, first = 0, component[-1]
        total += size
        if first:
            result.update(dict.fromkeys(component, first))
    return result


def _size(index: Index, id: str) -> int:
    definition = index.definition(id)
    fields = definition.shape.fields if isinstance(definition.shape, Object) else ()
    return 1 + _lines(definition.docs) + sum(1 + _lines(field.docs) for field in fields)


def _lines(docs: Docs) -> int:
    """The lines of a docstring, about."""
    text = docs.description or docs.summary
    return 1 + text.count("\n") + len(text) // 90 if text else 0


def _words(index: Index, id: str) -> list[str]:
    """The words of a definition's name, as in the name of a module."""
    return module(snake(" ".join(index.definition(id).name)) or "other").split("_")


def _reach(index: Index, ids: list[str]) -> dict[str, set[str]]:
    """What each root uses within the module, and itself. No definition uses a root; of a cycle, the first is one."""
    inside = set(ids)
    used = {id: [other for other in index.uses(id) if other in inside] for id in ids}
    below = {other for id, others in used.items() for other in others if other != id}
    reach: dict[str, set[str]] = {}
    reached: set[str] = set()
    for id in sorted(ids, key=below.__contains__):
        if id not in reached:
            reach[id] = set(closure([id], used.__getitem__))
            reached |= reach[id]
    return reach


def _grouped(
    words: Mapping[str, list[str]], size: Callable[[list[str]], int], limit: int, depth: int = 1
) -> dict[str, list[str]]:
    """Group the roots by the first words of their names, as few as keep each group within the limit."""
    groups: dict[str, list[str]] = {}
    for id, parts in words.items():
        groups.setdefault("_".join(parts[:depth])[:_LONGEST], []).append(id)
    result: dict[str, list[str]] = {}
    for name, ids in groups.items():
        if len(ids) > 1 and size(ids) > limit and any(len(words[id]) > depth for id in ids):
            further = _grouped({id: words[id] for id in ids}, size, limit, depth + 1)
            for family, roots in further.items():
                result.setdefault(family, []).extend(roots)
        else:
            result.setdefault(name, []).extend(ids)
    return result
