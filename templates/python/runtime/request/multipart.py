"""Multipart form bodies (RFC 7578)."""

from __future__ import annotations

import mimetypes
import secrets
from typing import Any, TypeGuard

from ..errors import RequestError
from ..json_types import is_array
from .content import Content
from .file_body import FileBody, FileSource, is_file
from .form_fields import Encoding, FieldsBody, field_text, form_fields

_ESCAPES = str.maketrans({"\r": "%0D", "\n": "%0A", '"': "%22"})


class MultipartBody(FieldsBody):
    """A request body that is a multipart form."""

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content, and the media type with the boundary.

        A file is `bytes`, an open file, a path, or a tuple `(filename, content)` or `(filename,
        content, media type)`. A list is a repeated part, and None is left out. Any other value is
        text if it is a scalar, else JSON.
        """
        boundary = secrets.token_hex(16)
        parts: list[bytes | FileSource] = []
        for name, item in form_fields(value, "body").items():
            encoding = self.encoding(name)
            if is_array(item) and not encoding.media_type.endswith("json"):
                for index, one in enumerate(item):
                    parts += _part(boundary, name, one, encoding, f"{name}[{index}]")
            elif item is not None:
                parts += _part(boundary, name, item, encoding, name)
        parts.append(f"--{boundary}--\r\n".encode())
        content_type = f"{self.media_type.partition(';')[0].strip()}; boundary={boundary}"
        if any(isinstance(part, FileSource) for part in parts):
            return FileBody(parts), content_type
        return b"".join(part for part in parts if isinstance(part, bytes)), content_type


def _part(
    boundary: str, name: str, value: Any, encoding: Encoding, path: str
) -> list[bytes | FileSource]:
    filename: str | None = None
    media_type = encoding.media_type.partition(",")[0].strip()
    content: bytes | FileSource
    if _is_tuple(value):
        if len(value) not in (2, 3):
            raise RequestError(
                "expected (filename, content) or (filename, content, media type)", path=path
            )
        filename = str(value[0]) if value[0] is not None else None
        media_type = value[2] if len(value) == 3 and value[2] else media_type
        value = value[1].encode() if isinstance(value[1], str) else value[1]
    if isinstance(value, bytes | bytearray):
        content = bytes(value)
        filename = filename or name
    elif is_file(value):
        content = FileSource(value, path)
        filename = filename or content.name or name
    else:
        content = field_text(value, path).encode()
        if not media_type and not isinstance(value, str | int | float):
            media_type = "application/json"
    if filename is not None and (not media_type or "*" in media_type):
        media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return [_part_headers(boundary, name, filename, media_type, path), content, b"\r\n"]


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _part_headers(
    boundary: str, name: str, filename: str | None, media_type: str, path: str
) -> bytes:
    """The lines before the content of a part; names are escaped as in browsers (WHATWG HTML)."""
    disposition = f'form-data; name="{name.translate(_ESCAPES)}"'
    if filename is not None:
        disposition += f'; filename="{filename.translate(_ESCAPES)}"'
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if media_type:
        if not media_type.isascii() or not media_type.isprintable():
            raise RequestError("not a valid media type", path=path)
        lines.append(f"Content-Type: {media_type}")
    try:
        return ("\r\n".join(lines) + "\r\n\r\n").encode()
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate cannot be encoded as UTF-8", path=path) from None
