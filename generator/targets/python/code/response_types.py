"""What an operation answers: one content of each response, as a row of its table and as an annotation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.types import AnyValue, Content, Operation, Scalar, Stream, Type
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate, either

_RANK = {"json": 0, "text": 1, "form": 2, "multipart": 2, "lines": 3, "events": 3, "binary": 4}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The content that is asked for where a response offers several: JSON, else text, else bytes. None: no body."""

    status: str
    content: Content | None


def chosen(operation: Operation) -> Iterator[Chosen]:
    for response in operation.responses:
        content = min(response.contents, key=lambda content: _RANK[content.kind], default=None)
        yield Chosen(response.status, content)


def row(answer: Chosen, scope: Scope) -> str:
    """An `Answer(…)` of the table."""
    status = literals.string(answer.status)
    if answer.content is None:
        return f"Answer({status})"
    media_type = literals.string(answer.content.media_type)
    if answer.content.kind != "json":
        return f"Answer({status}, {media_type})"
    return f"Answer({status}, {media_type}, lambda: {annotate(answer.content.type, scope)})"


def annotation(operation: Operation, scope: Scope) -> str:
    """What a whole answer is: the union over the success responses, `None` where all are without a body."""
    return either([_type(answer.content) for answer in chosen(operation)] or [Scalar("null")], scope)


def _type(content: Content | None) -> Type:
    if content is None:
        return Scalar("null")
    if content.kind == "json":
        return content.type or AnyValue()
    return Scalar("string", "" if content.kind == "text" else "binary")


def events(stream: Stream, scope: Scope) -> str:
    """The `Events(…)` of the table."""
    parts = [
        literals.string(stream.status),
        literals.string(stream.media_type),
        f"lambda: {annotate(stream.item, scope)}",
        'framing="lines"' if stream.framing == "lines" else "",
        f"sentinel={literals.string(stream.sentinel)}" if stream.sentinel else "",
        f"error={literals.string(stream.error)}" if stream.error else "",
        "envelope=True" if stream.envelope else "",
        f"fold={_fold(stream, scope)}" if stream.accumulator else "",
    ]
    return f"Events({', '.join(part for part in parts if part)})"


def _fold(stream: Stream, scope: Scope) -> str:
    fold = stream.accumulator
    assert fold is not None
    scope.need(".._runtime.operation", "Fold")
    rules = ", ".join(f"{literals.string(path)}: {literals.string(rule)}" for path, rule in fold.rules)
    parts = [
        f"lambda: {annotate(fold.response, scope)}",
        f"rules={{{rules}}}" if rules else "",
        f"event={literals.string(fold.event)}" if fold.event else "",
        f"property={literals.string(fold.property)}" if fold.property else "",
        f"text={literals.string(fold.text)}" if fold.text else "",
    ]
    return f"Fold({', '.join(part for part in parts if part)})"


def item(operation: Operation, scope: Scope) -> str:
    """What one item of the stream is."""
    type: Type | None = operation.stream.item if operation.stream else None
    return annotate(type, scope)
