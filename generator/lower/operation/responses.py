"""Responses: success, error and stream (OpenAPI 3.1, "Responses Object")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.document.node import Node
from generator.ir.types import Response, ResponseHeader, media_kind
from generator.lower.docs import docs_of
from generator.lower.operation.bodies import any_content, lower_contents, media_types
from generator.lower.operation.response_headers import lower_headers
from generator.lower.schema.definitions import NamePath
from generator.lower.schema.lower_schema import Schemas

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)")
_BODILESS = frozenset({"204", "205", "304"})
"""RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5."""


_REDIRECTS = frozenset({"301", "302", "303", "307", "308", "3XX"})
"""RFC 9110, section 15.4: the statuses with a `Location`."""


@dataclass(frozen=True, slots=True)
class Responses:
    """The responses of an operation; of a stream the status, the media type and the Media Type Object."""

    successes: tuple[Response, ...] = ()
    errors: tuple[Response, ...] = ()
    stream: tuple[str, str, Node] | None = None
    headers: tuple[ResponseHeader, ...] = ()


def lower_responses(operation: Node, method: str, name_path: NamePath, schemas: Schemas) -> Responses:
    """The responses of an operation. Responses to HEAD have no body (RFC 9110, section 9.3.2)."""
    by_status = _by_status(operation, schemas)
    succeeds = any(status.startswith("2") for status in by_status)
    redirects = not succeeds and not _REDIRECTS.isdisjoint(by_status)
    successes: list[Response] = []
    errors: list[Response] = []
    stream: tuple[str, str, Node] | None = None
    inline = [status for status, node in by_status.items() if not _is_shared(node)]
    first = next((status for status in inline if status.startswith("2")), "")
    for status, node in by_status.items():
        at = name_path.below("Response") if status == first else name_path.below(f"Response {_word(status)}")
        if _is_shared(node):
            at = schemas.definitions.located(node)
        entries = media_types(node, schemas)
        if entries and status in _BODILESS:
            schemas.context.fallback(
                "bodiless-status", f"a response of status {status} has no body (RFC 9110); its content is ignored", node
            )
            entries = []
        if method == "HEAD":
            entries = []
        if redirects and status in _REDIRECTS:
            entries = []  # the location is the value
        is_success = status.startswith("2") or (status == "default" and not succeeds and not redirects)
        if is_success and (found := _stream(entries, schemas)) is not None:
            if stream is None:
                stream = (status, *found)
            else:
                schemas.context.fallback("second-stream", "the operation has a second stream; it is ignored", node)
            entries = [entry for entry in entries if not _is_stream(*entry)]
            if not entries:
                continue
        contents = lower_contents(entries, at, schemas)
        response = Response(status, contents, node.place, docs_of(node.value, examples=False))
        if is_success:
            _note_texts(entries, schemas)
        if is_success or (redirects and status in _REDIRECTS):
            successes.append(response)
        elif status[0] in "45d":
            errors.append(response)
        else:
            schemas.context.diagnostics.note(
                "status-unused", f"responses of status {status} are not part of the client", node
            )
    headers = (header for status, node in by_status.items() for header in lower_headers(status, node, schemas))
    return Responses(tuple(successes), tuple(errors), stream, tuple(headers))


def _note_texts(entries: list[tuple[str, Node]], schemas: Schemas) -> None:
    """Note the structured schemas of XML and other text, which is returned as it is."""
    for media_type, node in entries:
        schema = node.get("schema")
        if media_kind(media_type) != "text" or schema is None or not schema.is_mapping:
            continue
        kind = schemas.shapes.of(schema).kind
        if kind in {"object", "array"}:
            why = f"the response {media_type} has a schema of type {kind}; it is returned as text"
            schemas.context.diagnostics.note("structured-text", why, schema)


def _word(status: str) -> str:
    return status.capitalize() if status == "default" else status


def _by_status(operation: Node, schemas: Schemas) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for key, entry in schemas.context.members(operation, "responses"):
        if str(key).startswith("x-"):
            continue
        status = str(key).upper() if str(key).lower() != "default" else "default"
        if status != "default" and not _STATUS.fullmatch(status):
            schemas.context.diagnostics.error(
                "bad-status",
                f'invalid status code "{key}"; expected three digits, a range such as 4XX, or "default"',
                entry,
                "prefix an extension with `x-`; use `default` for all other responses",
            )
            continue
        node = schemas.context.target_or(entry, {} if status in _BODILESS else any_content())
        if not node.is_mapping:
            node.wrong("a response")
            continue
        found[status] = node
    return found


def _is_shared(node: Node) -> bool:
    return node.parent is not None and node.parent.key == "responses" and not _STATUS.fullmatch(str(node.key).upper())


def _is_stream(media_type: str, node: Node) -> bool:
    return media_kind(media_type) in {"events", "lines"} or "itemSchema" in node.value


def _stream(entries: list[tuple[str, Node]], schemas: Schemas) -> tuple[str, Node] | None:
    found = [entry for entry in entries if _is_stream(*entry)]
    found.sort(key=lambda entry: media_kind(entry[0]) != "events")
    for media_type, other in found[1:]:
        schemas.context.fallback(
            "second-stream",
            f"the response has several streams; {found[0][0]} is used and {media_type} is ignored",
            other,
        )
    return found[0] if found else None
