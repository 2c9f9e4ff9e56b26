"""Choose the response of an operation: its status and media type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.document.node import Node
from generator.ir.types import media_kind
from generator.mock.endpoints import Endpoint, Media
from generator.mock.http.messages import essence

_RANGES: Final = {"1XX": 100, "2XX": 200, "3XX": 302, "4XX": 400, "5XX": 500}
_STATUS: Final = re.compile(r"[1-5]\d\d")
_STREAMS: Final = frozenset({"events", "lines"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A response of the document, or one that it does not describe: then without a node."""

    status: int
    node: Node | None
    media: Media | None = None
    is_stream: bool = False

    @property
    def media_type(self) -> str:
        """The media type that is sent; that of a range is one within it."""
        return concrete(self.media) if self.media is not None else ""


class NotAcceptable(Exception):
    """No media type that the client accepts is declared."""


def success(endpoint: Endpoint) -> tuple[int, Node | None]:
    """The status and the node of the first success; without one, of the first redirect, `default`, or any other."""
    statuses = list(endpoint.responses)
    for start in ("2", "default", "3", "1", "4", "5"):
        for status in statuses:
            if status.startswith(start):
                return number_of(status, 200), endpoint.responses[status]
    return 200, None


def response_of(endpoint: Endpoint, status: int) -> Node | None:
    """The response that describes a status: its own, that of its range, or `default`."""
    for key in (str(status), f"{status // 100}XX", "default"):
        if key in endpoint.responses:
            return endpoint.responses[key]
    return None


def number_of(key: str, default: int) -> int:
    """The status that is sent for a key of `responses`."""
    if key in _RANGES:
        return _RANGES[key]
    return int(key) if _STATUS.fullmatch(key) else default


def streamed(endpoint: Endpoint) -> tuple[int, Node, Media] | None:
    """The success that is a stream, if one is declared."""
    for key, node in endpoint.responses.items():
        if key.startswith("2") or key == "default":
            for media in endpoint.contents(node):
                if media_kind(media.media_type) in _STREAMS or media.node.get("itemSchema") is not None:
                    return number_of(key, 200), node, media
    return None


def negotiated(contents: Sequence[Media], accept: str, *, stream: bool = False) -> Media | None:
    """The media type to send, of those that a client accepts (RFC 9110, section 12.5.1). Raises `NotAcceptable`.

    Without a preference of the client, JSON comes first. A stream is not chosen unless it is asked for by name, or is
    the only one there.
    """
    if not contents:
        return None
    plain = [media for media in contents if media_kind(media.media_type) not in _STREAMS]
    ordered = sorted(plain if plain and not stream else contents, key=lambda media: not _is_json(media))
    ranges = list(_accepted(accept)) or [("*/*", 1.0)]
    best: tuple[float, Media] | None = None
    for media in (*ordered, *(media for media in contents if media not in ordered)):
        quality = _quality(media, ranges, exactly=media not in ordered)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, media)
    if best is None:
        raise NotAcceptable
    return best[1]


def _quality(media: Media, ranges: Sequence[tuple[str, float]], *, exactly: bool) -> float:
    """How much a client wants a media type; the most specific range counts."""
    declared = essence(media.media_type)
    found: tuple[int, float] = (0, 0.0)
    for accepted, quality in ranges:
        rank = _rank(declared, accepted)
        if rank > found[0] and (rank > 2 or not exactly):
            found = (rank, quality)
    return found[1]


def _rank(declared: str, accepted: str) -> int:
    if declared == accepted:
        return 4
    kind, _, subtype = accepted.partition("/")
    own, _, own_subtype = declared.partition("/")
    if own_subtype == "*" and own in ("*", kind):
        return 3
    if accepted == "*/*":
        return 1
    return 2 if subtype == "*" and kind == own else 0


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        name, _, parameters = part.partition(";")
        quality = re.search(r"(?:^|;)\s*q\s*=\s*([01](?:\.\d{0,3})?)", parameters)
        if name.strip():
            yield name.strip().lower(), float(quality[1]) if quality else 1.0


def _is_json(media: Media) -> bool:
    return media_kind(media.media_type) == "json"


def concrete(media: Media) -> str:
    """A media type of a range: `*/*` is JSON where its schema is of no text or bytes."""
    text = media.media_type
    if "*" not in text:
        return text
    kind = essence(text).partition("/")[0]
    is_file = media.schema is not None and media.schema.is_mapping and media.schema.value.get("format") == "binary"
    if kind in {"*", "application"}:
        return "application/octet-stream" if is_file else "application/json"
    return {"image": "image/png", "text": "text/plain", "audio": "audio/mpeg", "video": "video/mp4"}.get(
        kind, "application/octet-stream"
    )
