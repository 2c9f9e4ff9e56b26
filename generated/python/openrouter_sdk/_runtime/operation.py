"""Tables that describe an operation. The generated modules create them, the runtime reads them.

They contain what the document says, by wire names. Types are returned by functions without
arguments, so that a table loads no model before a call needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from .errors import RequestError
from .service import RetryPolicy, Server

if TYPE_CHECKING:
    from .errors import ErrorBodies
    from .request.content import Content

T = TypeVar("T")

Location = Literal["path", "query", "header", "cookie", "querystring"]
Kind = Literal["json", "form", "multipart", "text", "binary"]

_JSON = "application/json"
_STYLES: dict[str, str] = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
    "querystring": "form",
}


@dataclass(eq=False, repr=False)
class Parameter:
    """A parameter (OpenAPI 3.1, "Parameter Object"): its keyword, its location, its wire name.

    `style` and `explode` default to those of the location. `media_type` is set if the value is sent
    in that media type. `format` is set for dates. `boolean` is whether a path parameter may be a
    bool.
    """

    keyword: str
    location: Location
    wire: str
    required: bool = False
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    media_type: str = ""
    format: str = ""
    boolean: bool = False
    constant: Any = None
    """The only value that the document allows, sent if the caller passes none."""
    prepare: Callable[[Any], Any] | None = None
    """Completes a value by its type, if that has constants, bytes or dates."""

    def __post_init__(self) -> None:
        self.style = self.style or _STYLES[self.location]
        if self.explode is None:
            self.explode = self.style in ("form", "cookie")

    def pairs(self, value: Any) -> list[tuple[str, str]] | None:
        """The names and values of a value that is sent as a form; None in other media types."""
        return None


@dataclass(eq=False, repr=False)
class Body:
    """A request body in JSON; bodies of other media types are subclasses.

    - `fields`: the keywords of an object that is spread into keywords, separated by spaces. If it
      is None, the body is the single keyword `body`.
    - `required`: the keywords that must be passed, or without which an optional body is not valid.
    - `renamed`: the wire names of the keywords that differ from them.
    - `constants`: the values, by wire name, that are sent if the caller does not pass them, but not
      alone in an optional body that requires more.
    - `optional`: whether the body may be left out.
    - `prepare`: completes a value by its type, if that has constants, bytes, dates or read-only
      fields.
    """

    media_type: str
    fields: str | None = None
    required: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    constants: Mapping[str, Any] = field(default_factory=dict[str, Any])
    optional: bool = False
    prepare: Callable[[Any], Any] | None = None

    @cached_property
    def wires(self) -> dict[str, str]:
        """The wire name of each keyword."""
        return {
            keyword: self.renamed.get(keyword, keyword) for keyword in (self.fields or "").split()
        }

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content of the body, and its media type with parameters.

        Raises `RequestError` if the value cannot be sent.
        """
        from .request.json_body import to_json

        media_type = "application/json" if "*" in self.media_type else self.media_type
        return to_json(value, "body" if self.fields is None else ""), media_type


@dataclass(eq=False, repr=False)
class ResponseSpec:
    """A successful response: `status` is a code, a range (`2XX`) or `default`.

    An empty `media_type` means no body. `type` returns the class or annotation of the body; it is
    None for plain text and bytes. `on_request` responses are sent only if the caller asks for their
    media type.
    """

    status: str
    media_type: str = ""
    type: Callable[[], Any] | None = None
    on_request: bool = False

    @cached_property
    def kind(self) -> Kind:
        """The kind of the body, by its media type."""
        return media_kind(self.media_type)

    @cached_property
    def annotation(self) -> Any:
        """The type of the body."""
        return None if self.type is None else self.type()

    @cached_property
    def validate(self) -> Callable[[bytes | str], Any]:
        """The compiled JSON validator of the type."""
        from .response.lenient import validator

        compiled: Callable[[bytes | str], Any] = validator(self.annotation)
        return compiled


