"""Add up JSON objects, such as the chunks of a message."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, get_args

from ..json_types import is_array, is_object
from ..models import OpenUnion, is_literal
from ..response.json_text import with_pairs
from ..response.lenient import is_model, member_of, union_members, unwrap, wire_fields
from .place import Place, declared, inner

INDEX = "index"
_ID = "id"


class Sum:
    """The sum of JSON objects, by dotted paths and rules.

    `annotation` is that of the sum, `item` that of the objects. Nothing is lost that arrived: null
    and empty values replace no others, and where no rule applies, lists in the objects of an
    indexed list are joined, and objects in it merged.
    """

    def __init__(self, rules: Mapping[str, str], annotation: Any, item: Any = None) -> None:
        self._place = Place(rules, annotation, item)
        self._total: dict[str, Any] = {}

    def add(self, item: Any) -> None:
        """Add a JSON object; other values are ignored."""
        if is_object(item):
            _merge(self._total, item, self._place)

    def value(self) -> Any:
        """The sum as plain JSON."""
        return _settled(self._place.annotation, self._total)


class _Text(list[str]):
    """A string that is being added up."""


class _Mixed(list[Any]):
    """A list with texts between its items. Texts that follow each other are one part."""

    def text(self, text: str) -> None:
        last = self[-1] if self else None
        open_text: Any = last.get("text") if is_object(last) else None
        if not isinstance(open_text, _Text):
            open_text = _Text()
            self.append({"type": "text", "text": open_text})
        open_text.append(text)


class _Entry:
    """An object in a list that is being added up, and where it was in the list that began it."""

    def __init__(self, index: Any, position: int) -> None:
        self.index = index
        self.position = position
        self.total: dict[str, Any] = {}

    def is_continued(self, position: int, item: dict[str, Any], place: Place, tag: str) -> bool:
        """Whether an object continues this one.

        By its index, else by its id, else by its position. Another id or tag, or another name after
        the text of this one has begun, is that of a new object.
        """
        identity, known_identity = item.get(_ID), self.total.get(_ID)
        same: bool
        if identity and known_identity and identity != known_identity:
            return False
        if item.get(tag) and self.total.get(tag) and item[tag] != self.total[tag]:
            return False
        if item.get(INDEX) is not None and self.index is not None:
            same = item[INDEX] == self.index
        elif identity:
            same = identity == known_identity
        else:
            same = position == self.position
        if not same or (identity and identity == known_identity):
            return same
        return not _is_renamed(self.total, item, place)


class _Items:
    """A list of objects that is being added up."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._entries: list[_Entry] = []

    def add(self, items: list[Any], place: Place) -> None:
        for position, item in enumerate(items):
            if is_object(item):
                _merge(self._entry(position, item, place).total, item, place)

    def _entry(self, position: int, item: dict[str, Any], place: Place) -> _Entry:
        for entry in reversed(self._entries):
            if entry.is_continued(position, item, place, self._tag):
                return entry
        self._entries.append(_Entry(item.get(INDEX), position))
        return self._entries[-1]

    def in_order(self) -> list[dict[str, Any]]:
        """The items by index; those with the same index in order of arrival."""
        if all(isinstance(entry.index, int) for entry in self._entries):
            self._entries.sort(key=lambda entry: entry.index)
        return [entry.total for entry in self._entries]


def _merge(total: dict[str, Any], item: dict[str, Any], parent: Place) -> None:
    for key, value in item.items():
        place = parent.child(key)
        try:
            _merge_value(total, value, place)
        except RecursionError:  # too deep to be added up
            total[place.name] = value


def _merge_value(total: dict[str, Any], value: Any, place: Place) -> None:
    name = place.name
    known = total.get(name)
    if value is None:
        total.setdefault(name, None)
    elif isinstance(value, str):
        total[name] = _with_text(known, value, place)
    elif is_array(value):
        total[name] = _with_list(known, value, place)
    elif is_object(value) and (place.listed or place.has_rules):
        total[name] = below = known if is_object(known) else {}
        _merge(below, value, place)
    elif value != {} or known is None:
        total[name] = value


