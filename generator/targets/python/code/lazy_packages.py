"""Packages whose names are imported on first use (PEP 562): the SDK and its models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.ir.index import Index
from generator.targets.python.code.client import distribution_version
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.code.files import has_files, sends_files
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.imports import listed, order
from generator.targets.python.views.module_views import (
    ExportView,
    HomeView,
    LazyPackageView,
    ModelsModuleView,
    PagesModuleView,
    ParamsModuleView,
)
from generator.targets.python.views.views import ResourceView

_RUNTIME = {
    "with_response": "._runtime.call.raw_response",
    "async_with_response": "._runtime.call.raw_response",
    "WithResponse": "._runtime.call.raw_response",
    "Response": "._runtime.response.response",
    "RetryPolicy": "._runtime.service",
    "Timeout": "._runtime.call.options",
    "RequestOptions": "._runtime.call.options",
    "Hooks": "._runtime.call.hooks",
    "AsyncHooks": "._runtime.call.hooks",
    "HookCall": "._runtime.call.hooks",
}
_STREAMS = {"Stream": "._runtime.stream.stream", "AsyncStream": "._runtime.stream.stream"}
_FILES = {"FileStream": "._runtime.files.file_stream", "AsyncFileStream": "._runtime.files.file_stream"}
_UPLOADS = {"Upload": "._runtime.files.upload"}
_LARGE = 400
"""The number of names above which a package has one line for each module, not for each name."""
_OAUTH = {"OAuthOptions": "._runtime.oauth.options", "OAuthToken": "._runtime.oauth.options"}


def root(index: Index, names: Names, text: str, *, has_params: bool, has_pages: bool) -> LazyPackageView:
    """The SDK's package: the clients, the runtime's public names, and the modules `errors` and `models`."""
    api = index.api
    homes = {names.package_names.client: ".client", names.package_names.async_client: ".client", **_RUNTIME}
    if any(operation.stream is not None for operation in api.operations):
        homes |= _STREAMS
    if has_files(index):
        homes |= _FILES
    if sends_files(index):
        homes |= _UPLOADS
    if any(scheme.fetches_tokens for scheme in api.schemes):
        homes |= _OAUTH
    homes["errors"] = ".errors"
    homes["models"] = ".models"
    if has_params:
        homes["params"] = ".params"
    if has_pages:
        homes["pages"] = ".pages"
    return _package(docstring(text, 0), homes, public=True, version=literals.string(distribution_version(api.version)))


def resources(views: Iterable[ResourceView]) -> LazyPackageView:
    """The package of resources: every class, sync and async."""
    modules = {view: f".{view.file.removesuffix('/__init__').replace('/', '.')}" for view in views}
    homes = {cls: module for view, module in modules.items() for cls in (view.cls, view.async_cls)}
    return _package(docstring("The resources of the client, loaded on first use.", 0), homes, public=False)


def models(modules: Iterable[ModelsModuleView]) -> LazyPackageView:
    """The package of models."""
    homes = {model.name: f".{module.name}" for module in modules for model in module.models}
    return _package(docstring("The models of the API, loaded on first use.", 0), homes, public=False)


def params(modules: Iterable[ParamsModuleView]) -> LazyPackageView:
    """The package of typed dicts."""
    homes = {input_type.name: f".{module.name}" for module in modules for input_type in module.input_types}
    return _package(docstring("The typed dicts that calls take, loaded on first use.", 0), homes, public=False)


def with_public_models(modules: tuple[ModelsModuleView, ...]) -> tuple[ModelsModuleView, ...]:
    """The modules, with `__all__` in those of a large package."""
    names = _public([[model.name for model in module.models] for module in modules])
    return tuple(replace(module, public=own) for module, own in zip(modules, names, strict=True))


def with_public_params(modules: tuple[ParamsModuleView, ...]) -> tuple[ParamsModuleView, ...]:
    """The modules, with `__all__` in those of a large package."""
    names = _public([[input_type.name for input_type in module.input_types] for module in modules])
    return tuple(replace(module, public=own) for module, own in zip(modules, names, strict=True))


def _public(names: list[list[str]]) -> list[tuple[str, ...]]:
    """The `__all__` of each module with these names; empty unless the package imports everything from each.

    Otherwise it would have what they import from each other too, and pyright does not resolve a name that over a
    hundred modules have.
    """
    large = sum(map(len, names)) > _LARGE
    return [tuple(sorted(own, key=listed)) if large else () for own in names]


def pages(modules: Iterable[PagesModuleView]) -> LazyPackageView:
    """The package of pages: the classes of the API, and those of the runtime that they are derived from."""
    homes = {
        name: f".{module.name}"
        for module in modules
        for page in module.classes
        for name in (page.name, page.async_name)
    }
    homes |= dict.fromkeys(("Page", "AsyncPage", "ListPage", "AsyncListPage"), ".._runtime.pages.page")
    homes["PaginationError"] = ".._runtime.pages.pagination_error"
    return _package(docstring("Pages of lists, loaded on first use.", 0), homes, public=False)


def _place(home: tuple[str, str]) -> tuple[object, ...]:
    """The sort key of an import: the package itself first, then by module."""
    name, module = home
    return ("" if module == f".{name}" else module, order(name))


def _package(about: str, homes: dict[str, str], *, public: bool, version: str = "") -> LazyPackageView:
    exports = [
        ExportView(name, "." if module == f".{name}" else module) for name, module in sorted(homes.items(), key=_place)
    ]
    large = len(homes) > _LARGE and not public
    by_module: dict[str, list[str]] = {}
    for name, module in sorted(homes.items(), key=lambda item: (item[1], item[0])):
        by_module.setdefault(module, []).append(name)
    return LazyPackageView(
        docstring=about,
        exports=tuple(export for export in exports if not large or export.module.startswith("..")),
        modules=tuple(module for module in by_module if large and not module.startswith("..")),
        homes=tuple(HomeView(module, literals.words(members)) for module, members in by_module.items()),
        public=tuple(sorted([*homes, "__version__"], key=listed)) if public else (),
        version=version,
    )
