"""Decode a response: from status, content type and bytes to a typed value, without I/O."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..call.context import CallContext
from ..errors import ResponseError
from ..json_types import is_object
from ..operation import Operation, ResponseSpec, media_kind
from .error_factory import response_error
from .json_text import parse_json
from .response import Response

_LINE_SUBTYPES = frozenset(
    {
        "x-ndjson",
        "ndjson",
        "jsonl",
        "x-jsonl",
        "jsonlines",
        "x-jsonlines",
        "json-seq",
        "stream+json",
    }
)
_BODILESS = frozenset({"204", "205", "304"})
_NOT_JSON = frozenset({"text/html", "text/event-stream", "application/xhtml+xml"})


def essence(content_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _parameters(content_type: str) -> str:
    """A media type with its parameters, to compare it by."""
    return "".join(content_type.lower().split())


def is_events(content_type: str) -> bool:
    """Whether a body of this type consists of items, and so may never end."""
    kind = essence(content_type)
    return kind == "text/event-stream" or is_lines(kind)


def is_lines(kind: str) -> bool:
    """Whether a media type without parameters is one of JSON values by line."""
    subtype = kind.partition("/")[2]
    return subtype in _LINE_SUBTYPES or subtype.endswith("+json-seq")  # RFC 8091


def expects_events(operation: Operation[Any]) -> bool:
    """Whether the document has such a body as a response that is not a stream."""
    return any(is_events(spec.media_type) for spec in operation.specs)


def parsed(response: Response) -> Any:
    """Parse the JSON of a body, in UTF-8 or the charset of its content type.

    Raises `ValueError` if it is not JSON.
    """
    charset = response.transport.charset_encoding
    if charset is None or charset.lower() in ("utf-8", "utf8"):
        return parse_json(response.content.removeprefix(b"\xef\xbb\xbf"))
    return parse_json(response.body)


def decode(operation: Operation[Any], context: CallContext) -> Any:
    """The value of a successful response.

    Raises `ResponseError` if it differs from the document, and the exception of an error that it
    contains.
    """
    response = context.response
    spec = _choose(operation, response)
    if spec is None or not spec.media_type:
        return _undeclared(operation, spec, response)
    if spec.annotation is bytes:  # a file, even if the document has JSON or text
        return response.content
    if spec.kind == "text":
        return response.body if spec.type is None else _text(spec, context)
    if spec.kind != "json":
        return response.content
    try:
        value = spec.validate(response.content)
    except ValidationError as invalid:
        if operation.allows_none and not response.content.strip():
            return None
        return _repair(spec, context, invalid)
    if isinstance(value, BaseModel) and value.model_extra:
        error = value.model_extra.get("error")
        if isinstance(error, dict) and error:
            raise context.api_error(parse_json(response.content), response.content)
    return value


def _undeclared(operation: Operation[Any], spec: ResponseSpec | None, response: Response) -> Any:
    """The value of a response without declared content: a redirect's location, bytes or None."""
    if operation.redirects:
        location = response.headers.get("location")
        if location is None:
            raise response_error(response, "expected a redirect with a location")
        return str(response.transport.request.url.join(location))
    if spec is not None and spec.status in _BODILESS:
        return None
    has_content = any(spec.media_type for spec in operation.specs)
    return None if has_content else response.content or None


def _text(spec: ResponseSpec, context: CallContext) -> Any:
    """The value of a text with a scalar type: a number, a boolean, a date, a constant."""
    text = context.response.body.strip()
    adapter = TypeAdapter[Any](spec.annotation)
    try:
        return adapter.validate_python(text)
    except ValidationError as invalid:
        try:
            return adapter.validate_json(text)
        except ValidationError:
            if context.strict:
                raise strict_error(context.response, invalid) from invalid
    context.logger.debug("%s: the response differs from the document", context.operation)
    return context.response.body


def _by_status(operation: Operation[Any], status: int) -> list[ResponseSpec]:
    """The entries for a status: its own, else its range's, else `default`, else all."""
    known = operation.by_status.get(status)
    if known is None:
        specs = operation.specs
        wanted = (str(status), f"{status // 100}XX", "default")
        groups = ([spec for spec in specs if spec.status.upper() == key.upper()] for key in wanted)
        known = next((group for group in groups if group), list(specs))
        operation.by_status[status] = known
    return known


def _choose(operation: Operation[Any], response: Response) -> ResponseSpec | None:
    """The entry for a response, by its status and content type."""
    matching = _by_status(operation, response.status_code)
    if len(matching) < 2:
        return matching[0] if matching else None
    content_type = essence(response.headers.get("content-type", ""))
    if not response.content:
        return next(
            (spec for spec in matching if not spec.media_type),
            matching[0],
        )
    with_body = [spec for spec in matching if spec.media_type] or matching
    received = response.headers.get("content-type", "")
    for comparable in (_parameters, essence):
        for spec in with_body:
            if comparable(spec.media_type) == comparable(received):
                return spec
    kind = media_kind(content_type)
    return next((spec for spec in with_body if spec.kind == kind), with_body[0])


def _repair(spec: ResponseSpec, context: CallContext, invalid: ValidationError) -> Any:
    """The value of a body that does not match its type, as far as it fits."""
    response = context.response
    expected = f"expected {spec.media_type}"
    received = essence(response.headers.get("content-type", ""))
    if not response.content.strip():
        raise response_error(
            response, f"the request succeeded, but {expected}, received an empty body"
        )
    if received in _NOT_JSON:
        raise response_error(response, f"{expected}, received {received}")
    try:
        value = parsed(response)
    except ValueError as not_json:
        raise response_error(response, f"{expected}, but the response is not JSON") from not_json
    if is_object(value) and holds_error(spec.annotation, value):
        raise context.api_error(value, response.content)
    if context.strict:
        raise strict_error(response, invalid) from invalid
    from .lenient import repair

    paths: list[str] = []
    repaired = repair(spec.annotation, value, paths)
    if "" in paths:
        raise response_error(
            response, f"{expected}, but the response does not match its type"
        ) from invalid
    context.logger.debug(
        "%s: the response differs from the document at %s", context.operation, ", ".join(paths)
    )
    return repaired


def holds_error(annotation: Any, value: dict[str, Any]) -> bool:
    """Whether an object has an `error` that its type does not declare."""
    declares = (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and _declares(annotation, "error")
    )
    return bool(value.get("error")) and not declares


def _declares(model: type[BaseModel], wire: str) -> bool:
    return any((field.alias or name) == wire for name, field in model.model_fields.items())


def strict_error(response: Response, invalid: ValidationError) -> ResponseError:
    """The exception of `strict_responses` for a response that differs from the document."""
    places = [
        ".".join(map(str, entry["loc"])) + ": " + entry["msg"]
        for entry in invalid.errors(include_url=False)[:3]
    ]
    return response_error(
        response, f"the response differs from the document at {'; '.join(places)}"
    )
