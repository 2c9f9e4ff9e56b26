"""What an API is, in no language.

Lowering builds these values from a document; a target reads them. Nothing here knows about YAML, `$ref`, Python or
templates. Every value is frozen, and whatever came from the document carries the `Place` it came from.

Names are still *hints*: the document's own words. A target decides identifiers from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum as PyEnum
from typing import Any, Final, Literal, TypeAlias

Json: TypeAlias = Any
"""A JSON value: None, bool, int, float, str, list or dict. Lists and dicts are never mutated once in the IR."""


class Absent(PyEnum):
    """The type of `ABSENT`, which tells "no default" from "a default of null"."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: its path as shown to people, and a JSON pointer (RFC 6901) without the leading `#`."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the document. `name` is its key under `examples`, or empty for a lone `example`."""

    name: str
    value: Json
    summary: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Docs:
    """What the document says about a thing, in the author's words (CommonMark, untrusted)."""

    summary: str = ""
    description: str = ""
    deprecated: bool = False
    deprecation: str = ""
    """Why, and what to use instead, where the document says."""
    url: str = ""
    examples: tuple[Example, ...] = ()


# --- Types -----------------------------------------------------------------------------------------------------------


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


# --- Definitions -----------------------------------------------------------------------------------------------------


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
    docs: Docs = Docs()
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
    docs: Docs = Docs()
    component: bool = True
    """Whether the document itself names it (a component or `$defs` member), rather than an inline schema hoisted."""


