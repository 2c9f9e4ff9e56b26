"""Which definition lives in which module of models, and in what order.

A call should build only what it touches, and a reader should find a type where its resource is. So a definition goes
to the module of the one resource that reaches it, or to `shared`; what only requests reach goes apart
(`chat_requests`), for a caller with plain dicts never needs it; what only errors reach goes to `error_bodies`; what no
operation reaches goes to `others`.

What a response reaches is never in a module of requests, and what two resources reach is never in a module of one. So
imports between modules have one direction, and a cycle of definitions, all reached from the same places, is never
split. A module that grows too large is cut into families (`shared_invoice`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.walk import content_types, request_types, response_types
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import has_input_type
from generator.targets.python.types.definition_graph import ordered
from generator.targets.python.types.module_split import families


@dataclass(frozen=True, slots=True)
class Modules:
    """The module of each definition, and the definitions of each module in the order to write them."""

    of: Mapping[str, str]
    contents: Mapping[str, tuple[str, ...]]
    input_types: Mapping[str, str]
    """The module of each typed dict; definitions that have none are not in it."""
    cut_from: Mapping[str, str]
    """The module that a family left, by the module it is in now."""


def divide(index: Index, names: Names) -> Modules:
    """Divide the definitions of an API among modules. Cost: one walk over the definitions for each resource."""
    users: dict[str, set[str]] = {}
    answered: set[str] = set()
    failing: set[str] = set()
    sent: set[str] = set()
    for resource in names.resources.values():
        module = resource.module
        operations = [o for o in index.api.operations if names.operation(o).resource == resource.path]
        answers = index.reached(type for operation in operations for type in response_types(operation))
        errors = index.reached(type for operation in operations for type in content_types(operation.errors))
        requests = index.reached(type for operation in operations for type in request_types(operation))
        for id in answers | errors | requests:
            users.setdefault(id, set()).add(module)
        answered.update(answers)
        failing.update(errors)
        sent.update(requests)
    of: dict[str, str] = {}
    homes: dict[str, str] = {}
    for definition in index.api.definitions:
        id = definition.id
        home = homes[id] = next(iter(users[id])) if len(users.get(id, ())) == 1 else "shared"
        if id not in users:
            of[id] = "others"
        elif id in answered:
            of[id] = home
        else:
            of[id] = "error_bodies" if id in failing else f"{home}_requests"
    cut = _cut(index, of, {resource.module for resource in names.resources.values()})
    divided = {homes[id] for id in cut}
    cut_from = {module: of[id] for id, module in cut.items()}
    of |= cut
    input_types = {
        id: of[id] if homes[id] in divided else homes[id] for id in of if id in sent and has_input_type(index, id)
    }
    contents: dict[str, list[str]] = {}
    for id in ordered(index):
        contents.setdefault(of[id], []).append(id)
    return Modules(of, {module: tuple(ids) for module, ids in sorted(contents.items())}, input_types, cut_from)


def _cut(index: Index, of: Mapping[str, str], resources: Collection[str]) -> dict[str, str]:
    """The new modules of the definitions that leave modules which are too large."""
    known = {*of.values(), *resources}
    taken = known | {f"{module}{suffix}" for module in known for suffix in ("_requests", "_params")}
    contents: dict[str, list[str]] = {}
    for id, module in of.items():
        contents.setdefault(module, []).append(id)
    return {
        id: f"{module}_{family}_models" if f"{module}_{family}" in taken else f"{module}_{family}"
        for module, ids in contents.items()
        for id, family in families(index, ids).items()
    }
