"""From the answer's status, content type and bytes to a typed value. Pure: no network."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from ..call.context import CallContext
from ..errors import ResponseError
from ..json_types import is_object
from ..operation import Operation, ResponseSpec, media_kind
from .error_factory import response_error
from .response import Response

LINE_SUBTYPES = frozenset(
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
_NOT_JSON = frozenset({"text/html", "text/event-stream", "application/xhtml+xml"})


def essence(content_type: str) -> str:
    """A media type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_events(content_type: str) -> bool:
    """Whether the body arrives item by item, and so may never end."""
    kind = essence(content_type)
    return kind == "text/event-stream" or kind.partition("/")[2] in LINE_SUBTYPES


def promises_events(operation: Operation[Any]) -> bool:
    """Whether the document promises such a body as a whole answer."""
    return any(is_events(answer.media_type) for answer in operation.responses)


def parsed(response: Response) -> Any:
    """The JSON of the body: UTF-8, or the charset that its content type names.

    Raises `ValueError` for what is none.
    """
    charset = response.transport.charset_encoding
    if charset is None or charset.lower() in ("utf-8", "utf8"):
        return from_json(response.content.removeprefix(b"\xef\xbb\xbf"))
    return from_json(response.body)


def decode(operation: Operation[Any], context: CallContext) -> Any:
    """The value of a successful answer.

    Raises `ResponseError` where it is not what the document promises, and the error's class where
    it holds an error.
    """
    response = context.response
    answer = _choose(operation, response)
    if answer is None or not answer.media_type:
        return None
    if answer.kind != "json" or answer.annotation is bytes:  # a file, whatever it is promised as
        return response.body if answer.kind == "text" else response.content
    try:
        value = answer.validate(response.content)
    except ValidationError as invalid:
        return _repair(answer, context, invalid)
    if isinstance(value, BaseModel) and value.model_extra:
        error = value.model_extra.get("error")
        if isinstance(error, dict) and error:
            raise context.api_error(from_json(response.content), response.content)
    return value


def _by_status(operation: Operation[Any], status: int) -> list[ResponseSpec]:
    """The table entries for a status: its own, its range's, `default`, else every success."""
    known = operation.by_status.get(status)
    if known is None:
        answers = operation.responses
        wanted = (str(status), f"{status // 100}XX", "default")
        groups = ([a for a in answers if a.status.upper() == key.upper()] for key in wanted)
        known = next((group for group in groups if group), list(answers))
        operation.by_status[status] = known
    return known


def _choose(operation: Operation[Any], response: Response) -> ResponseSpec | None:
    """The table entry for an answer: by status, then by content type."""
    named = _by_status(operation, response.status_code)
    if len(named) < 2:
        return named[0] if named else None
    content_type = essence(response.headers.get("content-type", ""))
    if not response.content:
        return next((answer for answer in named if not answer.media_type), named[0])
    bodied = [answer for answer in named if answer.media_type] or named
    for answer in bodied:
        if essence(answer.media_type) == content_type:
            return answer
    kind = media_kind(content_type)
    return next((answer for answer in bodied if answer.kind == kind), bodied[0])


def _repair(answer: ResponseSpec, context: CallContext, invalid: ValidationError) -> Any:
    """What a body that is not its type holds: an error, or a value as far as it fits."""
    response = context.response
    promise = f"{answer.media_type} was promised"
    came = essence(response.headers.get("content-type", ""))
    if not response.content.strip():
        raise response_error(response, f"{promise}, an empty body came")
    if came in _NOT_JSON:
        raise response_error(response, f"{promise}, {came} came")
    try:
        value = parsed(response)
    except ValueError as unsound:
        raise response_error(response, f"{promise}, this is no JSON") from unsound
    if is_object(value) and holds_error(answer.annotation, value):
        raise context.api_error(value, response.content)
    if context.strict:
        raise strict_error(response, invalid) from invalid
    from .lenient import repair

    paths: list[str] = []
    repaired = repair(answer.annotation, value, paths)
    if "" in paths:
        raise response_error(response, f"{promise}, this JSON is nothing of its type") from invalid
    context.logger.debug(
        "%s: the answer differs from the document at %s", context.operation, ", ".join(paths)
    )
    return repaired


def holds_error(annotation: Any, value: dict[str, Any]) -> bool:
    """Whether the object carries an `error` that its type does not declare."""
    declares = (
        isinstance(annotation, type)
        and issubclass(annotation, BaseModel)
        and _declares(annotation, "error")
    )
    return bool(value.get("error")) and not declares


def _declares(model: type[BaseModel], wire: str) -> bool:
    return any((field.alias or name) == wire for name, field in model.model_fields.items())


def strict_error(response: Response, invalid: ValidationError) -> ResponseError:
    """The error of `strict_responses` for an answer that differs from the document."""
    places = [
        ".".join(map(str, entry["loc"])) + ": " + entry["msg"]
        for entry in invalid.errors(include_url=False)[:3]
    ]
    return response_error(response, f"the answer differs from the document at {'; '.join(places)}")
