"""Streams: server-sent events (WHATWG HTML, section 9.2) and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from generator.ir.types import ABSENT, Absent, Json, Stream, media_kind
from generator.lower.docs import named_examples_of
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.endpoints import Media
from generator.mock.http.messages import as_json
from generator.mock.response.paths import value_at, with_value
from generator.mock.response.sampler import Sampler
from generator.mock.schemas.kinds import KindReader

_EVENT_FIELDS: Final = frozenset({"data", "event", "id", "retry"})
_WORDS: Final = ("Hello", ", ", "world", ".")
_FINISHED: Final = frozenset({"finish_reason", "finishReason", "native_finish_reason", "stop_reason"})
_ONLY_LAST: Final = frozenset({"usage"})
_TERMINAL: Final = ("done", "complete", "completed", "end", "stop", "finished")


class Streams:
    """Makes the chunks of streams."""

    def __init__(self, sampler: Sampler, kinds: KindReader) -> None:
        self._sampler = sampler
        self._kinds = kinds
        self._made: dict[int, list[bytes]] = {}

    def chunks(self, media: Media, stream: Stream | None) -> list[bytes]:
        """The chunks of a stream: an event or a line each, and the sentinel that ends it."""
        key = id(media.node.value)
        if key not in self._made:
            is_events = media_kind(media.media_type) == "events"
            self._made[key] = self._events(media, stream) if is_events else self._lines(media, stream)
        return self._made[key]

    def _events(self, media: Media, stream: Stream | None) -> list[bytes]:
        sentinel = stream.sentinel if stream is not None else ""
        texts = [value for value in self._examples(media) if isinstance(value, str) and "data:" in value]
        events = texts[0].replace("\r\n", "\n").split("\n\n") if texts else []
        end = f"data: {sentinel}\n\n".encode()
        found = [f"{event.strip()}\n\n".encode() for event in events if event.strip()]
        found = [event for event in found if not sentinel or event != end]
        if not found:
            found = [self._event(item, media, stream) for item in self._items(media, stream)]
        return [*found, end] if sentinel else found

    def _lines(self, media: Media, stream: Stream | None) -> list[bytes]:
        start = b"\x1e" if media.media_type.partition(";")[0].strip().endswith("json-seq") else b""
        return [start + as_json(item) + b"\n" for item in self._items(media, stream)]

    def _examples(self, media: Media) -> list[Json]:
        return [found.value for found in named_examples_of(media.node, self._sampler.context.follow)]

    def _items(self, media: Media, stream: Stream | None) -> list[Json]:
        """The items of a stream: the examples, or a sample of each kind of item, with growing texts if there is one."""
        examples = [value for value in self._examples(media) if not isinstance(value, str)]
        listed = [item for value in examples for item in (value if is_list(value) else [value])]
        if len(listed) == 1:
            return self._growing(listed[0], media, stream)
        if listed:
            return listed
        if media.schema is None:
            return [{"index": index} for index in range(3)]
        members = self._sampler.members(media.schema)
        items = [item for item in members if not self._is_end(item, stream)] or members
        items = [item for item in (self._without_error(item, media, stream) for item in items) if item is not ABSENT]
        if len(items) == 1:
            return self._growing(items[0], media, stream)
        return sorted(items, key=lambda item: _is_terminal(item, stream))

    def _is_end(self, item: Json, stream: Stream | None) -> bool:
        return stream is not None and bool(stream.sentinel) and value_at(item, ["data"]) == stream.sentinel

    def _without_error(self, item: Json, media: Media, stream: Stream | None) -> Json | Absent:
        """The item without the property that makes it an error; `ABSENT` where it cannot be without."""
        if stream is None or not stream.error:
            return item
        path = ["data", stream.error] if _is_event(item, stream) else [stream.error]
        if value_at(item, path) in (ABSENT, None):
            return item
        for choice in (with_value(item, path, ABSENT), with_value(item, path, None)):
            if media.schema is None or self._sampler.validator(media.schema).is_valid(choice):
                return choice
        return ABSENT

    def _growing(self, item: Json, media: Media, stream: Stream | None) -> list[Json]:
        """Several chunks of one kind: each has a word of the text, and only the last says that it is the last."""
        accumulator = stream.accumulator if stream is not None else None
        rules = [path for path, way in accumulator.rules if way == "concat"] if accumulator is not None else []
        if accumulator is not None and accumulator.text:
            rules.append(accumulator.text)
        above = ["data"] if _is_event(item, stream) else []
        texts = [[*above, *path.split(".")] for path in rules]
        is_valid: Callable[[Json], bool] = (
            self._sampler.validator(media.schema).is_valid if media.schema is not None else lambda _: True
        )
        found: list[Json] = []
        for number, word in enumerate(_WORDS):
            chunk = item
            for path in texts:
                chunk = _tried(chunk, _with_text(chunk, path, word), is_valid)
            if number < len(_WORDS) - 1:
                chunk = _tried(chunk, _unfinished(chunk), is_valid)
            found.append(chunk)
        return found

    def _event(self, item: Json, media: Media, stream: Stream | None) -> bytes:
        """An item as an event: one whose properties are those of an event is that event, any other is its data."""
        if not _is_event(item, stream):
            return _fields([("data", _text(item))])
        fields = [
            (name, "10" if name == "retry" else " ".join(_text(item[name]).split()))
            for name in ("event", "id", "retry")
            if item.get(name) is not None
        ]
        return _fields([*fields, ("data", self._data(item["data"], media))])

    def _data(self, data: Json, media: Media) -> str:
        """The data of an event; JSON in a string where the schema says so."""
        content = None
        schema = self._kinds.property(media.schema, "data")
        if isinstance(data, str) and schema is not None and schema.is_mapping:
            content = schema.get("contentSchema")
        made = self._sampler.sample(content) if content is not None else ABSENT
        return _text(data if made is ABSENT else made)


def _is_event(item: Any, stream: Stream | None) -> bool:
    """Whether an item is an event: one of a stream that the document does not declare is the data of an event."""
    if stream is not None and not stream.declared:
        return False
    return is_mapping(item) and "data" in item and _EVENT_FIELDS.issuperset(item)


def _fields(fields: Sequence[tuple[str, str]]) -> bytes:
    lines = [f"{name}: {line}\n" for name, text in fields for line in text.splitlines() or [""]]
    return "".join((*lines, "\n")).encode("utf-8", "surrogatepass")


def _text(value: Json) -> str:
    return value if isinstance(value, str) else as_json(value).decode("utf-8", "surrogatepass")


def _is_terminal(item: Json, stream: Stream | None) -> bool:
    """Whether an event is the last one of its stream: it has the complete response, or its name says so."""
    data = value_at(item, ["data"]) if _is_event(item, stream) else item
    accumulator = stream.accumulator if stream is not None else None
    tags = [value_at(data, ["type"]), value_at(item, ["event"])]
    if accumulator is not None and accumulator.event:
        return accumulator.event in tags
    return any(isinstance(tag, str) and tag.replace("_", ".").split(".")[-1] in _TERMINAL for tag in tags)


def _with_text(value: Json, path: Sequence[str], word: str) -> Json:
    """The value with a text at a path through objects and the elements of arrays."""
    if not path:
        return word if isinstance(value, str) else value
    if is_list(value):
        return [_with_text(item, path, word) for item in value]
    if is_mapping(value) and path[0] in value:
        return {**value, path[0]: _with_text(value[path[0]], path[1:], word)}
    return value


def _unfinished(value: Json) -> Json:
    """The value without what only the last chunk has."""
    if is_list(value):
        return [_unfinished(item) for item in value]
    if not is_mapping(value):
        return value
    return {
        name: None if name in _FINISHED else False if name == "done" and item is True else _unfinished(item)
        for name, item in value.items()
        if name not in _ONLY_LAST
    }


def _tried(value: Json, changed: Json, is_valid: Callable[[Json], bool]) -> Json:
    return changed if is_valid(changed) else value
