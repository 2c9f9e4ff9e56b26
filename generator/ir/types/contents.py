"""Request bodies and responses, and their media types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from generator.ir.types.common import NO_DOCS, Docs, Example, Place
from generator.ir.types.schemas import Constraint, Type


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is sent (OpenAPI 3.1, "Encoding Object")."""

    property: str
    media_type: str = ""
    style: str = ""
    """Empty where the document has neither `style`, `explode` nor `allowReserved`."""
    explode: bool = True
    headers: tuple[tuple[str, str], ...] = ()
    """The headers of the part that have one value."""
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a body or response. `type` is None if the document has no schema."""

    media_type: str
    type: Type | None
    place: Place
    encodings: tuple[Encoding, ...] = ()
    examples: tuple[Example, ...] = ()
    raw: bool = False
    """Whether a body of any media type (`*/*`) is bytes."""
    constraints: tuple[Constraint, ...] = ()

    @property
    def kind(self) -> Literal["json", "form", "multipart", "text", "events", "lines", "binary"]:
        """The kind of the media type (RFC 6838; the suffix `+json` is defined in RFC 6839)."""
        return "binary" if self.raw else media_kind(self.media_type)

    @property
    def is_typed(self) -> bool:
        """Whether a body is given as a value of its type, not as text or bytes."""
        return self.kind in {"json", "form", "multipart"}


@cache
def media_kind(media_type: str) -> Literal["json", "form", "multipart", "text", "events", "lines", "binary"]:
    essence = media_type.split(";", 1)[0].strip().lower()
    subtype = essence.partition("/")[2]
    if essence == "text/event-stream":
        return "events"
    if subtype in {"x-ndjson", "ndjson", "jsonl", "x-jsonlines", "jsonlines", "json-seq", "x-jsonl", "stream+json"} or (
        subtype.endswith("+json-seq")  # RFC 8091
    ):
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
    """A request body: its media types in document order."""

    required: bool
    contents: tuple[Content, ...]
    place: Place
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """A header of a response (OpenAPI 3.1, "Header Object"). Its type is a scalar or an array of them."""

    wire: str
    status: str
    type: Type
    place: Place
    docs: Docs = NO_DOCS


@dataclass(frozen=True, slots=True)
class Response:
    """A response. `status` is a code, a range (`4XX`) or `default`. Without contents, it has no body."""

    status: str
    contents: tuple[Content, ...]
    place: Place
    docs: Docs = NO_DOCS
