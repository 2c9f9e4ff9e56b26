"""Names of the client's module that are imported when something evaluates them.

Importing an SDK loads neither `typing` nor the HTTP client. `typing.get_type_hints` and
`inspect.signature(..., eval_str=True)` evaluate the annotations of the client, and then each name
here becomes the real one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable as Function
    from typing import Any


class Deferred:
    """A name that is imported once it is part of a type: `Name[...]` or `Name | None`."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __getitem__(self, arguments: object) -> object:
        return _load(self._module, self._name)[arguments]

    def __or__(self, other: object) -> object:
        return _load(self._module, self._name) | other

    def __ror__(self, other: object) -> object:
        return other | _load(self._module, self._name)


class DeferredModule:
    """A module that is imported once an attribute of it is read."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return _load(self._module, name)


def _load(module: str, name: str) -> Any:
    from importlib import import_module

    return getattr(import_module(module, __package__), name)


class CachedProperty:
    """`functools.cached_property`, without the import of `functools`."""

    def __init__(self, func: Function[[Any], Any]) -> None:
        self.func = func
        self.__doc__ = func.__doc__

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[self.func.__name__] = self.func(instance)
        return value


AsyncHooks = Deferred(".call.hooks", "AsyncHooks")
Awaitable = Deferred("collections.abc", "Awaitable")
Callable = Deferred("collections.abc", "Callable")
Hooks = Deferred(".call.hooks", "Hooks")
Literal = Deferred("typing", "Literal")
Mapping = Deferred("collections.abc", "Mapping")
Timeout = Deferred(".call.options", "Timeout")
cached_property = CachedProperty
httpx2 = DeferredModule("httpx2")
path_call = DeferredModule(".call.path_call")
typing = DeferredModule("typing")
