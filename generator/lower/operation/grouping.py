"""The calls of a document: the group and the name of every operation, and the groups with their documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.diagnostics.suggest import did_you_mean
from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import Docs, Group
from generator.lower.calls.engine import name_calls
from generator.lower.calls.model import CallName, CallNames, Conflict, Family, OperationFacts, Overrides, Rule
from generator.lower.context import Context, elements
from generator.lower.docs import docs_of
from generator.lower.operation.call_facts import facts_of


@dataclass(frozen=True, slots=True)
class Call:
    """How an operation is called: the path of its group, its name, whether the document gives the name, and why."""

    group: tuple[str, ...]
    name: str
    named: bool
    rule: str
    words: tuple[str, ...]
    """The words that name the inline schemas of the operation, such as its request."""


class Grouping:
    """The calls of all operations."""

    def __init__(self, context: Context, overrides: Overrides) -> None:
        self._context = context
        self._overrides = overrides
        self._tags = {
            name: tag for tag in elements(context.root, "tags") if tag.is_mapping and (name := tag.text("name"))
        }
        self._parents = {name: tag.text("parent") or None for name, tag in self._tags.items()}
        self._nodes: list[Node] = []
        self._facts: list[OperationFacts] = []
        self._names: CallNames | None = None

    def add(self, node: Node, method: str, path: str) -> None:
        """Add an operation; operations are added in document order."""
        self._nodes.append(node)
        self._facts.append(facts_of(node, method, path, self._parents, self._context))

    def calls(self) -> list[Call]:
        """The calls, in the order of the operations."""
        names = self._settled()
        ids = ["".join(folded(facts.operation_id)) for facts in self._facts]
        counts = Counter(ids)
        return [
            Call(call.resource, call.method, call.named, self._rule(call), _words(call, facts, names, counts[own] == 1))
            for call, facts, own in zip(names.calls, self._facts, ids, strict=True)
        ]

    def groups(self) -> tuple[Group, ...]:
        """The groups, with the documentation of the tags that they are named by; parents come first."""
        return tuple(
            Group(path, docs_of(tag.value, tag.text("name"), examples=False) if tag is not None else Docs())
            for path, name in self._settled().resources.items()
            for tag in (self._tags.get(name),)
        )

    @property
    def facts(self) -> Sequence[OperationFacts]:
        """What names each operation, in the order of the operations."""
        return self._facts

    @property
    def evidence(self) -> str:
        """Where the names come from, and why, as a sentence."""
        return self._settled().evidence

    def _settled(self) -> CallNames:
        if self._names is None:
            self._names = name_calls(self._facts, self._overrides)
            self._report_unused(self._names)
            for conflict in self._names.conflicts:
                self._report(conflict)
        return self._names

    def _report_unused(self, names: CallNames) -> None:
        """Report configured path prefixes that name no resource."""
        moved = [call.resource for call in names.calls if call.resource_rule is Rule.PREFIX]
        for prefix, resource in self._overrides.prefixes.items():
            if not any(found[: len(resource)] == resource for found in moved):
                paths = {"/".join(facts.path.split("/")[:size]) for facts in self._facts for size in range(2, 6)}
                message = f"[names] `path:{prefix}`: no path of the document begins so"
                self._context.diagnostics.error(
                    "unknown-name", message, self._overrides.places.get(prefix), did_you_mean(prefix, paths)
                )

    def _rule(self, call: CallName) -> str:
        """The rules that gave a call its resource and its name, for `explain`, with the lines of the config."""
        resource, method = _RULES[call.resource_rule], _RULES[call.rule]
        if call.prefix:
            resource = f'[names] "path:{call.prefix}" = "{".".join(self._overrides.prefixes[call.prefix])}"'
        if call.verb:
            method += f', with [names] "verb:{call.verb}" = "{self._overrides.verbs[call.verb]}"'
        return method if resource == method else f"resource: {resource}; name: {method}"

    def _report(self, conflict: Conflict) -> None:
        node, diagnostics = self._nodes[conflict.operation], self._context.diagnostics
        message = f'two operations ask for the name "{conflict.wanted}"; this one is named "{conflict.given}"'
        if conflict.rule is Rule.EXTENSION:  # of two configured names, the target reports one, with its line
            diagnostics.warning("name-taken", message, node)


_RULES = {
    Rule.OVERRIDE: "the config",
    Rule.PREFIX: "a path prefix of the config",
    Rule.EXTENSION: "an extension of the document",
    Rule.SAMPLE: "the document's Python samples",
    Rule.TAG: "the tag",
    Rule.ID: "the operationId",
    Rule.PATH: "the path and the HTTP method",
    Rule.DISTINGUISHED: "the path, because another operation has the shorter name",
}


def _words(call: CallName, facts: OperationFacts, names: CallNames, unique: bool) -> tuple[str, ...]:
    """The shorter of the operationId, if it is the only one of its spelling, and the call."""
    spoken = (*call.resource, call.method)
    if not facts.operation_id or not unique:
        return spoken
    if names.family is Family.NAMED:
        return (facts.operation_id,)
    return min((facts.operation_id,), spoken, key=_letters)


def _letters(words: Sequence[str]) -> int:
    return sum(len(word) for part in words for word in folded(part))
