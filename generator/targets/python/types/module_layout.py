"""Assign definitions to modules of models, and order them.

A call should load only the models that it uses, and a type should be next to its resource. So a definition is in the
module of the resource that uses it, or in `shared` if several do. Definitions that only requests use are separate
(`chat_requests`), since a caller that passes dicts does not need them. Those of errors are in `error_bodies`, and
unused ones in `unreferenced`.

A definition that a response uses is never in a module of requests, and one that two resources use is never in the
module of one. So modules import each other in one direction only, and a cycle of definitions is never split. Those of a
large API are split by what calls use (`module_groups`), and a module that is too large into families
(`shared_invoice`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from generator.ir.index import Index
from generator.ir.types import Ref
from generator.targets.python.names.casing import module as module_name
from generator.targets.python.names.casing import snake
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import has_input_type
from generator.targets.python.types.definition_graph import ordered
from generator.targets.python.types.definition_use import definition_uses
from generator.targets.python.types.module_groups import groups, is_large
from generator.targets.python.types.module_split import chunks, families
from generator.targets.python.types.resource_topics import LONGEST, Topics, find_topics

_BESIDE_KEYWORDS: Final = 900
"""The most lines of input types in the module of a resource's keywords, about."""
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
    input_types_cut_from: Mapping[str, str]
    """The same of the modules of input types."""
    position: Mapping[str, int]
    """The position of each definition in the order of dependency."""
    mains: Mapping[str, str]
    """The main definition of a module of classes that the same calls use, by the module."""
    topics: Topics
    """The topics of the resources that are divided."""


def divide(index: Index, names: Names, longest: int = LONGEST) -> Modules:
    """Assign the definitions of an API to modules, and the operations of resources that are longer than `longest`."""
    used = definition_uses(index, names)
    resources = frozenset(resource.module for resource in names.resources.values())
    of: dict[str, str] = {}
    homes: dict[str, str] = {}
    for definition in index.api.definitions:
        id = definition.id
        modules = used.modules(id)
        home = homes[id] = modules[0] if len(modules) == 1 else "shared"
        if id not in used.parts:
            of[id] = "unreferenced"
        elif used.is_in("response", id):
            of[id] = home
        else:
            of[id] = "error_bodies" if used.is_in("error", id) else f"{home}_requests"
    receiving = index.api.receiving
    if receiving is not None and isinstance(receiving.event, Ref):
        # It refers to all events: in a module of its own, theirs can be split.
        of[receiving.event.id] = next(name for name in _EVENT_MODULES if name not in {*of.values(), *resources})
    typed = {id: homes[id] for id in of if used.is_in("request", id) and has_input_type(index, id)}
    mains: dict[str, str] = {}
    if is_large(index):
        moved, mains = groups(index, names, used, of, _taken({*of.values(), *resources}))
        of |= moved
    cut = _cut(index, of, resources)
    cut_from = {module: of[id] for id, module in cut.items()}
    of |= cut
    # The keywords of a resource's methods refer to its input types, which a family would refer back to.
    topics = find_topics(index, names, longest)
    typed |= topics.input_types(index, names, typed)
    kept = resources | {topic.params for own in topics.of.values() for topic in own}
    typed_cut = _cut(index, {id: module for id, module in typed.items() if module not in kept}, kept)
    typed_cut |= _before_keywords(index, typed, kept | set(typed_cut.values()))
    typed_cut_from = {module: typed[id] for id, module in typed_cut.items()}
    typed |= typed_cut
    position = {id: number for number, id in enumerate(ordered(index))}
    contents = _contents({id: of[id] for id in position})
    by_module = {module: tuple(ids) for module, ids in sorted(contents.items())}
    return Modules(of, by_module, typed, cut_from, typed_cut_from, position, mains, topics)


def _cut(index: Index, of: Mapping[str, str], resources: Collection[str]) -> dict[str, str]:
    """The new modules of the definitions that move out of modules that are too large."""
    taken = _taken({*of.values(), *resources})
    found: dict[str, str] = {}
    for module, ids in _contents(of).items():
        parts = families(index, ids)
        by_part = _contents({id: parts.get(id, "") for id in ids})
        for members in by_part.values():
            for id, main in chunks(index, members).items():
                part = _name_of(main, module, index)
                parts[id] = f"{part}_parts" if part in by_part else part
        for id, part in parts.items():
            found[id] = f"{module}_{part}_models" if f"{module}_{part}" in taken else f"{module}_{part}"
    return found


def _before_keywords(index: Index, of: Mapping[str, str], kept: Collection[str]) -> dict[str, str]:
    """The new modules of input types that move out of the modules of keywords that are too large.

    The keywords refer to them, and they never to the keywords, as each part refers only to those before it.
    """
    taken = _taken({*of.values(), *kept})
    found: dict[str, str] = {}
    for module, ids in _contents({id: module for id, module in of.items() if module in kept}).items():
        for id, main in chunks(index, ids, _BESIDE_KEYWORDS).items():
            name = f"{module}_{_name_of(main, module, index)}"
            found[id] = f"{name}_types" if name in taken else name
    return found


def _contents(of: Mapping[str, str]) -> dict[str, list[str]]:
    """The definitions of each module, in the order given."""
    found: dict[str, list[str]] = {}
    for id, module in of.items():
        found.setdefault(module, []).append(id)
    return found


def _name_of(main: str, module: str, index: Index) -> str:
    """The name of a part by its main definition, without the words that the module begins with too."""
    words = (module_name(snake(" ".join(index.definition(main).name))) or "more").split("_")
    for above in module.split("_"):
        if len(words) > 1 and words[0].removesuffix("s") == above.removesuffix("s"):
            del words[0]
    return "_".join(words)


def _taken(modules: Collection[str]) -> frozenset[str]:
    """The names that no further module has, beside these modules."""
    return frozenset(modules) | {f"{module}{suffix}" for module in modules for suffix in ("_requests", "_params")}
