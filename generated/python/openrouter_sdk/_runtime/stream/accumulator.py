"""Add up the items of a stream to one value, by the rules of an `Accumulator` table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

from ..errors import StreamError
from ..json_types import is_array, is_object
from ..models import OpenUnion, is_literal
from ..response.lenient import (
    annotation_of,
    is_model,
    item_of,
    member_of,
    property_of,
    repair,
    union_members,
    unwrap,
    wire_fields,
)
from .event_decoder import EventDecoder
from .event_plan import parsed

if TYPE_CHECKING:
    from .stream_operation import Accumulator

_INDEX = "index"
_INTO = "into:"


def final_value(decoder: EventDecoder[Any]) -> Any:
    """The value that the items of a stream add up to, once it was read to its end.

    Raises StreamError if the document has no rule for that, or the stream had no items.
    """
    accumulator = decoder.accumulator
    if accumulator is None:
        raise StreamError("the document does not define what the items of this stream add up to")
    annotation = accumulator.result()
    items = map(parsed, decoder.log.texts())
    if accumulator.event:
        return repair(annotation, _carried(accumulator, decoder, items), [])
    if not decoder.delivered:
        raise StreamError("the stream had no items", response=decoder.context.response)
    total = Sum(accumulator.rules, annotation)
    for item in items:
        total.add(item)
    return repair(annotation, total.value(), [])


def _carried(accumulator: Accumulator, decoder: EventDecoder[Any], items: Iterator[Any]) -> Any:
    for item in items:
        if is_object(item) and accumulator.property in item:
            return item[accumulator.property]
    raise StreamError(
        f"the stream had no event {accumulator.event}, which contains the result",
        events=decoder.delivered,
        response=decoder.context.response,
    )


def text_path(accumulator: Accumulator | None) -> list[str]:
    """The path from an item to its text. Raises StreamError if the document has none."""
    if accumulator is None or not accumulator.text:
        raise StreamError("the document does not define the text of this stream")
    return accumulator.text.split(".")


def text_of(item: Any, path: list[str]) -> Iterator[str]:
    """The text in an item. Of a list, the item with index 0 counts."""
    for wire in path:
        if is_array(item):
            item = next((each for each in item if property_of(each, _INDEX) in (0, None)), None)
        item = property_of(item, wire)
    if isinstance(item, str) and item:
        yield item


class Sum:
    """The sum of JSON objects, by dotted paths and rules; `annotation` is that of the sum."""

    def __init__(self, rules: Mapping[str, str], annotation: Any) -> None:
        self._rules = rules
        self._inner = {path[:at] for path in rules for at, sign in enumerate(path) if sign == "."}
        self._annotation = annotation
        self._children: dict[str, Any] = {}
        self._total: dict[str, Any] = {}

    def add(self, item: Any) -> None:
        """Add a JSON object; other values are ignored."""
        if is_object(item):
            self._merge(self._total, item, "", self._annotation)

    def value(self) -> Any:
        """The sum as plain JSON."""
        return _settled(self._annotation, self._total)

    def _merge(
        self, total: dict[str, Any], item: dict[str, Any], path: str, annotation: Any
    ) -> None:
        for key, value in item.items():
            where = f"{path}.{key}" if path else key
            rule = self._rules.get(where, "")
            name = rule.removeprefix(_INTO) if rule.startswith(_INTO) else key
            known = total.get(name)
            if value is None:
                total.setdefault(name, None)
            elif isinstance(value, str) and rule == "concat":
                total[name] = chunks = known if isinstance(known, _Text) else _Text()
                chunks.append(value)
            elif is_array(value) and rule == "append":
                total[name] = joined = known if is_array(known) else []
                joined.extend(value)
            elif is_array(value) and rule == _INDEX:
                inner = _item_of(self._child(where, annotation, name))
                total[name] = items = known if isinstance(known, _Items) else _Items(_tag(inner))
                for position, each in enumerate(value):
                    if is_object(each):
                        self._merge(items.at(position, each), each, where, inner)
            elif is_object(value) and (name != key or where in self._inner):
                total[name] = below = known if is_object(known) else {}
                self._merge(below, value, where, self._child(where, annotation, name))
            else:
                total[name] = value

    def _child(self, where: str, annotation: Any, name: str) -> Any:
        if where not in self._children:
            self._children[where] = _declared(annotation, name)
        return self._children[where]


class _Text(list[str]):
    """A string that is being added up."""


class _Items:
    """A list that is being added up.

    Its items are identified by their index, and by their tag if they are an open union.
    """

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._entries: list[tuple[Any, dict[str, Any]]] = []

    def at(self, position: int, item: dict[str, Any]) -> dict[str, Any]:
        """The item that another one continues. Without an index, its position counts."""
        index = item.get(_INDEX, position)
        tag = item.get(self._tag)
        known: dict[str, Any]
        for known_index, known in reversed(self._entries):
            if known_index == index and (tag is None or known.get(self._tag) in (None, tag)):
                return known
        self._entries.append((index, {}))
        return self._entries[-1][1]

    def in_order(self) -> list[dict[str, Any]]:
        """The items by index; those with the same index in order of arrival."""
        if all(isinstance(index, int) for index, _ in self._entries):
            self._entries.sort(key=lambda entry: entry[0])
        return [item for _, item in self._entries]


def _settled(annotation: Any, value: Any) -> Any:
    """The plain JSON of a value that is being added up, with the constants of its type."""
    if isinstance(value, _Text):
        return "".join(value)
    if isinstance(value, _Items):
        items = value.in_order()
        inner = _item_of(annotation)
        settled = [_settled(inner, item) for item in items]
        if _declared(inner, _INDEX) is None:  # it only identifies the item
            for item in settled:
                item.pop(_INDEX, None)
        return settled
    if is_array(value):
        inner = _item_of(annotation)
        return [_settled(inner, each) for each in value]
    return _settled_object(annotation, value) if is_object(value) else value


def _settled_object(annotation: Any, value: dict[str, Any]) -> dict[str, Any]:
    model = _meant(annotation, value)
    settled = {wire: _settled(_declared(model, wire), each) for wire, each in value.items()}
    if is_model(model):
        for _, wire, field in wire_fields(model):
            if is_literal(field.annotation) and field.default in get_args(field.annotation):
                settled[wire] = field.default
    return settled


def _meant(annotation: Any, value: Any) -> Any:
    """An annotation, or the member of a union that a value fits best."""
    plain = unwrap(annotation)
    members = [member for member in union_members(plain) if member is not NoneType]
    return unwrap(member_of(tuple(members), value)) if members else plain


def _item_of(annotation: Any) -> Any:
    """The annotation of the items of a list, or of the list in a union, or None."""
    plain = unwrap(annotation)
    found = (item_of(unwrap(member)) for member in union_members(plain) or (plain,))
    return next((item for item in found if item is not None), None)


def _declared(annotation: Any, wire: str) -> Any:
    """The annotation of a property by wire name, or None. In a union, the first one counts."""
    plain = unwrap(annotation)
    for member in union_members(plain) or (plain,):
        member = unwrap(member)
        if is_model(member):
            for _, name, field in wire_fields(member):
                if name == wire:
                    return annotation_of(field)
    return None


def _tag(annotation: Any) -> str:
    """The wire name of the tag of an open union, or an empty string."""
    marks = getattr(annotation, "__metadata__", ())
    return next((mark.tag for mark in marks if isinstance(mark, OpenUnion)), "")
