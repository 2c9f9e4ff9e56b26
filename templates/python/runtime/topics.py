"""Base classes whose methods are imported when one of them is first used.

A resource with many operations is derived from a class for each topic, in a module of its own. A
call needs one of these modules. So at run time the bases have only the names of the methods until
one is looked up.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Method:
    """A method that is looked up for the first time: it imports the topic, which replaces it."""

    def __init__(self, topic: _Topic, name: str) -> None:
        self._topic = topic
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self._topic.load()[self._name].__get__(instance, owner)


class _Topic:
    """A base class with the names of the methods of a class that is not imported yet."""

    def __init__(self, package: str, module: str, cls: str, methods: str) -> None:
        self._package = package
        self._module = module
        self._names = methods.split()
        members: dict[str, Any] = {name: _Method(self, name) for name in self._names}
        self.base = type(cls, (), {"__module__": package, **members})

    def load(self) -> dict[str, Any]:
        """Import the class, and put its methods into the base."""
        module = import_module(self._module, self._package)
        found: type = getattr(module, self.base.__name__)
        methods: dict[str, Any] = {name: vars(found)[name] for name in self._names}
        for name, method in methods.items():
            setattr(self.base, name, method)
        return methods


def topic(package: str, module: str, cls: str, methods: str) -> tuple[type, type]:
    """Make the bases, sync and async, of the class `cls` in a module of the package.

    `methods` are the names of its methods, separated by spaces. The async class is `Async{cls}`.
    """
    asynchronous = _Topic(package, module, f"Async{cls}", methods)
    return _Topic(package, module, cls, methods).base, asynchronous.base
