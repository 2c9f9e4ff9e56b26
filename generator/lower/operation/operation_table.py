"""Tables of the config with a line for an operation: `[pages]` and `[waits]`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.diagnostics.model import Diagnostics
from generator.diagnostics.suggest import did_you_mean
from generator.diagnostics.text_location import place_of
from generator.ir.types import Operation

OperationSettings: TypeAlias = Mapping[str, bool | Mapping[str, str]]
"""By `METHOD /path` or operationId: false, true or a description."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one operation: its key as the config writes it, and its value."""

    key: str
    value: bool | Mapping[str, str]

    @property
    def description(self) -> Mapping[str, str] | None:
        """The description, if the line has one."""
        return None if isinstance(self.value, bool) else self.value


@dataclass
class OperationTable:
    """A table of the config, and as an example the key of an operation."""

    name: str
    settings: OperationSettings
    example: str
    diagnostics: Diagnostics
    _used: set[str] = field(default_factory=set[str])

    def line(self, operation: Operation) -> Line | None:
        """The line of an operation, if there is one."""
        key = next((key for key in self.settings if key in (operation.key, operation.id)), None)
        if key is None:
            return None
        self._used.add(key)
        return Line(key, self.settings[key])

    def refuse(self, code: str, line: Line, message: str, hint: str) -> None:
        """Report an error in a line."""
        self.diagnostics.error(code, f"[{self.name}] `{line.key}`: {message}", place_of(line.key), hint)

    def report_unknown(self, operations: Iterable[Operation]) -> None:
        """Report the lines that no operation was looked up by."""
        unknown = [key for key in self.settings if key not in self._used]
        names = [name for operation in operations for name in (operation.key, operation.id)] if unknown else []
        for key in unknown:
            hint = did_you_mean(key, names) or f"operations are named as in {json.dumps(self.example)}"
            message = f"[{self.name}] `{key}`: the document has no such operation"
            self.diagnostics.error("unknown-name", message, place_of(key), hint)

    def suggestion(self, operation: Operation, value: str) -> str:
        """The line that a hint suggests for an operation."""
        return f"[{self.name}] {json.dumps(operation.key)} = {value}"
