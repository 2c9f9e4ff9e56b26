"""The modules of typed dicts: the keywords of methods, then the typed dicts of the models that requests take.

Keys are written once. The keywords of a method are derived from the typed dict of its body where that has the same
keys, and from a typed dict for each key that many methods have with the same type and description.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from generator.targets.python.code.docstrings import docstring
from generator.targets.python.names.casing import pascal
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import Imports, InputTypeView, KeyView, ParamsModuleView
from generator.targets.python.views.views import ParamsView, ResourceView

_MANY: Final = 20
"""The number of methods that must have a key with the same type and description for it to be written once."""


def params_modules(
    input_types: Iterable[ParamsModuleView], resources: Iterable[ResourceView]
) -> tuple[ParamsModuleView, ...]:
    """Put the keywords of each resource's methods before the typed dicts of its module, by module name."""
    modules = {module.name: module for module in input_types}
    having = [(resource, params) for resource in resources if (params := _params(resource))]
    written = {view.name: _Base(module.name, view) for module in modules.values() for view in module.input_types}
    bodies = {one.name: _same_body(one, written) for _, params in having for one in params}
    common = _common(having, bodies, {*modules, *(resource.module for resource, _ in having)}, set(written))
    for resource, params in having:
        own = modules.get(resource.module)
        views: list[InputTypeView] = []
        imports: set[tuple[str, str]] = set()
        moved: set[str] = set()
        for one in params:
            bases = [base for base in (bodies[one.name],) if base is not None]
            inherited = {key.name for base in bases for key in base.view.keys}
            bases += [common[key] for key in one.keys if key.name not in inherited and key in common]
            inherited |= {key.name for key in one.keys if key in common}
            moved |= {key.annotation for key in one.keys if key.name in inherited}
            imports |= {(f".{base.module}", base.view.name) for base in bases if base.module != resource.module}
            # A typed dict must be defined before those that are derived from it.
            views += [base.view for base in bases if base.module == resource.module and base.view not in views]
            view = InputTypeView(one.name, "class", one.docstring, one.keys)
            if bases:
                view = replace(view, base=", ".join(base.view.name for base in bases), inherited=frozenset(inherited))
            views.append(view)
        views += [view for view in (own.input_types if own else ()) if view not in views]
        topic = f" on `{resource.topic}`" if resource.topic else ""
        needs = {*_needs(own.imports if own else Imports()), *_needs(resource.params_imports)}
        modules[resource.module] = ParamsModuleView(
            resource.module,
            docstring(f"The keywords of the methods of `{resource.call}`{topic}, and their typed dicts.", 0),
            arrange({*(need for need in needs if not _is_unused(need[1], moved, views)), *imports}),
            tuple(views),
        )
    if common:
        module = _common_module(common.values())
        modules[module.name] = module
    return tuple(module for _, module in sorted(modules.items()))


def _params(resource: ResourceView) -> list[ParamsView]:
    return [params for operation in resource.operations for params in operation.params]


@dataclass(frozen=True, slots=True)
class _Base:
    """A typed dict that keywords are derived from, its module, and what that must import for it."""

    module: str
    view: InputTypeView
    needs: tuple[tuple[str, str], ...] = ()


def _same_body(params: ParamsView, written: Mapping[str, _Base]) -> _Base | None:
    """The typed dict of the body, if all of its keys are keywords of the same type and description."""
    base = written.get(params.body)
    if base is None or base.view.kind != "class" or not base.view.keys or not {*base.view.keys} <= {*params.keys}:
        return None
    return base


def _common(
    having: list[tuple[ResourceView, list[ParamsView]]],
    bodies: Mapping[str, _Base | None],
    modules: set[str],
    taken: set[str],
) -> dict[KeyView, _Base]:
    """A typed dict for each key that many methods have, in a module of its own."""
    counts: Counter[KeyView] = Counter()
    needs: dict[KeyView, tuple[tuple[str, str], ...]] = {}
    for resource, params in having:
        for one in params:
            body = bodies[one.name]
            keys = [key for key in one.keys if body is None or key not in body.view.keys]
            counts.update(keys)
            for key in keys:
                if key not in needs:
                    needs[key] = tuple(
                        need for need in _needs(resource.params_imports) if _bound(need[1]) in _words(key.annotation)
                    )
    taken |= bodies.keys()
    module = next(name for name in ("common", "common_keywords", "common_keywords_") if name not in modules)
    found: dict[KeyView, _Base] = {}
    for key, count in counts.most_common():
        name = f"{pascal(key.name)}Params"
        # Modules of typed dicts import this one, so it imports none of them.
        if count < _MANY or any(re.match(r"\.\w", source) for source, _ in needs[key]):
            continue
        if any(known.name == key.name for known in found):
            continue
        while name in taken:
            name = f"{name.removesuffix('Params')}KeywordParams"
        taken.add(name)
        view = InputTypeView(name, "class", docstring(f"The keyword `{key.name}` of many methods.", 4), (key,))
        found[key] = _Base(module, view, needs[key])
    return found


def _common_module(bases: Iterable[_Base]) -> ParamsModuleView:
    found = sorted(bases, key=lambda base: base.view.name)
    needs = {("typing_extensions", "TypedDict"), *(need for base in found for need in base.needs)}
    about = docstring("The keywords that many methods have.", 0)
    return ParamsModuleView(found[0].module, about, arrange(needs), tuple(base.view for base in found))


def _is_unused(name: str, moved: set[str], views: list[InputTypeView]) -> bool:
    """Whether only keys that are inherited need an imported name."""
    bound = _bound(name)
    if bound == "TypedDict":
        return all(view.base != "TypedDict" for view in views if view.kind in {"class", "functional"})
    return any(bound in _words(annotation) for annotation in moved) and not any(
        bound in _words(annotation) for annotation in _annotations(views)
    )


def _annotations(views: list[InputTypeView]) -> Iterator[str]:
    """The annotations that a module writes. Those of classes have only values in quotes, others are quoted."""
    for view in views:
        yield view.annotation
        own = (key.annotation for key in view.keys if key.name not in view.inherited)
        yield from (re.sub(r'"[^"]*"', "", text) for text in own) if view.kind == "class" else own


def _words(annotation: str) -> set[str]:
    return set(re.findall(r"\w+", annotation))


def _bound(name: str) -> str:
    return name.rpartition(" ")[2]


def _needs(imports: Imports) -> Iterator[tuple[str, str]]:
    return ((line.module, name) for group in imports.groups for line in group for name in line.names)
