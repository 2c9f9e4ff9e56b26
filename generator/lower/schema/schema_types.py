"""The interface through which objects and arrays lower the schemas inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from generator.document.node import Node
from generator.ir.types import Type
from generator.lower.context import Context
from generator.lower.schema.aliases import References
from generator.lower.schema.composition.allof import Shapes
from generator.lower.schema.composition.shape import Part
from generator.lower.schema.definitions import Definitions, NamePath
from generator.lower.schema.discriminators import Discriminators


class SchemaTypes(Protocol):
    """Makes the types of schemas (`lower_schema.Schemas`)."""

    context: Context
    definitions: Definitions
    shapes: Shapes
    references: References
    discriminators: Discriminators

    def type(self, node: Node, name_path: NamePath) -> Type:
        """The type of a schema."""
        ...

    def merged(self, parts: Sequence[Part], name_path: NamePath) -> Type:
        """The type of a value that matches all of the schemas."""
        ...

    def union_of(self, types: Sequence[Type]) -> Type:
        """The union of the types."""
        ...