def _with_text(known: Any, text: str, place: Place) -> Any:
    if isinstance(known, _Items) or (not text and known is not None):
        return known
    if is_array(known) and place.listed and not isinstance(known, _Text):
        if unwrap(inner(place.annotation)) is str:
            return [*known, text]
        mixed = known if isinstance(known, _Mixed) else _Mixed(known)
        mixed.text(text)
        return mixed
    if place.joins_texts():
        joined = known if isinstance(known, _Text) else _Text()
        joined.append(text)
        return joined
    if place.rule == "extend" and isinstance(known, str) and not text.startswith(known):
        return known + text
    return text


def _with_list(known: Any, items: list[Any], place: Place) -> Any:
    if not items and known is not None:
        return known
    indexed = place.rule == INDEX or (known is None and _has_indices(items, place))
    if indexed or isinstance(known, _Items):
        listed = known if isinstance(known, _Items) else _Items(_tag(inner(place.annotation)))
        listed.add(items, place)
        return listed
    if not place.listed:
        return items
    joined: list[Any] = []
    if isinstance(known, _Text):
        joined = _Mixed()
        joined.extend([{"type": "text", "text": known}] if any(known) else [])
    elif is_array(known):
        joined = known
    earlier = {each[_ID]: each for each in joined if is_object(each) and _has_id(each)}
    for item in items:
        if not is_object(item):
            joined.append(item)
        elif _has_id(item) and item[_ID] in earlier:
            _merge(earlier[item[_ID]], item, place)
        else:
            fresh: dict[str, Any] = {}
            _merge(fresh, item, place)
            joined.append(fresh)
    return joined


def _has_id(item: dict[str, Any]) -> bool:
    return isinstance(item.get(_ID), str) and item[_ID] != ""


def _has_indices(items: list[Any], place: Place) -> bool:
    """Whether a list that the document does not define has objects with an index."""
    if place.declared or not place.listed or not items:
        return False
    return all(is_object(item) and isinstance(item.get(INDEX), int) for item in items)


def _is_renamed(total: dict[str, Any], item: dict[str, Any], parent: Place) -> bool:
    """Whether an item has another name than the total, whose text has begun already."""
    for key, value in item.items():
        place = parent.child(key)
        known = total.get(place.name)
        if is_object(value) and is_object(known):
            if _is_renamed(known, value, place):
                return True
        elif place.rule == "extend" and value and known and value != known:
            return any(isinstance(each, _Text) and any(each) for each in total.values())
    return False


def _settled(annotation: Any, value: Any) -> Any:
    """The plain JSON of a value that is being added up, with the constants of its type."""
    try:
        return _settled_value(annotation, value)
    except RecursionError:  # too deep to be part of what was added up
        return value


def _settled_value(annotation: Any, value: Any) -> Any:
    if isinstance(value, _Text):
        return with_pairs("".join(value))
    if isinstance(value, _Items):
        item = inner(annotation)
        settled = [_settled(item, each) for each in value.in_order()]
        if item is not None and declared(item, INDEX) is None:  # it only identifies the item
            for each in settled:
                each.pop(INDEX, None)
        return settled
    if is_array(value):
        item = inner(annotation)
        return [_settled(item, each) for each in value]
    return _settled_object(annotation, value) if is_object(value) else value


def _settled_object(annotation: Any, value: dict[str, Any]) -> dict[str, Any]:
    model = _meant(annotation, value)
    settled = {wire: _settled(declared(model, wire), each) for wire, each in value.items()}
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


def _tag(annotation: Any) -> str:
    """The wire name of the tag of an open union, or an empty string."""
    marks = getattr(annotation, "__metadata__", ())
    return next((mark.tag for mark in marks if isinstance(mark, OpenUnion)), "")
