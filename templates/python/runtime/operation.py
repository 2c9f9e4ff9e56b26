"""The tables that describe an operation. Generated code fills them; the runtime reads them.

They hold what the document says, in wire names, and nothing about how it is done. Types are given
as functions without arguments, so that a table costs no model until a call needs one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from .service import RetryPolicy, Server

if TYPE_CHECKING:
    from .request.content import Content

T = TypeVar("T")

Location = Literal["path", "query", "header", "cookie"]
Kind = Literal["json", "form", "multipart", "text", "binary"]

_STYLES: dict[str, str] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


@dataclass(eq=False, repr=False)
class Parameter:
    """A parameter (OpenAPI 3.1, "Parameter Object"): its keyword, its place, its wire name.

    `style` and `explode` default to the location's. `media_type` is set where the value goes out
    serialised as JSON.
    """

    keyword: str
    location: Location
    wire: str
    required: bool = False
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    media_type: str = ""
    constant: Any = None
    """The one value the document allows, sent where the caller gives none."""

    def __post_init__(self) -> None:
        self.style = self.style or _STYLES[self.location]
        if self.explode is None:
            self.explode = self.style == "form"


@dataclass(eq=False, repr=False)
class Body:
    """A request body, in JSON.

    `fields` are the keywords of an object that is spread into keywords, separated by spaces,
    `required` those that must be given, `renamed` the wire names of those whose keyword differs,
    `constants` the values sent when the caller leaves them out. Where `fields` is None the body is
    the one keyword `body`, which may be left out if it is `optional`.
    """

    media_type: str
    fields: str | None = None
    required: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    constants: Mapping[str, Any] = field(default_factory=dict[str, Any])
    optional: bool = False

    @cached_property
    def wires(self) -> dict[str, str]:
        """The wire name of each keyword."""
        return {
            keyword: self.renamed.get(keyword, keyword) for keyword in (self.fields or "").split()
        }

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content of the body, and its media type with parameters: JSON.

        Bodies of other media types are subclasses. Raises `RequestError` if the value cannot be
        sent in the media type.
        """
        from .request.json_body import to_json

        return to_json(value, "body" if self.fields is None else ""), self.media_type


@dataclass(eq=False, repr=False)
class ResponseSpec:
    """A successful answer: `status` is a code, a range (`2XX`) or `default`.

    An empty `media_type` means no body. `type` gives the class or annotation of a JSON body, None
    for text and binary.
    """

    status: str
    media_type: str = ""
    type: Callable[[], Any] | None = None

    @cached_property
    def kind(self) -> Kind:
        """What the bytes are, by the media type."""
        return media_kind(self.media_type)

    @cached_property
    def annotation(self) -> Any:
        """The type of the body, asked for once."""
        return None if self.type is None else self.type()

    @cached_property
    def validate(self) -> Callable[[bytes | str], Any]:
        """The compiled JSON validator of the type, made once."""
        from .response.lenient import validator

        compiled: Callable[[bytes | str], Any] = validator(self.annotation)
        return compiled


@dataclass(eq=False, repr=False)
class Operation(Generic[T]):
    """One method on one path, whose whole answer is a `T`.

    `security` is a choice of sets of scheme names, None for the service's. `servers` replace the
    service's.
    """

    name: str
    method: str
    path: str
    _: KW_ONLY
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[ResponseSpec, ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    servers: tuple[Server, ...] = ()
    retries: RetryPolicy | None = None
    idempotency_header: str = ""

    @cached_property
    def by_status(self) -> dict[int, list[ResponseSpec]]:
        """The answers by the statuses seen so far."""
        return {}

    @cached_property
    def keywords(self) -> frozenset[str]:
        """Every keyword the operation takes."""
        names = {parameter.keyword for parameter in self.parameters}
        if self.body is not None:
            names.update(("body",) if self.body.fields is None else self.body.wires)
        return frozenset(names)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The keywords that must be given."""
        names = [parameter.keyword for parameter in self.parameters if parameter.required]
        if self.body is not None:
            if self.body.fields is not None:
                names += self.body.required.split()
            elif not self.body.optional:
                names.append("body")
        return tuple(names)

    @cached_property
    def accept(self) -> str:
        """The media types of the answers, as `Accept` has them (RFC 9110, section 12.5.1)."""
        types = dict.fromkeys(answer.media_type for answer in self.responses if answer.media_type)
        return ", ".join(types) or "*/*"


def media_kind(media_type: str) -> Kind:
    """What the bytes of a media type are (RFC 6838; the structured suffix `+json` of RFC 6839)."""
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
