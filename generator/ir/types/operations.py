"""Operations, their parameters and their streams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.ir.types.common import ABSENT, NO_DOCS, Absent, Docs, Example, Json, Place
from generator.ir.types.contents import Body, Response, ResponseHeader
from generator.ir.types.pagination import Pagination
from generator.ir.types.schemas import Constraint, Type
from generator.ir.types.services import Requirement, RetryPolicy, Server
from generator.ir.types.waiting import Waiting

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""HTTP methods that are keys of a path (OpenAPI 3.2, "Path Item Object")."""


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
    """Set if the parameter is described by `content`: the value is serialized as that media type."""
    default: Json | Absent = ABSENT
    constraints: tuple[Constraint, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Accumulator:
    """How to combine the chunks of a stream into the response that the operation returns without streaming.

    `response` is the type of that response. Either of two ways applies:
    - `event`: the event whose tag is `event` contains the complete response in its property `property`;
    - `rules`: dotted paths below the chunk (`choices.delta.content`), each with the way to combine its values:
      `concat` (join strings), `extend` (join strings, unless the later one contains the earlier one), `index` (merge
      list items by their `index`), `append` (join lists), and `into:NAME` (the object is named NAME in the response).
      Without a rule, the last value that is not null and not empty is used.
    """

    response: Type
    event: str = ""
    property: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """The dotted path of the text for display, or empty."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A response that is received item by item.

    `item` is the type of one item. For server-sent events it is the type of `data`, if events have no other property;
    with `envelope` it is the type of the event itself (`data`, `event`, `id`, `retry`).
    `switch` is the boolean property of the request body that requests the stream, empty if the operation always
    streams. Without `in_body` it is only a name for the parameter, and the stream is requested by the `Accept` header.
    `error` is the property of the item that contains an error, or empty. `examples` are examples of items.
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
    declared: bool = True
    """Whether the document declares it. Otherwise the body has a property `stream` and only JSON is declared."""
    reconnects: bool = False
    """Whether its events have an `id` and a `retry`, by which a client continues it on another connection."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    `path` is the key in the document. `route` is the part of it that is sent: without the fragment, which only
    distinguishes keys, and without the query, whose encoded pairs are in `query`.
    `group` and `name` are words of the document: the group's path (`("beta", "chat")`) and the method's name with
    the group's words removed. `id` is the operationId, or `METHOD /path` without one. `responses` are the 2XX and
    `default` responses that are not streams, or, without those, redirects;
    `errors` are 4XX, 5XX and, beside a 2XX, `default`.
    `security` lists alternatives, each a set of requirements. An empty set means that no authentication is needed.
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
    """Whether an extension sets `name`; a target then uses it unchanged."""
    rule: str = ""
    """What gives the group and the name, in words."""
    pagination: Pagination | None = None
    """Set if the response is a page of a list."""
    waiting: Waiting | None = None
    """Set if the operation starts or reads work that can be waited for."""
    headers: tuple[ResponseHeader, ...] = ()
    """The headers that its responses declare, errors included."""

    @property
    def key(self) -> str:
        """What identifies the operation in locked and configured names: `GET /chats`."""
        return f"{self.method} {self.path}"
