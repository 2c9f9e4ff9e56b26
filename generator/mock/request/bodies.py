"""Read the body of a request as the value that its schema describes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NoReturn

from generator.document.node import Node
from generator.ir.types import Json, media_kind
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.endpoints import Media
from generator.mock.http.messages import Request, decoded, essence
from generator.mock.request.coercion import Raw, bracketed, readings, set_path, with_lists
from generator.mock.request.multipart import Part, multipart
from generator.mock.schemas.kinds import KindReader

_SEPARATORS: Final = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class Unreadable(Exception):
    """The body is not of its media type."""


def matching(contents: Sequence[Media], media_type: str) -> Media | None:
    """The declared media type that a body's type is of: itself, else its suffix, else a range such as `image/*`."""
    best: tuple[int, Media] | None = None
    for media in contents:
        rank = _rank(essence(media.media_type), media_type)
        if rank and (best is None or rank > best[0]):
            best = (rank, media)
    return best[1] if best is not None else None


def _rank(declared: str, sent: str) -> int:
    if declared == sent:
        return 4
    if declared == "*/*":
        return 1
    kind, _, subtype = declared.partition("/")
    if subtype == "*" and sent.startswith(f"{kind}/"):
        return 2
    return 0


def body_values(request: Request, media: Media, kinds: KindReader) -> list[Json]:
    """The values that a body can stand for; none where there is nothing to validate. Raises `Unreadable`."""
    kind = media_kind(request.media_type or media.media_type)
    try:
        match kind:
            case "json":
                return [parse_json(request.body)]
            case "lines":
                return [_lines(request.body)]
            case "form":
                return list(_form(request.body, media, kinds))
            case "multipart" if request.media_type == "multipart/form-data":
                return list(_multipart(request, media, kinds))
            case "text" if kinds.kinds(media.schema) <= {"string"}:
                return [request.body.decode("utf-8", "replace")]
            case _:
                return []
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the body is not {request.media_type or media.media_type}: {error}") from None


def parse_json(data: bytes) -> Any:
    """The JSON value of a text in UTF-8. Raises `ValueError`; `NaN` and the infinities are none (RFC 8259)."""
    return json.loads(data.decode("utf-8"), parse_constant=_constant)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _lines(body: bytes) -> Json:
    """The values of JSON Lines or JSON sequences."""
    return [parse_json(line) for line in body.replace(b"\x1e", b"\n").splitlines() if line.strip()]


def _form(body: bytes, media: Media, kinds: KindReader) -> Iterator[Json]:
    """The values of a URL-encoded form (OpenAPI 3.1, "Encoding Object")."""
    text = body.decode("utf-8", "replace")
    pairs = [part.partition("=") for part in text.split("&") if part]
    declared = kinds.properties(media.schema)
    styles = {encoding.property: encoding for encoding in media.encodings}
    found: dict[str, Raw] = {}
    for encoded, _, value in pairs:
        name = decoded(encoded)
        keys = [name] if name in declared else bracketed(name)
        encoding = styles.get(name)
        if encoding is not None and encoding.style in _SEPARATORS and not encoding.explode:
            parts = value.split(",") if encoding.style == "form" else decoded(value).split(_SEPARATORS[encoding.style])
            found[name] = [decoded(part) for part in parts]
        else:
            set_path(found, keys, decoded(value))
    raw = with_lists(_arrays(found, media.schema, kinds))
    yield from readings(raw, media.schema, kinds)


def _arrays(found: dict[str, Raw], schema: Node | None, kinds: KindReader) -> dict[str, Raw]:
    """The fields of a form, with a list for one text where the schema has an array."""
    arrays: dict[str, Raw] = {}
    for name, value in found.items():
        own = kinds.kinds(kinds.property(schema, name))
        is_one = isinstance(value, str) and "array" in own and "string" not in own and not value.startswith("[")
        arrays[name] = [value] if is_one else value
    return arrays


def _multipart(request: Request, media: Media, kinds: KindReader) -> Iterator[Json]:
    """The values of form data: files as text, JSON parts as what they hold."""
    found: dict[str, Any] = {}
    parsed: set[str] = set()
    for part in multipart(request.headers.get("content-type", ""), request.body):
        declared = kinds.properties(media.schema)
        keys = [part.name] if part.name in declared else bracketed(part.name)
        value = _part_value(part)
        parsed |= {keys[0]} if not isinstance(value, str) else set()
        set_path(found, keys, value)
    texts = {name: value for name, value in found.items() if name not in parsed}
    raw = with_lists(_arrays(texts, media.schema, kinds))
    whole = {name: _as_array(value, name, media, kinds) for name, value in found.items() if name in parsed}
    for reading in readings(raw, media.schema, kinds):
        yield {**reading, **whole} if is_mapping(reading) else reading


def _part_value(part: Part) -> Any:
    if media_kind(part.media_type or "application/octet-stream") == "json" and part.filename is None:
        return parse_json(part.content)
    return part.content.decode("utf-8", "replace")


def _as_array(value: Any, name: str, media: Media, kinds: KindReader) -> Any:
    """The JSON of the parts of one name; one part is a list of one where the schema has an array."""
    is_array = kinds.kinds(kinds.property(media.schema, name)) == frozenset({"array"})
    return [value] if is_array and not is_list(value) else value
