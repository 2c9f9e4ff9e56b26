"""Types, and the definitions that give them names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from generator.ir.types.common import ABSENT, NO_DOCS, Absent, Docs, Json, Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A JSON scalar. `format` is the document's (`date-time`, `int64`, `binary`, …), or empty."""

    kind: Literal["string", "integer", "number", "boolean", "null"]
    format: str = ""


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Any JSON value: an empty schema, or one that the IR cannot represent (then with a diagnostic)."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value: the schema `false`."""


@dataclass(frozen=True, slots=True)
class Constant:
    """One JSON value: `const`, or an enum of one."""

    value: Json


@dataclass(frozen=True, slots=True)
class Label:
    """What the document calls a value of an enumeration; each part can be empty."""

    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Two or more distinct JSON scalars without null (see `Nullable`). If `open`, other values are possible."""

    values: tuple[str | int | float | bool, ...]
    open: bool = True
    labels: tuple[Label, ...] = ()
    """One for each value, or none."""
    widened: bool = field(default=False, compare=False)
    """Whether the document itself allows any value of the type beside them."""


@dataclass(frozen=True, slots=True)
class Array:
    item: Type
    unique: bool = False
    constraints: tuple[Constraint, ...] = field(default=(), compare=False)
    """Those of the items."""


@dataclass(frozen=True, slots=True)
class Tuple:
    """`prefixItems`: one type for each position. `rest` is the type of further items, None if there are none."""

    items: tuple[Type, ...]
    rest: Type | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """An object without declared properties: any key, one type of value."""

    value: Type
    constraints: tuple[Constraint, ...] = field(default=(), compare=False)
    """Those of the values."""


@dataclass(frozen=True, slots=True)
class Nullable:
    """The type, or null. Never nested, and never around a type that admits null by itself."""

    type: Type


TagValue: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Tag:
    """The property that identifies the members of a union, and the values that each member has there.

    `values` has one tuple of wire values for each member, in their order. Every member is an object with a
    `Constant` or `Enumeration` field of that wire name, and no value belongs to two members.
    """

    property: str
    values: tuple[tuple[TagValue, ...], ...]
    default: int | None = None
    """The index of the member that has values without the property or with an unknown tag; it may have no values."""


@dataclass(frozen=True, slots=True)
class Union:
    """One of two or more types, without duplicates or null (see `Nullable`).

    It is flat, except that a member can be a union with a tag.
    """

    members: tuple[Type, ...]
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A definition, by its `id`."""

    id: str


Type: TypeAlias = Scalar | AnyValue | Never | Constant | Enumeration | Array | Tuple | Map | Nullable | Union | Ref


@dataclass(frozen=True, slots=True)
class Constraint:
    """A keyword that restricts a value without changing its type: `maximum`, `minLength`, `pattern`, …"""

    keyword: str
    value: Json


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object. `type` is `Nullable` if the value can be null, independently of `required`."""

    wire: str
    type: Type
    required: bool
    place: Place
    docs: Docs = NO_DOCS
    default: Json | Absent = ABSENT
    read_only: bool = False
    write_only: bool = False
    constraints: tuple[Constraint, ...] = ()
    name: str = ""
    """The name that an extension sets (`x-speakeasy-name-override` and similar), or empty."""


@dataclass(frozen=True, slots=True)
class Object:
    """An object with declared properties, in document order, `allOf` merged in.

    `extra` is the type of further properties: `AnyValue` if the document does not restrict them, None if it forbids
    them. The constraints include rules on which properties are present: `anyOf`, `oneOf`, `allOf`, `not` and
    `dependentRequired`, with only such keywords inside.
    """

    fields: tuple[Field, ...]
    extra: Type | None = AnyValue()
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type: an enum, a union, an array, a map or a scalar with a name of its own."""

    type: Type
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A type with a name.

    `id` is unique and stable: the component's name, or for an inline schema its parent's id and the path below it.
    `name` holds the words that name it, outermost first: `("ChatStreamChunk", "error")`.
    """

    id: str
    name: tuple[str, ...]
    shape: Object | Alias
    place: Place
    docs: Docs = NO_DOCS
    component: bool = True
    """Whether it is named in the document (a component or `$defs` member), not made from an inline schema."""
    further: tuple[Place, ...] = ()
    """The places of the inline schemas that are equal to it and have no definition of their own."""
