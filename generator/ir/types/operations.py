"""Operations, their parameters and their streams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.ir.types.common import ABSENT, NO_DOCS, Absent, Docs, Example, Json, Place
from generator.ir.types.contents import Body, Response
from generator.ir.types.schemas import Constraint, Type
from generator.ir.types.services import Requirement, RetryPolicy, Server


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter (OpenAPI 3.1, section "Parameter Object"), with the defaults of `style` and `explode` filled in."""

    wire: str
    location: Literal["path", "query", "header", "cookie", "querystring"]
    type: Type
    required: bool
    place: Place
    docs: Docs = NO_DOCS
    style: str = "simple"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str = ""
    """Set where the parameter is given by `content`: the value is serialised as that media type."""
    default: Json | Absent = ABSENT
    constraints: tuple[Constraint, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Accumulator:
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
    accumulator: Accumulator | None = None
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    `path` is the key in the document; `route` is what is sent of it: without a fragment, which only tells keys apart,
    and without a query, whose pairs are in `query`, encoded. `group` and `name` are words of the document: the group's
    path (`("beta", "chat")`) and the method's name with the group's words taken off. `id` is the operationId, or
    `METHOD /path` where there is none. Responses hold the 2XX and `default` answers that are not streams; errors hold
    4XX, 5XX and, beside a 2XX, `default`.
    `security` is a choice of sets (any one set satisfies); an empty set is "none needed"; an empty tuple is "none".
    """

    id: str
    group: tuple[str, ...]
    name: str
    method: str
    path: str
    place: Place
    docs: Docs = NO_DOCS
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    errors: tuple[Response, ...] = ()
    stream: Stream | None = None
    security: tuple[tuple[Requirement, ...], ...] = ()
    servers: tuple[Server, ...] = ()
    retries: RetryPolicy | None = None
    idempotency_header: str = ""
    route: str = ""
    query: tuple[tuple[str, str | None], ...] = ()
    named: bool = False
    """Whether `name` was given by an extension, so that a target takes it as it is."""
