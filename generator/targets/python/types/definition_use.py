"""Who uses each definition: the resources, and the parts of operations (response, error, request)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.ir.graph import components
from generator.ir.index import Index
from generator.ir.types import Type
from generator.ir.walk import content_types, references, request_types, response_types
from generator.targets.python.names.names import Names

_Kind = Literal["response", "error", "request"]


@dataclass(frozen=True, slots=True)
class Uses:
    """The parts of operations that reach definitions, as sets of bits: one bit for each part."""

    parts: dict[str, int]
    """The parts that reach each definition, without those that none reaches."""
    of_module: dict[str, int]
    """The parts of the operations of each resource, by its module."""
    of_kind: dict[_Kind, int]
    """The parts of each kind."""

    def modules(self, id: str) -> list[str]:
        """The modules of the resources that use a definition."""
        parts = self.parts.get(id, 0)
        return [module for module, own in self.of_module.items() if parts & own]

    def is_in(self, kind: _Kind, id: str) -> bool:
        """Whether a part of that kind reaches a definition."""
        return bool(self.parts.get(id, 0) & self.of_kind[kind])


def definition_uses(index: Index, names: Names) -> Uses:
    """The uses of all definitions. Walks each definition once."""
    parts: dict[str, int] = {}
    of_module: dict[str, int] = {resource.module: 0 for resource in names.resources.values()}
    of_kind: dict[_Kind, int] = {"response": 0, "error": 0, "request": 0}
    for number, (module, kind, types) in enumerate(_parts(index, names)):
        bit = 1 << number
        of_module[module] |= bit
        of_kind[kind] |= bit
        for id in references(types):
            parts[id] = parts.get(id, 0) | bit
    used = {definition.id: index.uses(definition.id) for definition in index.api.definitions}
    for component in reversed(list(components(used, used.__getitem__))):
        every = 0
        for id in component:
            every |= parts.get(id, 0)
        if every:
            for id in (*component, *(other for member in component for other in used[member])):
                parts[id] = parts.get(id, 0) | every
    return Uses(parts, of_module, of_kind)


def _parts(index: Index, names: Names) -> Iterator[tuple[str, _Kind, list[Type]]]:
    """The parts of the operations: the module of the resource, the kind, and the types."""
    callbacks: dict[str, list[Type]] = {}
    for callback in index.api.callbacks:
        callbacks.setdefault(callback.callback_of, []).append(callback.type)
    for operation in index.api.operations:
        module = names.resource(operation).module
        yield module, "response", list(response_types(operation))
        yield module, "error", list(content_types(operation.errors))
        yield module, "request", list(request_types(operation))
        if operation.key in callbacks:
            yield module, "response", callbacks[operation.key]
    if index.api.receiving is not None:
        for resource in names.resources.values():
            if resource.path == names.receiver:
                yield resource.module, "response", [index.api.receiving.event]
