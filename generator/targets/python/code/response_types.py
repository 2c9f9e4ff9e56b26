"""The responses of an operation: the media types to ask for, their types, and the rows of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.text import folded
from generator.ir.types import (
    AnyValue,
    Constant,
    Content,
    Enumeration,
    Nullable,
    Operation,
    Ref,
    Response,
    Scalar,
    Stream,
    Type,
)
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate, either

_RANK = {"json": 0, "form": 2, "multipart": 2, "lines": 2, "events": 2, "binary": 2, "text": 3}
_FILE_WORDS = frozenset({"content", "contents", "download", "file"})
_BODILESS = frozenset({"204", "205", "304"})
"""RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5."""
_NO_SCHEMA = (None, AnyValue())
_NULL = Scalar("null")
_BYTES = Scalar("string", "binary")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One media type of a response, with the type of its value. `content` is None if the response has no body."""

    status: str
    content: Content | None
    type: Type


@dataclass(frozen=True, slots=True)
class Accept:
    """A choice of the keyword `accept`: media types whose value has the same type."""

    media_types: tuple[str, ...]
    responses: tuple[Chosen, ...]


def chosen(operation: Operation, index: Index) -> Iterator[Chosen]:
    """The media type of each response that is asked for if the caller does not choose, in document order."""
    for response in operation.responses:
        yield _choices(response, operation, index)[0]


def choices(operation: Operation, index: Index) -> tuple[Accept, ...]:
    """The choices of `accept`, the default first; empty if all media types have values of one type."""
    every = [_choices(response, operation, index) for response in operation.responses]
    groups: dict[tuple[Type, ...], Accept] = {}
    for found in every:
        for one in found:
            if one.content is None or _is_same_data(one, found[0]):
                continue
            media_type = one.content.media_type
            row = tuple(_of_media_type(each, media_type) for each in every)
            known = groups.get(tuple(each.type for each in row))
            media_types = (*known.media_types, media_type) if known else (media_type,)
            groups[tuple(each.type for each in row)] = Accept(tuple(dict.fromkeys(media_types)), row)
    return tuple(groups.values()) if len(groups) > 1 else ()


def accepted(operation: Operation, index: Index) -> Iterator[str]:
    """The media types that a call without `accept` asks for."""
    for response in operation.responses:
        default, *others = _choices(response, operation, index)
        for one in (default, *(other for other in others if _is_asked_for(other, default))):
            if one.content is not None:
                yield one.content.media_type


def file_types(operation: Operation, index: Index) -> tuple[str, ...]:
    """The media types of the responses that are files: bytes, and text if the operation is named as a file."""
    found = (one for response in operation.responses for one in _choices(response, operation, index))
    named = _is_file(operation)
    files = (
        one.content.media_type
        for one in found
        if one.content is not None and (index.plain(one.type) == _BYTES or (named and one.content.kind == "text"))
    )
    return tuple(dict.fromkeys(files))


def _is_asked_for(other: Chosen, default: Chosen) -> bool:
    """Whether a further media type is asked for together with the default."""
    return default.content is not None and default.content.kind != "json" and other.type == default.type


def _of_media_type(found: list[Chosen], media_type: str) -> Chosen:
    return next((one for one in found if one.content and one.content.media_type == media_type), found[0])


def _is_same_data(one: Chosen, default: Chosen) -> bool:
    """Whether a text is the JSON document under another name, as ASP.NET declares `text/plain`."""
    if one.content is None or default.content is None or default.content.kind != "json":
        return False
    return one.content.media_type == "text/plain" and one.content.type == default.content.type is not None


def _choices(response: Response, operation: Operation, index: Index) -> list[Chosen]:
    """The media types of a response, the default first: a file if the operation is named so, JSON, bytes, text."""
    if response.status.startswith("3"):
        return [Chosen(response.status, None, Scalar("string"))]
    if not response.contents:
        has_content = any(other.contents for other in operation.responses)
        bodiless = has_content or operation.method == "HEAD" or response.status in _BODILESS
        return [Chosen(response.status, None, _NULL if bodiless else Nullable(_BYTES))]
    if len(response.contents) == 1:
        only = response.contents[0]
        return [Chosen(response.status, only, _type(only, only.kind == "binary", index))]
    contents = _distinct(response.contents)
    binary_first = _is_file(operation) and any(content.kind == "binary" for content in contents)
    contents.sort(
        key=lambda content: (
            -1 if binary_first and content.kind == "binary" else _RANK[content.kind],
            content.type is None,
        )
    )
    files = any(content.kind == "binary" for content in contents)
    return [Chosen(response.status, content, _type(content, files, index)) for content in contents]


