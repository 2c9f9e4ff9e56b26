"""Select the significant ones of several schemas for the same value."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Part
from generator.lower.schema.keywords import structure


def significant_parts(parts: Sequence[Part]) -> list[Part]:
    """The schemas with keywords that determine a type; those with only `type` if there are no others."""
    for least in ({"type", "nullable"}, set[str]()):
        found = [part for part in parts if structure(part.node.value) - least]
        if found:
            return found
    return list(parts[:1])


def narrowest_of(found: Sequence[tuple[Node, bool] | None], shapes: Shapes) -> tuple[Node, bool] | None:
    """The plain reference whose target has the targets of all others in its `allOf`, or None."""
    targets = [entry[0] for entry in found if entry is not None]
    if len(targets) < len(found) or not all(target.is_mapping for target in targets):
        return None
    parts_of = [{part.node.identity for part in shapes.of(target).parts} for target in targets]
    for target, parts in zip(targets, parts_of, strict=True):
        if all(parts >= others for others in parts_of):
            return target, all(entry is not None and entry[1] for entry in found)
    return None
