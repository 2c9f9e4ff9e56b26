"""Plain references: schemas that refer to another schema and do not change its type."""

from __future__ import annotations

from typing import Any

from generator.document.node import Node, NodeId
from generator.lower.context import Context, anchors_of
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.merge import is_condition
from generator.lower.schema.composition.shape import Shape
from generator.lower.schema.discriminators import Discriminators
from generator.lower.schema.json_values import is_list, is_mapping
from generator.lower.schema.keywords import REFERENCES, structure

_LONGEST_CHAIN = 50


class References:
    """Recognizes plain references: `{$ref: X, description: …}` and `{allOf: [{$ref: X}, {description: …}]}`."""

    def __init__(self, context: Context, shapes: Shapes, discriminators: Discriminators) -> None:
        self._context = context
        self._shapes = shapes
        self._discriminators = discriminators
        self._found: dict[NodeId, tuple[Node, bool] | None] = {}

    def plain(self, node: Node) -> tuple[Node, bool] | None:
        """The target of a plain reference, and whether the reference also allows null; None for any other schema.

        Follows one reference: the target can be a plain reference itself.
        """
        value = node.value
        if not is_mapping(value) or ("allOf" not in value and REFERENCES.isdisjoint(value)):
            return None
        if node.identity not in self._found:
            self._found[node.identity] = self._find(node)
        return self._found[node.identity]

    def _find(self, node: Node) -> tuple[Node, bool] | None:
        if "allOf" in node.value and anchors_of(node):
            return None
        null = False
        at = node
        owns: list[Any] = []
        for _ in range(_LONGEST_CHAIN):
            own = structure(at.value)
            null |= _allows_null(at.value)
            keys = own & REFERENCES
            if keys:
                if "allOf" in own or len(keys) > 1 or not all(isinstance(at.value[key], str) for key in keys):
                    return None
                if anchors_of(at):
                    return None
                owns.append(at.value)
                target = self._context.step(at)
                if (
                    target is None
                    or self._discriminators.canonical(target) is None
                    or not all(self._adds_nothing(value, target, at) for value in owns)
                ):
                    return None
                return target, null
            if "allOf" not in own or not is_list(at.value["allOf"]) or self._discriminators.inherits(at):
                return None
            members = [member for member in at.child("allOf").elements() if structure(member.value)]
            significant = [member for member in members if structure(member.value) - {"required"}]
            if len(significant) != 1:
                return None
            owns.append(at.value)
            owns.extend(member.value for member in members if member is not significant[0])
            at = significant[0]
        return None

    def _adds_nothing(self, value: Any, target: Node, at: Node) -> bool:
        own = structure(value) - REFERENCES - {"allOf", "nullable"}
        if not own:
            return True
        shape = self._shapes.of(target)
        return all(_is_implied(key, value[key], shape, at) for key in own)


def _is_implied(key: str, value: Any, shape: Shape, at: Node) -> bool:
    if key == "type":
        listed = value if is_list(value) else [value]
        kinds = [kind for kind in listed if isinstance(kind, str) and kind != "null"]
        known = shape.kinds or ((shape.inferred,) if shape.inferred else ())
        return not kinds or not known or set(known) <= set(kinds)
    if key == "required":
        return is_list(value) and all(name in shape.required for name in value if isinstance(name, str))
    if key == "format":
        return bool(value == shape.format)
    if key in {"oneOf", "anyOf"}:
        members = at.sequence(key)
        return members is not None and all(is_condition(member) for member in members.elements())
    return False


def _allows_null(value: Any) -> bool:
    declared = value.get("type")
    return value.get("nullable") is True or (is_list(declared) and ("null" in declared or None in declared))
