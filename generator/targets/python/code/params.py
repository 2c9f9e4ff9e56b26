"""The modules of typed dicts: the keywords of methods, then the typed dicts of the models that requests take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.targets.python.code.docstrings import docstring
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import Imports, InputTypeView, ParamsModuleView
from generator.targets.python.views.views import ResourceView


def params_modules(
    input_types: Iterable[ParamsModuleView], resources: Iterable[ResourceView]
) -> tuple[ParamsModuleView, ...]:
    """Put the keywords of each resource's methods before the typed dicts of its module, by module name."""
    modules = {module.name: module for module in input_types}
    for resource in resources:
        methods = [params for operation in resource.operations for params in operation.params]
        if not methods:
            continue
        views = tuple(InputTypeView(params.name, "class", params.docstring, params.keys) for params in methods)
        topic = f" on `{resource.topic}`" if resource.topic else ""
        about = docstring(f"The keywords of the methods of `{resource.call}`{topic}, and their typed dicts.", 0)
        module = modules.get(resource.module) or ParamsModuleView(resource.module, about, Imports(), ())
        imports = arrange({*_needs(module.imports), *_needs(resource.params_imports)})
        modules[resource.module] = replace(
            module, docstring=about, imports=imports, input_types=(*views, *module.input_types)
        )
    return tuple(module for _, module in sorted(modules.items()))


def _needs(imports: Imports) -> Iterable[tuple[str, str]]:
    return ((line.module, name) for group in imports.groups for line in group for name in line.names)
