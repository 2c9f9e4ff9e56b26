"""The packages whose names are loaded on first use (PEP 562): the SDK's own, and its models."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.types import Api
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.code.operation_tables import words
from generator.targets.python.names.names import Names
from generator.targets.python.types.imports import listed, order
from generator.targets.python.views.module_views import (
    ExportView,
    HomeView,
    LazyPackageView,
    ModelsModuleView,
    TwinsModuleView,
)

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


def root(api: Api, names: Names, text: str) -> LazyPackageView:
    """The SDK's package: the clients, the runtime's public names, and the modules `errors` and `models`."""
    homes = {names.brand.client: ".client", names.brand.async_client: ".client", **_RUNTIME}
    if any(operation.stream is not None for operation in api.operations):
        homes |= _STREAMS
    homes["errors"] = ".errors"
    homes["models"] = ".models"
    return _package(docstring(text, 0), homes, public=True)


def models(modules: Iterable[ModelsModuleView], twins: Iterable[TwinsModuleView]) -> LazyPackageView:
    """The package of models: every model and every typed dict."""
    homes = {model.name: f".{module.name}" for module in modules for model in module.models}
    homes |= {twin.name: f".{module.name}" for module in twins for twin in module.twins}
    text = "The models of the API and their typed dicts, loaded on first use."
    return _package(docstring(text, 0), homes, public=False)


def _place(home: tuple[str, str]) -> tuple[object, ...]:
    """Where an import stands: the package itself first, then module by module."""
    name, module = home
    return ("" if module == f".{name}" else module, order(name))


def _package(about: str, homes: dict[str, str], *, public: bool) -> LazyPackageView:
    exports = [
        ExportView(name, "." if module == f".{name}" else module) for name, module in sorted(homes.items(), key=_place)
    ]
    by_module: dict[str, list[str]] = {}
    for name, module in sorted(homes.items(), key=lambda item: (item[1], item[0])):
        by_module.setdefault(module, []).append(name)
    return LazyPackageView(
        docstring=about,
        exports=tuple(exports),
        homes=tuple(HomeView(module, words(members)) for module, members in by_module.items()),
        public=tuple(sorted(homes, key=listed)) if public else (),
    )
