"""A module that is imported when an attribute of it is first used."""

from __future__ import annotations

from importlib import import_module


class LazyModule:
    """Stands for a module, so that an annotation can name it before anything needs it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        value: object = getattr(import_module(self._name), attribute)
        return value
