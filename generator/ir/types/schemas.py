"""Types, and the definitions that give them names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.ir.types.common import ABSENT, NO_DOCS, Absent, Docs, Json, Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A JSON scalar. `format` is the document's (`date-time`, `int64`, `binary`, …), or empty."""

    kind: Literal["string", "integer", "number", "boolean", "null"]
    format: str = ""


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Any JSON value: an empty schema, or one whose meaning the IR cannot hold (then with a diagnostic)."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all: the schema `false`."""


@dataclass(frozen=True, slots=True)
class Constant:
    """One JSON value: `const`, or an enum of one."""

    value: Json


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Two or more distinct JSON scalars, null taken out (see `Nullable`); `open` where others may arrive."""

    values: tuple[str | int | float | bool, ...]
    open: bool = True


@dataclass(frozen=True, slots=True)
class Array:
    item: Type
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Tuple:
    """`prefixItems`: one type a position; `rest` for what follows, or None where nothing may."""

    items: tuple[Type, ...]
    rest: Type | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """An object without declared properties: any key, one type of value."""

    value: Type


@dataclass(frozen=True, slots=True)
class Nullable:
    """The type, or null. Never nested, and never around a type that admits null by itself."""

    type: Type


@dataclass(frozen=True, slots=True)
class Tag:
    """How the members of a union are told apart: a property, and the value each member has there.

    `values` has one tuple of wire values a member, in the members' order. Every member is an object with a
    `Constant` or `Enumeration` field of that wire name, and no value belongs to two members.
    """

    property: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One of two or more types, flat, without duplicates or null (see `Nullable`)."""

    members: tuple[Type, ...]
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A definition, by its `id`."""

    id: str


Type: TypeAlias = Scalar | AnyValue | Never | Constant | Enumeration | Array | Tuple | Map | Nullable | Union | Ref


@dataclass(frozen=True, slots=True)
class Constraint:
    """A keyword that narrows a value and changes no type: `maximum`, `minLength`, `pattern`, …"""

    keyword: str
    value: Json


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object. `type` is `Nullable` where the value may be null, whatever `required` says."""

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
    """A name that the document asks for (`x-speakeasy-name-override` and kin), or empty."""


@dataclass(frozen=True, slots=True)
class Object:
    """An object with declared properties, in document order, `allOf` merged in.

    `extra` is the type of further properties, `AnyValue` where the document allows them without saying more, None
    where it forbids them.
    """

    fields: tuple[Field, ...]
    extra: Type | None = AnyValue()


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
    """Whether the document itself names it (a component or `$defs` member), rather than an inline schema hoisted."""
