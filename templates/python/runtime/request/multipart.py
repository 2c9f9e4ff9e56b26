"""Multipart bodies (RFC 7578, RFC 2046)."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeGuard

from pydantic_core import from_json

from ..errors import RequestError
from ..json_types import is_array, is_object
from .content import Content
from .file_body import FileBody, FileSource, is_file, refuse_text
from .form_fields import Encoding, FieldsBody, field_text, form_fields, styled_pairs
from .headers import HeaderMap, put
from .json_body import to_json

_ESCAPES = str.maketrans({"\r": "%0D", "\n": "%0A", '"': "%22"})


@dataclass(eq=False, repr=False)
class MultipartBody(FieldsBody):
    """A request body that is a multipart form; `files` are the wire names of its files."""

    files: str = ""

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content, and the media type with the boundary.

        A file is `bytes`, an open file, an iterator of bytes, a path, or a tuple `(filename,
        content)`, `(filename, content, media type)` or `(filename, content, media type, headers)`.
        A list is a repeated part, a mapping of files a part for each key, and None is left out. Any
        other value is text if it is a scalar, else JSON.
        """
        boundary = secrets.token_hex(16)
        fields = form_fields(value, "body")
        self._check_files(fields)
        parts: list[bytes | FileSource] = []
        for name, item in fields.items():
            if item is not None:
                for part, one, path in _values(name, item, self.encoding(name)):
                    parts += _part(boundary, part, one, self.encoding(name), path)
        parts.append(f"--{boundary}--\r\n".encode())
        content_type = f"{_typed(self.media_type, parts)}; boundary={boundary}"
        if any(isinstance(part, FileSource) for part in parts):
            return FileBody(parts), content_type
        return b"".join(part for part in parts if isinstance(part, bytes)), content_type

    def _check_files(self, fields: Mapping[str, Any]) -> None:
        """Raise `RequestError` for a required file that is None, and for a file that is text."""
        if not self.files:
            return
        required = {self.renamed.get(keyword, keyword) for keyword in self.required.split()}
        for name in self.files.split():
            item = fields.get(name)
            if item is None and name in fields and name in required:
                raise RequestError("the file is required and cannot be None", path=name)
            if is_array(item) and not _is_tuple(item):
                for index, one in enumerate(item):
                    _check_file(one, f"{name}[{index}]")
            elif is_object(item):
                for key, one in item.items():
                    refuse_text(one, f"{name}[{key!r}]")
            elif item is not None:
                _check_file(item, name)


def _check_file(value: Any, path: str) -> None:
    """Raise `RequestError` for text and None in the place of a file."""
    refuse_text(value, path)
    if _is_tuple(value):
        if (
            len(value) > 1
            and not isinstance(value[1], str | bytes | bytearray)
            and not is_file(value[1])
        ):
            kind = type(value[1]).__name__
            raise RequestError(
                f"expected bytes, text, a file or a path, not {kind}", path=f"{path}[1]"
            )
    elif value is None:
        raise RequestError("a file cannot be None", path=path)


def _typed(media_type: str, parts: list[bytes | FileSource]) -> str:
    """The media type; `multipart/related` has the type of its first part (RFC 2387, 3.1)."""
    kind, *parameters = (part.strip() for part in media_type.split(";"))
    parameters = [text for text in parameters if not text.lower().startswith("boundary=")]
    if kind.lower() == "multipart/related" and not any(
        text.lower().startswith("type=") for text in parameters
    ):
        first = parts[0] if isinstance(parts[0], bytes) else b""
        line = first.partition(b"\r\nContent-Type: ")[2].partition(b"\r\n")[0]
        found = line.partition(b";")[0].decode().strip()
        parameters.append(f'type="{found or "text/plain"}"')
    return "; ".join([kind, *parameters])


def _values(name: str, value: Any, encoding: Encoding) -> list[tuple[str, Any, str]]:
    """The parts of a field: the name, value and path of each."""
    if encoding.media_type.endswith("json") or _is_tuple(value):
        return [(name, value, name)]
    if is_array(value):
        is_joined = encoding.style == "deepObject" or (encoding.style and not encoding.explode)
        if is_joined and not any(_is_content(one) for one in value):
            return [(part, text, name) for part, text in styled_pairs(name, value, encoding)]
        return [(name, one, f"{name}[{index}]") for index, one in enumerate(value)]
    if is_object(value):
        if any(_is_content(one) for one in value.values()):
            return [(key, one, f"{name}[{key!r}]") for key, one in value.items() if one is not None]
        if encoding.style:
            return [(part, text, name) for part, text in styled_pairs(name, value, encoding)]
    return [(name, value, name)]


def _is_content(value: object) -> bool:
    """Whether a value is the content of a file."""
    return isinstance(value, bytes | bytearray) or is_file(value) or _is_tuple(value)


def _part(
    boundary: str, name: str, value: Any, encoding: Encoding, path: str
) -> list[bytes | FileSource]:
    filename: str | None = None
    media_type = encoding.media_type.partition(",")[0].strip()
    headers: HeaderMap = {}
    for header, text in encoding.headers.items():
        put(headers, header, text)
    content: bytes | FileSource
    if _is_tuple(value):
        given = list(value)
        if len(given) not in (2, 3, 4):
            raise RequestError(
                "expected (filename, content), (filename, content, media type)"
                " or (filename, content, media type, headers)",
                path=path,
            )
        filename = _file_name(given[0], path)
        media_type = given[2] if len(given) > 2 and given[2] else media_type
        for header, text in given[3].items() if len(given) > 3 and given[3] else ():
            put(headers, header, text)
        value = given[1].encode() if isinstance(given[1], str) else given[1]
    if isinstance(value, bytes | bytearray):
        content = bytes(value)
        filename = filename or name
    elif is_file(value):
        content = FileSource(value, path)
        filename = filename or content.name or name
    else:
        content = field_text(value, path).encode()
        if not media_type and isinstance(from_json(to_json(value, path)), dict | list):
            media_type = "application/json"
    if filename is not None and (not media_type or "*" in media_type):
        media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return [_part_headers(boundary, name, filename, media_type, headers, path), content, b"\r\n"]


def _file_name(value: object, path: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, PurePath):
        return str(value)
    message = f"expected a file name, not {type(value).__name__}"
    raise RequestError(f"{message}; several files are a list, not a tuple", path=f"{path}[0]")


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _part_headers(
    boundary: str,
    name: str,
    filename: str | None,
    media_type: str,
    headers: HeaderMap,
    path: str,
) -> bytes:
    """The lines before the content of a part; names are escaped as in browsers (WHATWG HTML)."""
    disposition = f'form-data; name="{name.translate(_ESCAPES)}"'
    if filename is not None:
        disposition += f'; filename="{filename.translate(_ESCAPES)}"'
    lines = [f"--{boundary}"]
    if b"content-disposition" not in headers:
        lines.append(f"Content-Disposition: {disposition}")
    if media_type and b"content-type" not in headers:
        if not media_type.isascii() or not media_type.isprintable():
            raise RequestError("not a valid media type", path=path)
        lines.append(f"Content-Type: {media_type}")
    try:
        head = "\r\n".join(lines).encode()
    except UnicodeEncodeError:
        raise RequestError("a lone surrogate cannot be encoded as UTF-8", path=path) from None
    more = b"".join(b"\r\n" + header + b": " + text for header, text in headers.values())
    return head + more + b"\r\n\r\n"
