"""Requests and responses of the mock server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote_to_bytes


@dataclass(frozen=True)
class Request:
    """A request as it was received. The names of `headers` are in lower case; a repeated header is joined by commas."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path, percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query, percent-encoded and without the question mark."""
        return self.target.partition("?")[2].partition("#")[0]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The names of the query, decoded, each with its value as it was sent."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(decoded(name), value) for name, _, value in parts]

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies by their names."""
        parts = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name: value.strip('"') for name, equals, value in parts if equals}

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters and in lower case."""
        return essence(self.headers.get("content-type", ""))


@dataclass(frozen=True)
class Response:
    """A response. A body that is an iterator is sent in chunks, as it comes."""

    status: int
    body: bytes | Iterator[bytes] = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def json_response(status: int, value: Any, media_type: str = "application/json", **headers: str) -> Response:
    """A response whose body is JSON. An underscore in the name of a header is a hyphen."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(status, as_json(value), media_type, named)


def as_json(value: Any) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case (RFC 9110, section 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def decoded(text: str) -> str:
    """The text of a query or form: `+` is a space (WHATWG URL, section 5.1)."""
    return unquoted(text.replace("+", " "))


def unquoted(text: str) -> str:
    """A percent-encoded text, decoded; bytes that are not UTF-8 are replaced."""
    return unquote_to_bytes(text).decode("utf-8", "replace") if "%" in text else text
