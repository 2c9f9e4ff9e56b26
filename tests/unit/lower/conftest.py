"""Small documents, lowered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pytest

from generator.diagnostics.model import Diagnostics
from generator.document import load_document
from generator.ir.types import Api, Definition, Field, Object, Operation, Type
from generator.lower import lower
from generator.lower.operation.operation_table import OperationSettings
from tests.unit.lower.invariants import broken


@dataclass
class Lowered:
    """An `Api` and what was said on the way."""

    api: Api
    diagnostics: Diagnostics
    definitions: dict[str, Definition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.definitions = {definition.id: definition for definition in self.api.definitions}

    def alias(self, id: str) -> Type:
        """The type that a definition names."""
        shape = self.definitions[id].shape
        assert not isinstance(shape, Object)
        return shape.type

    def object(self, id: str) -> Object:
        """The object that a definition names."""
        shape = self.definitions[id].shape
        assert isinstance(shape, Object)
        return shape

    def fields(self, id: str) -> dict[str, Field]:
        return {entry.wire: entry for entry in self.object(id).fields}

    def types(self, id: str) -> dict[str, Type]:
        return {entry.wire: entry.type for entry in self.object(id).fields}

    def operation(self, method: str, path: str) -> Operation:
        return next(found for found in self.api.operations if (found.method, found.path) == (method, path))

    def said(self, *severities: str) -> list[str]:
        """The codes of what was said, of these severities or all."""
        return [item.code for item in self.diagnostics.items if not severities or item.severity in severities]


@dataclass
class Lowering:
    """Writes documents into a folder of the test's own and lowers them."""

    folder: Path

    def document(self, text: str, name: str = "api.yaml", pages: OperationSettings = MappingProxyType({})) -> Lowered:
        path = self.folder / name
        path.write_text(text)
        diagnostics = Diagnostics()
        api = lower(load_document(path, diagnostics), diagnostics, {}, pages)
        assert broken(api) == []
        return Lowered(api, diagnostics)

    def schemas(self, text: str) -> Lowered:
        """Lower the members of `components/schemas`, given with no indentation."""
        return self._part("paths: {}\ncomponents:\n  schemas:\n", text, 4)

    def paths(self, text: str, rest: str = "") -> Lowered:
        """Lower the members of `paths`, given with no indentation; `rest` is the document's further keys."""
        return self._part(f"{rest}\npaths:\n", text, 2)

    def _part(self, before: str, text: str, indent: int) -> Lowered:
        lines = "".join(f"{' ' * indent}{line}\n" for line in text.strip("\n").splitlines())
        return self.document(f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{before}{lines}")


@pytest.fixture
def lowering(tmp_path: Path) -> Lowering:
    return Lowering(tmp_path)


Schemas = Callable[[str], Lowered]


@pytest.fixture
def schemas(lowering: Lowering) -> Schemas:
    return lowering.schemas
