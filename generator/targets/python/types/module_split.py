"""Split a module of models that is too large for readers and type checkers into families.

A family is the definitions whose names begin with the same words, and those that only they use. What two families use
stays in the module. So a family imports its module, never the reverse, and no cycle of definitions is split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from generator.ir.graph import closure, components
from generator.ir.index import Index
from generator.ir.types import Docs, Enumeration, Object, Type, Union
from generator.ir.walk import inside
from generator.targets.python.names.casing import module, snake

LIMIT: Final = 1450
"""The most lines of a module, about: the real number differs by up to a tenth."""

_LONGEST: Final = 60


def families(index: Index, ids: Iterable[str], limit: int = LIMIT) -> dict[str, str]:
    """The family of each definition that moves out of the module; empty if the module is within the limit.

    The largest families move first, until the rest is within the limit. One that is nearly all of the module stays, and
    none moves if all together have too little. What one definition alone uses is not split.
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
    small, whole = limit // 10, rest
    moved: list[str] = []
    for family in sorted(members, key=lambda family: (-weights[family], family)):
        if rest > limit and whole - weights[family] >= small:
            rest -= weights[family]
            moved.append(family)
    if rest > limit and whole - rest < small:
        return {}
    return {id: family for family in moved for id in members[family]}


def chunks(index: Index, ids: Iterable[str], limit: int = LIMIT) -> dict[str, str]:
    """The main definition of the part of a module that each definition moves to; empty within the limit.

    For what is too large and has no families. The parts follow each other in the order of dependency, so that each
    refers only to itself and those before it. The last stays: it has what nothing else uses. A cycle is not split.
    """
    inside = dict.fromkeys(ids)
    used = {id: [other for other in index.uses(id) if other in inside] for id in inside}
    parts: list[list[str]] = [[]]
    total = 0
    for component in components(inside, used.__getitem__):
        size = sum(_size(index, id) for id in component)
        if parts[-1] and total + size > limit:
            parts.append([])
            total = 0
        total += size
        parts[-1] += component
    return {id: main for part in parts[:-1] for main in [_main(part, used)] for id in part}


def _main(part: list[str], used: Mapping[str, list[str]]) -> str:
    """The definition of a part that uses the most others in it; of several, the first."""
    here = set(part)
    inner = {id: [other for other in used[id] if other in here] for id in part}
    return max(part, key=lambda id: len(closure([id], inner.__getitem__)))


def _size(index: Index, id: str) -> int:
    """The lines of a definition in a module of models, about, with its imports and its entry in `__all__`."""
    definition = index.definition(id)
    if isinstance(definition.shape, Object):
        return 6 + _lines(definition.docs) + sum(1 + _lines(f.docs) + _members(f.type) for f in definition.shape.fields)
    return 3 + _lines(definition.docs) + _members(definition.shape.type)


def _lines(docs: Docs) -> int:
    """The lines of a docstring and what is around it, about."""
    text = docs.description or docs.summary
    return 1 + 3 * sum(1 + len(line) // 80 for line in text.split("\n")) // 2 if text else 0


def _members(type: Type) -> int:
    """The lines that the members of unions and the values of enumerations take in an annotation, about."""
    found = 0
    for part in inside(type):
        if isinstance(part, Union) and len(part.members) > 2:
            found += 3 * len(part.members) // 2
        elif isinstance(part, Enumeration) and sum(len(str(value)) + 4 for value in part.values) > 50:
            found += 3 * len(part.values) // 2
    return found


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
