"""Add to an operation how its response continues: as the config says, as an extension says, or by its shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from generator.document.node import Node
from generator.ir.types import Operation, Pagination
from generator.lower.context import Context
from generator.lower.operation.operation_table import Line, OperationSettings, OperationTable
from generator.lower.pages.described import Mistake, described
from generator.lower.pages.extensions import Declared, declared_pages, has_marks
from generator.lower.pages.findings import Finding
from generator.lower.pages.parts import Definitions, Parts, parts_of
from generator.lower.pages.shapes import find_shape


class Pages:
    """Finds the pagination of the operations of a document. `settings` is the table `[pages]` of the config."""

    def __init__(self, context: Context, definitions: Definitions, settings: OperationSettings) -> None:
        self.context = context
        self.definitions = definitions
        self._table = OperationTable("pages", settings, "GET /models", context.diagnostics)

    @cached_property
    def _has_marks(self) -> bool:
        return has_marks(self.context)

    def of(self, operations: Iterator[tuple[Operation, Node]]) -> tuple[Operation, ...]:
        """The operations with their pagination. Reports doubts, and lines of the config that fit no operation."""
        kept: list[Operation] = []
        for operation, node in operations:
            found = self._find(operation, node)
            kept.append(replace(operation, pagination=found) if found is not None else operation)
        self._table.report_unknown(kept)
        return tuple(kept)

    def _find(self, operation: Operation, node: Node) -> Pagination | None:
        line = self._table.line(operation)
        if line is not None and line.value is False:
            return None
        parts = parts_of(operation, self.definitions)
        if line is not None and line.description is not None:
            return self._configured(line, parts, operation)
        declared = declared_pages(node, self.context, marks=self._has_marks)
        if declared is not None and parts is not None:
            found = self._declared(declared, parts, operation)
            if found is not None:
                return found
        elif declared is not None:
            why = f"`{declared.extension}`: the response is not one JSON object or array"
            self.context.diagnostics.warning("unused-pagination", why, declared.node)
        finding = find_shape(parts, operation, _headers(node, self.context), self.definitions) if parts else None
        if line is not None and finding is None:
            hint = 'describe it: { cursor = "after", next = "last_id", items = "data" }'
            self._table.refuse("bad-pagination", line, "nothing shows how its pages continue", hint)
        if finding is None:
            return None
        if not finding.certain and line is None:
            self._doubt(finding, operation, node)
            return None
        return finding.pagination

    def _configured(self, line: Line, parts: Parts | None, operation: Operation) -> Pagination | None:
        if parts is None:
            self._table.refuse(
                "bad-pagination", line, "its response is not one JSON object or array", "remove the line"
            )
            return None
        try:
            return described(line.description or {}, parts, operation, self.definitions, "the config describes it")
        except Mistake as mistake:
            self._table.refuse("bad-pagination", line, mistake.message, mistake.hint)
            return None

    def _declared(self, declared: Declared, parts: Parts, operation: Operation) -> Pagination | None:
        why = f"the document declares it (`{declared.extension}`)"
        try:
            return described(declared.values, parts, operation, self.definitions, why)
        except Mistake as mistake:
            hint = mistake.hint or f'correct it, or set [pages] "{operation.key}" in the config'
            message = f"`{declared.extension}` is not used: {mistake.message}"
            self.context.diagnostics.warning("unused-pagination", message, declared.node, hint)
            return None

    def _doubt(self, finding: Finding, operation: Operation, node: Node) -> None:
        why = f"{finding.pagination.why}; the method returns one response"
        hint = f"if its pages should be iterated, set {self._table.suggestion(operation, finding.config)}"
        self.context.diagnostics.note("doubtful-pagination", why, node, hint)


def _headers(operation: Node, context: Context) -> frozenset[str]:
    """The lower-case names of the headers that the successful responses declare."""
    found: set[str] = set()
    for status, entry in context.members(operation, "responses"):
        node = context.follow(entry) if str(status).startswith("2") else None
        headers = node.mapping("headers") if node is not None and node.is_mapping else None
        if headers is not None:
            found.update(str(name).lower() for name, _ in headers.items())
    return frozenset(found)
