"""Add to an operation how its work is waited for: as the config says, as the document says, or by its shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from generator.document.node import Node
from generator.ir.types import Nullable, Operation, Type, Waiting
from generator.lower.context import Context
from generator.lower.longwork.described import Mistake, described
from generator.lower.longwork.monitors import find_monitor, monitored
from generator.lower.longwork.status import Definitions, find_status
from generator.lower.operation.operation_table import Line, OperationSettings, OperationTable

_ENDINGS: Final = frozenset({"status", "state", "result", "poll"})

_PAST: Final = frozenset({"statuses", "history", "histories", "tries", "attempts", "logs", "events"})
"""Steps of paths to what does not change any more."""


class Waits:
    """Finds the work of the operations of a document. `settings` is the table `[waits]` of the config."""

    def __init__(self, context: Context, definitions: Definitions, settings: OperationSettings) -> None:
        self.context = context
        self.definitions = definitions
        self._table = OperationTable("waits", settings, "GET /jobs/{id}", context.diagnostics)

    def of(self, operations: tuple[Operation, ...], nodes: list[Node]) -> tuple[Operation, ...]:
        """The operations with their waiting. Reports doubts, and lines of the config that fit no operation."""
        reads = {operation.path: operation for operation in operations if operation.method == "GET"}
        kept: list[Operation] = []
        for operation, node in zip(operations, nodes, strict=True):
            found = self._find(operation, node, reads.get(operation.path))
            kept.append(replace(operation, waiting=found) if found is not None else operation)
        self._table.report_unknown(kept)
        return tuple(kept)

    def _find(self, operation: Operation, node: Node, beside: Operation | None) -> Waiting | None:
        line = self._table.line(operation)
        if line is not None and line.value is False:
            return None
        if line is not None and line.description is not None:
            return self._configured(line, operation)
        monitor = find_monitor(operation, node, self.context)
        if monitor is not None and (monitor.certain or line is not None):
            return monitored(monitor, operation, beside)
        if monitor is not None:
            self._doubt(monitor.why, operation, node)
            return None
        response = _response(operation)
        finding = find_status(response, self.definitions) if response is not None and _reads(operation) else None
        if line is not None and finding is None:
            hint = 'describe it: { status = "state", done = "finished", failed = "failed, cancelled" }'
            self._table.refuse("bad-wait", line, "nothing shows when its work has ended", hint)
        if finding is None:
            return None
        if not finding.certain and line is None:
            self._doubt(finding.waiting.why, operation, node)
            return None
        return finding.waiting

    def _configured(self, line: Line, operation: Operation) -> Waiting | None:
        """The waiting that a description gives; None, with an error, for one that the operation does not fit."""
        try:
            return described(line.description or {}, _response(operation), operation, self.definitions)
        except Mistake as mistake:
            self._table.refuse("bad-wait", line, mistake.message, mistake.hint)
            return None

    def _doubt(self, why: str, operation: Operation, node: Node) -> None:
        hint = f"if it should be waited for, set {self._table.suggestion(operation, 'true')}"
        self.context.diagnostics.note("doubtful-wait", f"{why}; there is no method that waits", node, hint)


def _reads(operation: Operation) -> bool:
    """Whether an operation reads one thing by its id: the path ends in a parameter, or in `/status` after one."""
    steps = operation.path.rstrip("/").split("/")
    if operation.method != "GET" or operation.pagination is not None or not _PAST.isdisjoint(steps):
        return False
    return "{" in steps[-1] or (len(steps) > 1 and steps[-1].lower() in _ENDINGS and "{" in steps[-2])


def _response(operation: Operation) -> Type | None:
    """The JSON type of the responses, if there is one."""
    contents = [content for response in operation.responses for content in response.contents]
    types = {content.type for content in contents if content.kind == "json"}
    if len(types) != 1 or any(content.type not in types for content in contents):
        return None
    (found,) = types
    return None if isinstance(found, Nullable) else found
