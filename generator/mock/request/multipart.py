"""Read multipart bodies (RFC 2046, section 5.1; RFC 7578)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from generator.mock.http.messages import essence

_PARAMETER: Final = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;"\s]*))')
_MOST_PARTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a body. `filename` is None where it has none; `media_type` is without parameters."""

    name: str
    filename: str | None
    media_type: str
    content: bytes


def multipart(content_type: str, body: bytes) -> list[Part]:
    """The parts of a body. Raises `ValueError` where it is malformed."""
    boundary = _parameters(content_type).get("boundary", "")
    if not boundary:
        raise ValueError("the header Content-Type has no boundary")
    delimiter = b"\r\n--" + boundary.encode("latin-1", "replace")
    chunks = (b"\r\n" + body).split(delimiter)
    if len(chunks) > _MOST_PARTS:
        raise ValueError(f"the body has more than {_MOST_PARTS} parts")
    if len(chunks) < 2 or not chunks[-1].startswith(b"--"):
        raise ValueError("the body does not end with the boundary")
    return [_part(chunk) for chunk in chunks[1:-1]]


def _part(chunk: bytes) -> Part:
    _, _, rest = chunk.partition(b"\r\n")
    head, separator, content = rest.partition(b"\r\n\r\n")
    if rest.startswith(b"\r\n"):
        head, separator, content = b"", b"\r\n", rest[2:]
    if not separator:
        raise ValueError("a part has no end of its header")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    given = _parameters(headers.get("content-disposition", ""))
    filename = given.get("filename")
    if "filename*" in given:  # RFC 8187
        filename = unquote(given["filename*"].rpartition("'")[2])
    media_type = essence(headers.get("content-type", "")) or ("text/plain" if filename is None else "")
    return Part(given.get("name", ""), filename, media_type, content)


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header by their names in lower case; `%22` and so on are those of form data in browsers."""
    return {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for name, quoted, plain in _PARAMETER.findall(f";{header.partition(';')[2]}")
    }
