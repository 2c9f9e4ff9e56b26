"""The headers of responses. The document declares none."""

from __future__ import annotations

from .headers import Headers


class ResponseHeaders(Headers):
    """The headers of a response."""
