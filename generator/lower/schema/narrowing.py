"""Of several schemas for one value, those that count."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.node import Node
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Piece
from generator.lower.schema.keywords import structure


def telling_of(pieces: Sequence[Piece]) -> list[Piece]:
    """The schemas that say more than the others: those of structure, and a mere `type` only where there is no more."""
    for least in ({"type", "nullable"}, set[str]()):
        found = [piece for piece in pieces if structure(piece.node.value) - least]
        if found:
            return found
    return list(pieces[:1])


def narrowest_of(found: Sequence[tuple[Node, bool] | None], shapes: Shapes) -> tuple[Node, bool] | None:
    """Of plain references, that to a schema which has all the others in its `allOf`; None where there is none."""
    targets = [entry[0] for entry in found if entry is not None]
    if len(targets) < len(found) or not all(target.is_mapping for target in targets):
        return None
    made_of = [{piece.node.identity for piece in shapes.of(target).pieces} for target in targets]
    for target, pieces in zip(targets, made_of, strict=True):
        if all(pieces >= others for others in made_of):
            return target, all(entry is not None and entry[1] for entry in found)
    return None
