"""Text, bytes and files as request bodies."""

from __future__ import annotations

from typing import Any

from ..errors import RequestError
from ..operation import Body, media_kind
from .content import Content
from .file_body import FileBody, FileSource, is_file
from .json_body import check_text


class RawBody(Body):
    """A request body that is sent unchanged: text, bytes or a file."""

    def encode(self, value: Any) -> tuple[Content, str]:
        """The content, and its media type; that of text names the charset.

        Raises `RequestError` if the value is neither text, bytes, a file nor a path.
        """
        media_type = self.media_type
        if "*" in media_type:
            media_type = "application/octet-stream"
        if isinstance(value, bytes | bytearray):
            return bytes(value), media_type
        if isinstance(value, str):
            if media_kind(media_type) == "text" and "charset" not in media_type:
                media_type += "; charset=utf-8"
            return check_text(value, "body").encode(), media_type
        if is_file(value):
            return FileBody([FileSource(value, "body")]), media_type
        message = f"expected str, bytes, a file or a path, not {type(value).__name__}"
        raise RequestError(message, path="body")
