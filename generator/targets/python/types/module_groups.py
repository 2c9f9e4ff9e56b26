"""Split the modules of a large API by what calls use, so that a call builds no class that it does not use.

The classes that the same parts of operations reach are one module: a call that imports it uses all of them. It has the
name of the first of its classes that no other one in it refers to. A class refers only to classes that all of its users
reach, so modules import each other in one direction. Aliases that refer to no class stay where they are, as importing
them builds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.ir.index import Index
from generator.ir.types import Object
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import module, safe, snake
from generator.targets.python.names.names import Names
from generator.targets.python.types.definition_graph import ordered
from generator.targets.python.types.definition_use import Uses

_OPERATIONS: Final = 40
_DEFINITIONS: Final = 300


def is_large(index: Index) -> bool:
    """Whether an API is so large that loading what a call does not use takes noticeable time."""
    return len(index.api.operations) > _OPERATIONS or len(index.api.definitions) > _DEFINITIONS


def groups(
    index: Index, names: Names, used: Uses, of: Mapping[str, str], known: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The new modules of the definitions that leave the module that `of` has for them, and their main definitions.

    A module whose definitions are all used by the same parts stays. `known` are names that no new module has.
    """
    plain = _plain_aliases(index)
    members: dict[str, dict[int, list[str]]] = {}
    for definition in index.api.definitions:
        id = definition.id
        if id in used.parts:
            members.setdefault(of[id], {}).setdefault(used.parts[id], []).append(id)
    found: dict[str, str] = {}
    mains: dict[str, str] = {}
    taken = set(known)
    for home, by_use in members.items():
        classes = {parts: [id for id in ids if id not in plain] for parts, ids in by_use.items()}
        classes = {parts: ids for parts, ids in classes.items() if ids}
        whole = next(iter(classes), 0)
        if len(classes) < 2 and all(parts & ~whole == 0 for parts in by_use):
            continue
        for ids in classes.values():
            main = _main(index, ids)
            name = next(name for name in _names(names, home, [main, *ids]) if name not in taken)
            taken.add(name)
            mains[name] = main
            found.update(dict.fromkeys(ids, name))
    return found, mains


def _plain_aliases(index: Index) -> set[str]:
    """The aliases that refer to no object, directly or through others."""
    found: set[str] = set()
    for id in ordered(index):
        definition = index.definition(id)
        if not isinstance(definition.shape, Object) and all(other in found for other in index.uses(definition.id)):
            found.add(id)
    return found


def _main(index: Index, ids: list[str]) -> str:
    """The first of the definitions that no other one refers to; the first of all in a cycle."""
    below = {other for id in ids for other in index.uses(id) if other != id}
    return next((id for id in ids if id not in below), ids[0])


def _names(names: Names, home: str, ids: list[str]) -> Iterator[str]:
    """Names for the module of these definitions, the best first."""
    first = safe(module(snake(names.types[ids[0]])) or "models", reserved.MODULES)
    yield first
    yield f"{first}_models"
    yield f"{home}_{first}"
    for id in ids[1:]:
        yield f"{home}_{first}_{module(snake(names.types[id]))}"
    number = 2
    while True:
        yield f"{home}_{first}_{number}"
        number += 1
