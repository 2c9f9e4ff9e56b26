"""The interface of models stages: their input and their views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from generator.ir.index import Index
from generator.targets.python.names.names import Names
from generator.targets.python.types.module_layout import Modules
from generator.targets.python.views.module_views import ModelsModuleView, ParamsModuleView


@dataclass(frozen=True, slots=True)
class ModelsInput:
    """What is decided before models are written: the definitions, their names, their modules."""

    index: Index
    names: Names
    modules: Modules


class ModelsStage(Protocol):
    """Writes the models of an API.

    Names and modules are given, so a stage changes nothing in the SDK besides the models.
    """

    def modules(self, given: ModelsInput) -> tuple[ModelsModuleView, ...]:
        """The modules of pydantic models, by name."""
        ...

    def input_types(self, given: ModelsInput) -> tuple[ParamsModuleView, ...]:
        """The modules of typed dicts, by name."""
        ...
