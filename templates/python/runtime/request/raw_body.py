"""Text, bytes and files as request bodies."""

from __future__ import annotations

import mimetypes
from typing import Any, TypeGuard

from ..errors import RequestError
from ..operation import Body, media_kind
from .content import Content
from .file_body import FileBody, FileSource, is_file, refuse_text
from .json_body import check_text

_LINES = ("ndjson", "jsonl", "jsonlines", "json-seq")
_CONCRETE = {"text": "text/plain"}


class RawBody(Body):
    """A request body that is sent unchanged: text, bytes or a file."""

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content, and its media type; that of text names the charset.

        A tuple is `(filename, content)` or `(filename, content, media type)`. A media type range of
        the document (`image/*`) becomes the type of the file by its name. Raises `RequestError` if
        the value is neither text, bytes, a file nor a path.
        """
        name = media_type = ""
        if _is_tuple(value):
            given = list(value)
            if len(given) not in (2, 3):
                message = "expected (filename, content) or (filename, content, media type)"
                raise RequestError(message, path="body")
            name, media_type = str(given[0] or ""), str(given[2] or "") if len(given) == 3 else ""
            value = given[1].encode() if isinstance(given[1], str) else given[1]
        content: Content
        if isinstance(value, bytes | bytearray):
            content = bytes(value)
        elif isinstance(value, str):
            if not self._takes_text():
                refuse_text(value, "body")
            content = check_text(value, "body").encode()
        elif is_file(value):
            source = FileSource(value, "body")
            name = name or source.name
            content = FileBody([source])
        else:
            message = f"expected bytes, a file or a path, not {type(value).__name__}"
            raise RequestError(message, path="body")
        media_type = media_type or self._concrete(name)
        if isinstance(value, str) and media_kind(media_type) == "text":
            media_type += "" if "charset" in media_type else "; charset=utf-8"
        return content, media_type

    def _takes_text(self) -> bool:
        return media_kind(self.media_type) == "text" or self.media_type.partition(";")[
            0
        ].strip().endswith(_LINES)

    def _concrete(self, name: str) -> str:
        """The media type to send: that of the document, or for a range that of the file."""
        if "*" not in self.media_type:
            return self.media_type
        guessed = mimetypes.guess_type(name)[0] or ""
        wanted = self.media_type.partition("*")[0]
        if guessed and guessed.startswith(wanted if wanted != "/" else ""):
            return guessed
        return _CONCRETE.get(media_kind(self.media_type), "application/octet-stream")


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)