def _distinct(contents: tuple[Content, ...]) -> list[Content]:
    """The contents; of two that differ by parameters of the media type alone, the one that has a schema."""
    found: dict[tuple[str, Type | None], Content] = {}
    typed = {essence(content.media_type) for content in contents if content.type not in _NO_SCHEMA}
    for content in contents:
        if content.type not in _NO_SCHEMA or essence(content.media_type) not in typed:
            found.setdefault((essence(content.media_type), content.type), content)
    return list(found.values())


def essence(media_type: str) -> str:
    """A media type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def _is_file(operation: Operation) -> bool:
    last = next((part for part in reversed(operation.path.split("/")) if part and "{" not in part), "")
    return not _FILE_WORDS.isdisjoint((*folded(operation.name), *folded(last)))


def _type(content: Content, files: bool, index: Index) -> Type:
    """The type of a content's value. Beside files, a type that is not `text/…` (an SVG image) is a file too."""
    if content.kind == "json":
        return content.type or AnyValue()
    if content.kind != "text" or (files and not content.media_type.lower().startswith("text/")):
        return _BYTES
    return _text_type(content.type, index) or Scalar("string")


def _text_type(type: Type | None, index: Index) -> Type | None:
    """The type of a text with a scalar schema: `text/plain` with an integer; None for any other schema."""
    bare = type.type if isinstance(type, Nullable) else type
    seen: set[str] = set()
    while isinstance(bare, Ref) and bare.id not in seen:
        seen.add(bare.id)
        shape = index.definition(bare.id).shape
        bare = getattr(shape, "type", None)
    if isinstance(bare, Scalar) and bare.kind != "null":
        return bare
    if isinstance(bare, Enumeration) or (isinstance(bare, Constant) and not isinstance(bare.value, dict | list)):
        return type
    return None


def table(operation: Operation, scope: Scope) -> str:
    """The types of an operation's responses by status; `ResponseSpec(…)` tables if not all are JSON or nothing."""
    found: list[tuple[Chosen, str]] = []
    for response in operation.responses:
        default, *others = _choices(response, operation, scope.index)
        found.append((default, ""))
        found += [(other, "" if _is_asked_for(other, default) else "on_request=True") for other in others]
    types = {literals.string(one.status): _json_type(one, scope) for one, _ in found}
    if len(types) == len(found) and "" not in types.values():
        return f"{{{', '.join(f'{status}: {type}' for status, type in types.items())}}}"
    scope.need(".._runtime.operation", "ResponseSpec")
    return f"({', '.join(_row(one, scope, further) for one, further in found)},)"


def _json_type(response: Chosen, scope: Scope) -> str:
    """The type of a JSON body as a function, `None` if there is no body; empty for other media types."""
    if response.content is None:
        return "None"
    return f"lambda: {annotate(response.type, scope)}" if response.content.media_type == "application/json" else ""


def _row(response: Chosen, scope: Scope, further: str) -> str:
    parts = [literals.string(response.status)]
    if response.content is not None:
        parts.append(literals.string(response.content.media_type))
        kind = response.content.kind
        plain = Scalar("string") if kind == "text" else _BYTES
        if kind == "json" or response.type != plain:
            parts.append(f"lambda: {annotate(response.type, scope)}")
    return f"ResponseSpec({', '.join([*parts, *([further] if further else [])])})"


def annotation(operation: Operation, scope: Scope) -> str:
    """The type of the value: the union over the success responses, `None` if none has a body."""
    return annotation_of(chosen(operation, scope.index), scope)


def every_annotation(operation: Operation, scope: Scope) -> str:
    """The type of the value whatever media type is asked for."""
    every = [one for each in choices(operation, scope.index) for one in each.responses]
    return annotation_of(every or chosen(operation, scope.index), scope)


def annotation_of(responses: Iterable[Chosen], scope: Scope) -> str:
    """The union of the types of responses."""
    return either([one.type for one in responses] or [Nullable(_BYTES)], scope)


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
        "" if stream.declared else "declared=False",
        "reconnect=True" if stream.reconnects else "",
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
