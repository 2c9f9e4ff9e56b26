"""Assign definitions to modules of models, and order them.

A call should load only the models that it uses, and a type should be next to its resource. So a definition is in the
module of the resource that uses it, or in `shared` if several do. Definitions that only requests use are separate
(`chat_requests`), since a caller that passes dicts does not need them. Those of errors are in `error_bodies`, and
unused ones in `unreferenced`.

A definition that a response uses is never in a module of requests, and one that two resources use is never in the
module of one. So modules import each other in one direction only, and a cycle of definitions is never split. A module
that grows too large is split into families (`shared_invoice`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.types import Ref
from generator.ir.walk import content_types, request_types, response_types
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import has_input_type
from generator.targets.python.types.definition_graph import ordered
from generator.targets.python.types.module_split import families

_EVENT_MODULES = ("webhook_event", "webhook_event_union", "webhook_event_models")


@dataclass(frozen=True, slots=True)
class Modules:
    """The module of each definition, and the definitions of each module in the order to write them."""

    of: Mapping[str, str]
    contents: Mapping[str, tuple[str, ...]]
    input_types: Mapping[str, str]
    """The module of each input type, by definition."""
    cut_from: Mapping[str, str]
    """The module that a family was split from, by the module of the family."""


def divide(index: Index, names: Names) -> Modules:
    """Assign the definitions of an API to modules. Walks the definitions once for each resource."""
    users: dict[str, set[str]] = {}
    in_responses: set[str] = set()
    failing: set[str] = set()
    sent: set[str] = set()
    for resource in names.resources.values():
        module = resource.module
        operations = names.operations_of(resource.path, index.api.operations)
        returned = [type for operation in operations for type in response_types(operation)]
        if resource.path == names.receiver and index.api.receiving is not None:
            returned.append(index.api.receiving.event)
        keys = {operation.key for operation in operations}
        returned += [callback.type for callback in index.api.callbacks if callback.callback_of in keys]
        responses = index.reached(returned)
        errors = index.reached(type for operation in operations for type in content_types(operation.errors))
        requests = index.reached(type for operation in operations for type in request_types(operation))
        for id in responses | errors | requests:
            users.setdefault(id, set()).add(module)
        in_responses.update(responses)
        failing.update(errors)
        sent.update(requests)
    of: dict[str, str] = {}
    homes: dict[str, str] = {}
    for definition in index.api.definitions:
        id = definition.id
        home = homes[id] = next(iter(users[id])) if len(users.get(id, ())) == 1 else "shared"
        if id not in users:
            of[id] = "unreferenced"
        elif id in in_responses:
            of[id] = home
        else:
            of[id] = "error_bodies" if id in failing else f"{home}_requests"
    receiving = index.api.receiving
    if receiving is not None and isinstance(receiving.event, Ref):
        # It refers to all events: in a module of its own, theirs can be split.
        taken = {*of.values(), *(resource.module for resource in names.resources.values())}
        of[receiving.event.id] = next(name for name in _EVENT_MODULES if name not in taken)
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
    """The new modules of the definitions that move out of modules that are too large."""
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