@dataclass(eq=False, repr=False)
class Operation(Generic[T]):
    """A method on a path, as in `GET /pets/{id}`. Its response has a value of type `T`.

    - `query`: the keywords of the query parameters, separated by spaces, in the order in which they
      are sent.
    - `other_parameters`: the parameters that are not optional in the query or required in the path,
      in the style that is the default there, with a keyword that is their wire name.
    - `in_path`: the keywords in the path, separated by spaces; None for all names in braces.
    - `fixed_query`: the constant parameters that the document writes into the path, encoded; an
      argument or option of the same name replaces one.
    - `other_bodies`: the bodies of further media types.
    - `responses`: the types of JSON bodies by status, None for no body; or the full tables.
    - `errors`: the types of error bodies, by statuses whose class has none of its own.
    - `security`: a choice of sets of scheme names, or None for that of the service.
    - `scopes`: those of OAuth 2.0 schemes, separated by spaces, if they are not the scheme's.
    - `servers`: those that replace the servers of the service.
    - `deprecated`: what to say of a deprecated operation.
    - `deprecated_keywords`: names, separated by spaces.
    """

    name: str
    route: str
    _: KW_ONLY
    query: str = ""
    other_parameters: tuple[Parameter, ...] = ()
    in_path: str | None = None
    fixed_query: tuple[tuple[str, str | None], ...] = ()
    body: Body | None = None
    other_bodies: tuple[Body, ...] = ()
    responses: Mapping[str, Callable[[], Any] | None] | tuple[ResponseSpec, ...] = ()
    errors: ErrorBodies | None = None
    security: tuple[tuple[str, ...], ...] | None = None
    scopes: Mapping[str, str] | None = None
    servers: tuple[Server, ...] = ()
    retries: RetryPolicy | None = None
    idempotency_header: str = ""
    deprecated: str = ""
    deprecated_keywords: str = ""
    method: str = field(init=False)
    path: str = field(init=False)

    def __post_init__(self) -> None:
        self.method, _, self.path = self.route.partition(" ")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters: those of the path, of the query in its order, and the others."""
        others = {(one.location, one.keyword): one for one in self.other_parameters}
        keywords = _names_in(self.path) if self.in_path is None else self.in_path.split()
        named = {one.wire for one in self.other_parameters if one.location == "path"}
        found = [Parameter(one, "path", one, required=True) for one in keywords if one not in named]
        for keyword in self.query.split():
            other = others.pop(("query", keyword), None)
            found.append(Parameter(keyword, "query", keyword) if other is None else other)
        return (*found, *others.values())

    @cached_property
    def specs(self) -> tuple[ResponseSpec, ...]:
        """The table of each success response."""
        if isinstance(self.responses, tuple):
            return self.responses
        return tuple(
            ResponseSpec(status) if type is None else ResponseSpec(status, _JSON, type)
            for status, type in self.responses.items()
        )

    @cached_property
    def _others(self) -> dict[str, Self]:
        """The same operation with each of the other bodies, by media type."""
        return {
            body.media_type: replace(self, body=body, other_bodies=()) for body in self.other_bodies
        }

    def sent_as(self, media_type: str) -> Self:
        """The operation with the body of a media type. Raises `RequestError` for an unknown one."""
        if self.body is not None and media_type == self.body.media_type:
            return self
        found = self._others.get(media_type)
        if found is None:
            known = ", ".join(body.media_type for body in (self.body, *self.other_bodies) if body)
            raise RequestError(
                f"unknown media type {media_type!r}; expected one of {known}", path="content_type"
            )
        return found

    @cached_property
    def by_status(self) -> dict[int, list[ResponseSpec]]:
        """The responses, by the statuses that have been received."""
        return {}

    @cached_property
    def keywords(self) -> frozenset[str]:
        """The keywords that the operation accepts."""
        names = {parameter.keyword for parameter in self.parameters}
        if self.body is not None:
            names.update(("body",) if self.body.fields is None else self.body.wires)
        return frozenset(names)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The keywords that must be passed."""
        names = [parameter.keyword for parameter in self.parameters if parameter.required]
        if self.body is not None:
            own = self.body.required.split() if self.body.fields is not None else ["body"]
            names += own if not self.body.optional else ()
        return tuple(names)

    @cached_property
    def redirects(self) -> bool:
        """Whether a redirect is the documented success: its location is the value."""
        return any(spec.status.startswith("3") for spec in self.specs)

    @cached_property
    def allows_none(self) -> bool:
        """Whether a documented success has no body."""
        return any(not spec.media_type for spec in self.specs)

    @cached_property
    def accept(self) -> str:
        """The media types of the responses, as an `Accept` header (RFC 9110, section 12.5.1)."""
        specs = (spec for spec in self.specs if not spec.on_request)
        types = dict.fromkeys(spec.media_type for spec in specs if spec.media_type)
        return ", ".join(types) or "*/*"


def _names_in(path: str) -> list[str]:
    """The names in braces of a path."""
    return list(dict.fromkeys(part.partition("}")[0] for part in path.split("{")[1:]))


def media_kind(media_type: str) -> Kind:
    """The kind of a media type (RFC 6838; structured suffix `+json`: RFC 6839)."""
    essence = media_type.partition(";")[0].strip().lower()
    subtype = essence.partition("/")[2]
    if subtype in ("json", "x-json") or subtype.endswith("+json") or essence == "*/*":
        return "json"
    if essence == "application/x-www-form-urlencoded":
        return "form"
    if essence.startswith("multipart/"):
        return "multipart"
    textual = subtype in ("xml", "yaml", "x-yaml") or subtype.endswith(("+xml", "+yaml"))
    return "text" if essence.startswith("text/") or textual else "binary"