# --- Operations ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter (OpenAPI 3.1, section "Parameter Object"), with the defaults of `style` and `explode` filled in."""

    wire: str
    location: Literal["path", "query", "header", "cookie"]
    type: Type
    required: bool
    place: Place
    docs: Docs = Docs()
    style: str = "simple"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str = ""
    """Set where the parameter is given by `content`: the value is serialised as that media type."""
    default: Json | Absent = ABSENT
    constraints: tuple[Constraint, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is sent (section "Encoding Object")."""

    property: str
    media_type: str = ""
    style: str = "form"
    explode: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a body or response. `type` is None where the document gives no schema."""

    media_type: str
    type: Type | None
    place: Place
    encodings: tuple[Encoding, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def kind(self) -> Literal["json", "form", "multipart", "text", "events", "lines", "binary"]:
        """What the bytes are, from the media type alone (RFC 6838; structured suffix `+json` of RFC 6839)."""
        return media_kind(self.media_type)


def media_kind(media_type: str) -> Literal["json", "form", "multipart", "text", "events", "lines", "binary"]:
    essence = media_type.split(";", 1)[0].strip().lower()
    subtype = essence.partition("/")[2]
    if essence == "text/event-stream":
        return "events"
    if subtype in {"x-ndjson", "ndjson", "jsonl", "x-jsonlines", "jsonlines", "json-seq", "x-jsonl", "stream+json"}:
        return "lines"
    if subtype in {"json", "x-json"} or subtype.endswith("+json") or essence == "*/*":
        return "json"
    if essence == "application/x-www-form-urlencoded":
        return "form"
    if essence.startswith("multipart/"):
        return "multipart"
    if essence.startswith("text/") or subtype in {"xml", "yaml", "x-yaml"} or subtype.endswith(("+xml", "+yaml")):
        return "text"
    return "binary"


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: its media types in the document's order, the one to send first."""

    required: bool
    contents: tuple[Content, ...]
    place: Place
    docs: Docs = Docs()


@dataclass(frozen=True, slots=True)
class Response:
    """`status` is a code, a range (`4XX`) or `default`. No contents: the response has no body."""

    status: str
    contents: tuple[Content, ...]
    place: Place
    docs: Docs = Docs()


@dataclass(frozen=True, slots=True)
class Fold:
    """How the chunks of a stream add up to the whole that the same operation returns without a stream.

    `whole` is that whole. Exactly one of two ways:
    - `event`: a union member carries the whole in its property `property` when the tag is `event`;
    - `rules`: dotted paths below the chunk (`choices.delta.content`), each with how its values add up:
      `concat` (strings joined), `index` (list items merged by their `index`), `append` (lists joined), and `into:NAME`
      (this object is called NAME in the whole). A path without a rule is replaced by its last value that is not null.
    """

    whole: Type
    event: str = ""
    property: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """The dotted path of the text a person reads, or empty."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A response that arrives item by item.

    `item` is the type of one item: for server-sent events the type of `data` where the document wraps it in an envelope
    of `data` alone. With `envelope` the item is the whole event (`data`, `event`, `id`, `retry`).
    `switch` is the request body's boolean property that asks for the stream, empty where the operation always streams;
    without `in_body` it is only a word for it, and the request asks by its `Accept`.
    `error` is a property of the item that carries an error, or empty. `examples` are of items, whatever the document
    wraps them in.
    """

    framing: Literal["events", "lines"]
    media_type: str
    item: Type
    place: Place
    status: str = "200"
    envelope: bool = False
    sentinel: str = ""
    switch: str = ""
    in_body: bool = True
    error: str = ""
    fold: Fold | None = None
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When and how often a failed attempt is sent again. Times in seconds."""

    statuses: tuple[str, ...] = ("408", "429", "5XX")
    max_attempts: int = 3
    initial_delay: float = 0.5
    max_delay: float = 60.0
    exponent: float = 2.0
    max_elapsed: float = 3600.0
    connection_errors: bool = True


@dataclass(frozen=True, slots=True)
class Requirement:
    """One security scheme that a request must satisfy, with its scopes."""

    scheme: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    `group` and `name` are words of the document: the group's path (`("beta", "chat")`) and the method's name with
    the group's words taken off. `id` is the operationId, or `METHOD /path` where there is none. Responses hold the
    2XX and `default` answers that are not streams; errors hold 4XX, 5XX and, beside a 2XX, `default`.
    `security` is a choice of sets (any one set satisfies); an empty set is "none needed"; an empty tuple is "none".
    """

    id: str
    group: tuple[str, ...]
    name: str
    method: str
    path: str
    place: Place
    docs: Docs = Docs()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    errors: tuple[Response, ...] = ()
    stream: Stream | None = None
    security: tuple[tuple[Requirement, ...], ...] = ()
    servers: tuple[Server, ...] = ()
    retries: RetryPolicy | None = None
    idempotency_header: str = ""
    named: bool = False
    """Whether `name` was given by an extension, so that a target takes it as it is."""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str
    values: tuple[str, ...] = ()
    docs: Docs = Docs()


@dataclass(frozen=True, slots=True)
class Server:
    """`name` is the document's (`x-speakeasy-server-id` and kin, 3.2 `name`), or empty. `url` may have variables."""

    url: str
    place: Place
    name: str = ""
    docs: Docs = Docs()
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to prove who is calling. `wire` is the header, query parameter or cookie of an `api-key`."""

    id: str
    kind: Literal["bearer", "basic", "api-key", "oauth2", "openid", "mutual-tls", "other"]
    place: Place
    location: Literal["header", "query", "cookie", ""] = ""
    wire: str = ""
    token_url: str = ""
    """The client-credentials flow's token URL, where there is one."""
    scheme: str = ""
    """The HTTP authentication scheme as the document writes it (`bearer`, `basic`, `digest`, …)."""
    docs: Docs = Docs()


@dataclass(frozen=True, slots=True)
class Group:
    """A resource: operations that a caller finds in one place. `path` is nested groups, outermost first."""

    path: tuple[str, ...]
    docs: Docs = Docs()


@dataclass(frozen=True, slots=True)
class Ignored:
    """An operation that the document or the config leaves out."""

    method: str
    path: str
    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Api:
    """A whole API."""

    title: str
    version: str
    place: Place
    docs: Docs = Docs()
    servers: tuple[Server, ...] = ()
    schemes: tuple[SecurityScheme, ...] = ()
    security: tuple[tuple[Requirement, ...], ...] = ()
    globals: tuple[Parameter, ...] = ()
    """Parameters that every operation takes and the client can be given once."""
    groups: tuple[Group, ...] = ()
    operations: tuple[Operation, ...] = ()
    definitions: tuple[Definition, ...] = ()
    """In document order, an inline schema right before the definition it was found in."""
    retries: RetryPolicy | None = None
    ignored: tuple[Ignored, ...] = ()
    fallbacks: tuple[Fallback, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fallback:
    """A place where the widest honest type, or nothing, stands in for something that the IR cannot hold."""

    code: str
    place: Place
    why: str
