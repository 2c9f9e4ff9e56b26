"""Order definitions by dependency, and find recursive aliases."""

from __future__ import annotations

from collections.abc import Mapping

from generator.ir.graph import components
from generator.ir.index import Index
from generator.ir.types import Alias, Object


def circular(index: Index) -> frozenset[str]:
    """The aliases that refer to themselves, or to such an alias, through aliases only."""
    named = {
        definition.id: [id for id in index.uses(definition.id) if isinstance(index.definition(id).shape, Alias)]
        for definition in index.api.definitions
        if isinstance(definition.shape, Alias)
    }
    found: set[str] = set()
    for component in components(named, named.__getitem__):
        if len(component) > 1 or not found.union(component).isdisjoint(named[component[0]]):
            found.update(component)
    return frozenset(found)


def ordered(index: Index) -> list[str]:
    """The definitions in dependency order, ties in document order; in a cycle the objects come before the aliases."""
    position = {definition.id: number for number, definition in enumerate(index.api.definitions)}
    return [id for component in components(position, index.uses) for id in _within(index, component, position)]


def _within(index: Index, component: list[str], position: Mapping[str, int]) -> list[str]:
    """A cycle in document order: objects first, then aliases, each after those it refers to if possible."""
    in_order = sorted(component, key=position.__getitem__)
    aliases = [id for id in in_order if isinstance(index.definition(id).shape, Alias)]
    done = [id for id in in_order if isinstance(index.definition(id).shape, Object)]
    while aliases:
        free = [id for id in aliases if not set(index.uses(id)) & set(aliases)] or aliases[:1]
        done += free
        aliases = [id for id in aliases if id not in free]
    return done
