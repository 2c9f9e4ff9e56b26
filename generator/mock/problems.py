"""Responses of the mock server that say why a request is refused (RFC 9457, "Problem Details")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from generator.diagnostics.sanitize import without_passwords
from generator.document.node import Node
from generator.mock.http.messages import Response, json_response

_MEDIA_TYPE = "application/problem+json"
_KNOWN = frozenset(status.value for status in HTTPStatus)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a request: the place in it, the message, and the node of the document that says so.

    `path` leads to the value: `("body", "name")`, `("query", "limit")`.
    """

    path: tuple[str | int, ...]
    message: str
    node: Node | None = None

    def data(self) -> dict[str, Any]:
        """The fault as JSON. `in` is the part of the request, `pointer` the JSON pointer in the document."""
        place = "/".join(str(key).replace("~", "~0").replace("/", "~1") for key in self.path[1:])
        found: dict[str, Any] = {"in": str(self.path[0]), "at": f"/{place}" if place else "", "message": self.message}
        if self.node is not None:
            position = self.node.position()
            found |= {
                "document": self.node.file,
                "pointer": self.node.pointer,
                "line": position.line,
                "column": position.column,
            }
        return found


def problem(status: int, detail: str, faults: Iterable[Fault] = (), **headers: str) -> Response:
    """A response with the reason, and the faults of the request."""
    value: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase if status in _KNOWN else f"Status {status}",
        "status": status,
        "detail": without_passwords(detail),
    }
    listed = [fault.data() for fault in faults]
    if listed:
        value["errors"] = listed
    return json_response(status, value, _MEDIA_TYPE, **headers)
