"""Files: bytes of a media type, and the ranges of them that a client asks for (RFC 9110, section 14)."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from typing import Final

from generator.mock.http.messages import Request, Response, essence

_SIZE: Final = 4096
_PNG: Final = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
_STARTS: Final = {
    "image/png": base64.b64decode(_PNG),
    "image/gif": base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    "application/pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n",
    "application/zip": b"PK\x05\x06" + bytes(18),
    "application/gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    "application/x-gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    "application/x-tar": bytes(1024),
    "audio/mpeg": b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "audio/wav": bytes.fromhex(
        "524946462400000057415645666d7420100000000100010040 1f000040 1f0000 01000800 64617461 00000000"
    ),
    "application/json": b"{}",
}
_COMPLETE: Final = frozenset({"image/png", "image/gif", "application/pdf", "application/zip", "application/json"})
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def sample_bytes(media_type: str, index: int = 0) -> bytes:
    """The bytes of a small file of a media type; of an unknown one, four kilobytes that do not repeat."""
    kind = essence(media_type)
    start = _STARTS.get(kind, b"")
    if kind in _COMPLETE or (kind.startswith("application/") and "zip" in kind):
        return start or b"PK\x05\x06" + bytes(18)
    blocks = (zlib.crc32(b"%d:%d" % (index, number)).to_bytes(4, "big") for number in range(_SIZE // 4))
    return start + b"".join(blocks)[len(start) :]


def with_range(response: Response, request: Request) -> Response:
    """The part of a file that a request asks for: 206, or 416 where there is no such part.

    `If-Range` with another entity tag asks for the entire file.
    """
    body = response.body
    if request.method != "GET" or response.status != 200 or not isinstance(body, bytes):
        return response
    tag = f'"{zlib.crc32(body):08x}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, **response.headers}
    response = replace(response, headers=headers)
    match = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if match is None or request.headers.get("if-range", headers["ETag"]) != headers["ETag"]:
        return response
    first, last = match[1], match[2]
    if not first and not last:
        return response
    start = int(first) if first else max(len(body) - int(last), 0)
    end = min(int(last), len(body) - 1) if first and last else len(body) - 1
    if start >= len(body) or start > end:
        return Response(416, b"", headers={"Content-Range": f"bytes */{len(body)}"})
    headers = {**headers, "Content-Range": f"bytes {start}-{end}/{len(body)}"}
    return Response(206, body[start : end + 1], response.media_type, headers)
