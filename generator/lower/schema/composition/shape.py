"""Shapes: the merged keywords of a schema."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from generator.document.node import Node
from generator.ir.types import Json, TagValue
from generator.lower.schema.definitions import NamePath


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an `allOf`: a schema object without its own `$ref` and `allOf`.

    `name_path` is that of the named schema it belongs to, so that inline schemas in it have one name wherever it is
    merged in. None is the schema that is being lowered.
    """

    node: Node
    name_path: NamePath | None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A `oneOf` or `anyOf`."""

    node: Node
    """The schema that holds it."""
    members: tuple[Node, ...]
    discriminator: Node | None
    name_path: NamePath | None


@dataclass(slots=True, eq=False)
class Shape:
    """The merged keywords of a schema. `kinds` are its JSON types without null, None for any."""

    node: Node
    parts: list[Part] = field(default_factory=list[Part])
    kinds: tuple[str, ...] | None = None
    null: bool = False
    never: bool = False
    values: tuple[Json, ...] | None = None
    format: str = ""
    properties: dict[str, list[Part]] = field(default_factory=dict[str, list[Part]])
    required: dict[str, None] = field(default_factory=dict[str, None])
    alternatives: list[Alternatives] = field(default_factory=list[Alternatives])
    tags: dict[str, tuple[TagValue, ...]] = field(default_factory=dict[str, tuple[TagValue, ...]])
    """The values that discriminators map to this schema, by property."""
    inferred: str = ""
    """The one JSON type that the keywords imply where `type` is missing."""
    conflicts: list[tuple[Node, str]] = field(default_factory=list[tuple[Node, str]])
    """Contradictions between the merged schemas; the last one is used."""

    @property
    def key(self) -> Hashable:
        """What is equal for two shapes of the same schemas."""
        return (*(part.node.identity for part in self.parts), *self.tags.items())

    @property
    def kind(self) -> str:
        """The only JSON type allowed, or an empty string."""
        if self.kinds is None:
            return self.inferred
        return self.kinds[0] if len(self.kinds) == 1 else ""

    @property
    def allows_anything(self) -> bool:
        """Whether any value at all is allowed."""
        return not self.never and self.kinds is None and not self.inferred and not self.alternatives and not self.values

    def having(self, keyword: str) -> Iterator[Part]:
        return (part for part in self.parts if keyword in part.node.value)


def is_closed(shape: Shape) -> bool:
    """Whether the schema forbids properties that it does not declare."""
    keywords = ("additionalProperties", "unevaluatedProperties")
    return any(part.node.value[key] is False for key in keywords for part in shape.having(key))
