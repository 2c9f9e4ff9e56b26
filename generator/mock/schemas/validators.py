"""Validate values by the schemas of the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jsonschema_rs import Draft202012Validator, FancyRegexOptions, ValidationError, ValidationErrorKind

from generator.document.node import Node, NodeId
from generator.ir.types import Json
from generator.lower.context import Context
from generator.mock.schemas.bundle import Bundle, Direction

_MOST: Final = 50
"""Faults of one value that are reported."""
_PATTERNS: Final = FancyRegexOptions(backtrack_limit=100_000)
"""Patterns with lookaround backtrack up to this limit; all others take linear time."""


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """Why a value is not valid: the message, the place in the value, and the node of the document that says so."""

    message: str
    path: tuple[str | int, ...]
    node: Node


class Validator:
    """Judges values by one schema."""

    def __init__(self, node: Node, bundle: Bundle) -> None:
        self._node = node
        self._bundle = bundle
        self._compiled = Draft202012Validator(
            bundle.schema(node), validate_formats=True, pattern_options=_PATTERNS, offline=True
        )

    def is_valid(self, value: Json) -> bool:
        """Whether the schema accepts the value."""
        try:
            return self._compiled.is_valid(value) or not self.faults(value)
        except (ValueError, TypeError):  # too deeply nested, or no JSON
            return False

    def faults(self, value: Json) -> list[SchemaFault]:
        """Why the schema does not accept the value; empty where it does."""
        try:
            found: list[SchemaFault] = []
            for error in self._compiled.iter_errors(value):
                found += self._described(error)
                if len(found) >= _MOST:
                    break
            return found
        except (ValueError, TypeError) as error:
            return [SchemaFault(str(error), (), self._node)]

    def _described(self, error: ValidationError) -> Iterable[SchemaFault]:
        kind = error.kind
        if isinstance(kind, ValidationErrorKind.BacktrackLimitExceeded):
            return ()  # neither proven to match nor not to
        if isinstance(kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
            nearest = _nearest(kind.context, error.instance_path)
            if nearest:
                return [self._fault(inner) for inner in nearest]
        return (self._fault(error),)

    def _fault(self, error: ValidationError) -> SchemaFault:
        return SchemaFault(error.message, tuple(error.instance_path), self._place(error.schema_path))

    def _place(self, path: list[str | int]) -> Node:
        """The node at a path of the bundle, as far as the document has it."""
        node, keys = self._node, list(path)
        if len(keys) > 1 and keys[0] == "$defs":
            node, keys = self._bundle.nodes[int(keys[1])], keys[2:]
        for key in keys:
            child = node.get(str(key)) if node.is_mapping else None
            if node.is_sequence and isinstance(key, int) and key < len(node.value):
                child = node.child(key)
            if child is None:
                break
            node = child
        return node


def _nearest(context: list[list[ValidationError]], path: list[str | int]) -> list[ValidationError]:
    """The errors of the member of a union that is meant: the only one that fails below the value itself, or none.

    A member whose tag has another value is not the one.
    """
    inside = [errors for errors in context if all(len(error.instance_path) > len(path) for error in errors)]
    constants = ValidationErrorKind.Constant | ValidationErrorKind.Enum
    near = [errors for errors in inside if not any(isinstance(error.kind, constants) for error in errors)]
    chosen = near or inside
    return chosen[0] if len(chosen) == 1 else []


class Validators:
    """The validators of a document's schemas for one direction, compiled when they are first used."""

    def __init__(self, context: Context, direction: Direction, *, closed: bool = False) -> None:
        self.context = context
        self.direction: Direction = direction
        self._closed = closed
        self._made: dict[NodeId, Validator] = {}

    def of(self, node: Node) -> Validator:
        """The validator of a schema."""
        key = node.identity
        found = self._made.get(key) if node.is_mapping else None
        if found is None:
            found = Validator(node, self.bundle())
            self._made[key] = found
        return found

    def bundle(self) -> Bundle:
        """An empty bundle of this direction."""
        return Bundle(self.context, self.direction, is_pattern, closed=self._closed)


@lru_cache(maxsize=10_000)
def is_pattern(text: str) -> bool:
    """Whether the validator can compile a pattern (ECMA-262)."""
    try:
        Draft202012Validator({"pattern": text}, pattern_options=_PATTERNS)
    except (ValueError, TypeError):
        return False
    return True
