"""The targets by name. A target is imported when a run asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed
from generator.diagnostics.suggest import did_you_mean
from generator.targets.target import Target


def _python() -> Target:
    from generator.targets.python.target import PythonTarget

    return PythonTarget()


_TARGETS: Final[dict[str, Callable[[], Target]]] = {"python": _python}


def register_target(name: str, target: Callable[[], Target]) -> None:
    """Make a target available under the name that the config key `target` selects it by."""
    _TARGETS[name] = target


def target_named(name: str, diagnostics: Diagnostics) -> Target:
    """The target of that name. Raises `Failed`, with a diagnostic, where there is none."""
    if name in _TARGETS:
        return _TARGETS[name]()
    hint = did_you_mean(name, _TARGETS) or f"the targets are {', '.join(sorted(_TARGETS))}"
    diagnostics.error("unknown-target", f"unknown target `{name}`", hint=hint)
    raise Failed
