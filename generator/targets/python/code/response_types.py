"""The responses of an operation: one content of each, as a row of its table and as an annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.types import AnyValue, Content, Operation, Scalar, Stream, Type
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate, either

_RANK = {"json": 0, "text": 1, "form": 2, "multipart": 2, "lines": 3, "events": 3, "binary": 4}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The content that is asked for if a response has several: JSON, else text, else bytes; None if it has no body."""

    status: str
    content: Content | None


def chosen(operation: Operation) -> Iterator[Chosen]:
    """The content of each response, in document order."""
    for response in operation.responses:
        content = min(response.contents, key=lambda content: _RANK[content.kind], default=None)
        yield Chosen(response.status, content)


def row(response: Chosen, scope: Scope) -> str:
    """An `ResponseSpec(…)` table."""
    status = literals.string(response.status)
    if response.content is None:
        return f"ResponseSpec({status})"
    media_type = literals.string(response.content.media_type)
    if response.content.kind != "json":
        return f"ResponseSpec({status}, {media_type})"
    return f"ResponseSpec({status}, {media_type}, lambda: {annotate(response.content.type, scope)})"


def annotation(operation: Operation, scope: Scope) -> str:
    """The type of the value: the union over the success responses, `None` if none has a body."""
    return either([_type(response.content) for response in chosen(operation)] or [Scalar("null")], scope)


def _type(content: Content | None) -> Type:
    if content is None:
        return Scalar("null")
    if content.kind == "json":
        return content.type or AnyValue()
    return Scalar("string", "" if content.kind == "text" else "binary")


def events(stream: Stream, scope: Scope) -> str:
    """An `Events(…)` table."""
    parts = [
        literals.string(stream.status),
        literals.string(stream.media_type),
        f"lambda: {annotate(stream.item, scope)}",
        'framing="lines"' if stream.framing == "lines" else "",
        f"sentinel={literals.string(stream.sentinel)}" if stream.sentinel else "",
        f"error={literals.string(stream.error)}" if stream.error else "",
        "envelope=True" if stream.envelope else "",
        f"accumulator={_accumulator(stream, scope)}" if stream.accumulator else "",
    ]
    return f"Events({', '.join(part for part in parts if part)})"


def _accumulator(stream: Stream, scope: Scope) -> str:
    """An `Accumulator(…)` table."""
    fold = stream.accumulator
    assert fold is not None
    scope.need(".._runtime.stream.stream_operation", "Accumulator")
    rules = ", ".join(f"{literals.string(path)}: {literals.string(rule)}" for path, rule in fold.rules)
    parts = [
        f"lambda: {annotate(fold.response, scope)}",
        f"rules={{{rules}}}" if rules else "",
        f"event={literals.string(fold.event)}" if fold.event else "",
        f"property={literals.string(fold.property)}" if fold.property else "",
        f"text={literals.string(fold.text)}" if fold.text else "",
    ]
    return f"Accumulator({', '.join(part for part in parts if part)})"


def item(operation: Operation, scope: Scope) -> str:
    """The type of an item of the stream."""
    type: Type | None = operation.stream.item if operation.stream else None
    return annotate(type, scope)
