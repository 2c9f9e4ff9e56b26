"""Make one definition of inline schemas that are equal.

Inline schemas are equal if they have the same types, constraints and documentation of properties once references are
followed; examples, and the documentation of the schemas themselves, may differ. Their one definition has the name of
the shortest place: that with the fewest steps, then letters, then the first.

A component stays a definition of its own, whatever equals it. It replaces an inline schema only if that repeats its
documentation too: without any, small objects such as `{id: string}` are alike by coincidence. A definition whose name
is published or configured stays as well, so that no name of an SDK disappears, and so does the body of a webhook.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.ir.graph import components
from generator.ir.rewrite import Rewriting
from generator.ir.types import (
    NO_DOCS,
    Absent,
    Alias,
    AnyValue,
    Api,
    Array,
    Constant,
    Constraint,
    Definition,
    Docs,
    Enumeration,
    Field,
    Map,
    Never,
    Nullable,
    Object,
    Operation,
    Ref,
    Scalar,
    Tag,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import object_of, plain, uses


def with_equal_as_one(api: Api, kept: Collection[str] = ()) -> Api:
    """The API with one definition for each set of equal inline schemas. Takes time in proportion to its size.

    `kept` are the ids of definitions that stay, as their names are published or configured.
    """
    keys = _Keys(api.definitions)
    groups: dict[Hashable, list[Definition]] = {}
    events = _events(api)
    for definition in api.definitions:
        if definition.id not in events:
            groups.setdefault(keys.of(definition), []).append(definition)
    instead: dict[str, str] = {}
    changed: dict[str, Definition] = {}
    for group in groups.values():
        if len(group) > 1:
            _merge(group, kept, instead, changed)
    if not instead:
        return api
    definitions = tuple(changed.get(definition.id, definition) for definition in api.definitions)
    return _with_items_of_pages(Rewriting(instead).api(replace(api, definitions=definitions)))


def _with_items_of_pages(api: Api) -> Api:
    """The API in which an item of a page has the type that the page has: the schemas of equal pages differ in names."""
    definitions = {definition.id: definition for definition in api.definitions}
    operations = (_with_item_of_page(operation, definitions) for operation in api.operations)
    return replace(api, operations=tuple(operations))


def _with_item_of_page(operation: Operation, definitions: Mapping[str, Definition]) -> Operation:
    pagination = operation.pagination
    contents = (content for response in operation.responses for content in response.contents)
    found = next((content.type for content in contents if content.kind == "json"), None)
    if pagination is None or not isinstance(pagination.item, Ref):
        return operation
    for wire in pagination.items:
        shape = object_of(found, definitions)
        found = next((field.type for field in shape.fields if field.wire == wire), None) if shape else None
    listed = plain(found, definitions) if found is not None else None
    if not isinstance(listed, Array) or not isinstance(listed.item, Ref) or listed.item == pagination.item:
        return operation
    return replace(operation, pagination=replace(pagination, item=listed.item))


def _events(api: Api) -> set[str]:
    """The ids of the bodies of webhooks and callbacks: programs distinguish events by their classes."""
    types = [one.type for one in (*api.webhooks, *api.callbacks)]
    types += [api.receiving.event] if api.receiving is not None else []
    return {type.id for type in types if isinstance(type, Ref)}


def kept_ids(keys: Iterable[str]) -> set[str]:
    """The ids of the definitions that keys of names are for: `type:ID`, or `field:ID.PROPERTY`."""
    found: set[str] = set()
    for key in keys:
        kind, _, owner = key.partition(":")
        if kind in {"type", "twin", "values"}:
            found.add(owner)
        elif kind == "field":
            found.update(owner[:at] for at, char in enumerate(owner) if char == ".")
    return found


def _merge(
    group: list[Definition], kept: Collection[str], instead: dict[str, str], changed: dict[str, Definition]
) -> None:
    """Decide what replaces the definitions of a group of equal ones."""
    free = [one for one in group if not one.component and one.id not in kept]
    stay = [one for one in group if not one.component and one.id in kept]
    named: dict[Hashable, Definition] = {}
    for one in group:
        is_reference = isinstance(one.shape, Alias) and isinstance(one.shape.type, Ref)
        if one.component and not is_reference and _is_documented(one):
            named.setdefault(_text(one.docs), one)
    rest = [one for one in free if _text(one.docs) not in named]
    best = min(stay or rest, key=_length, default=None)
    merged: dict[str, list[Definition]] = {}
    for one in free:
        target = named.get(_text(one.docs), best)
        if target is not None and target is not one:
            instead[one.id] = target.id
            merged.setdefault(target.id, []).append(one)
    if best is not None and (others := merged.get(best.id)):
        same = all(_text(one.docs) == _text(best.docs) for one in others)
        places = (*best.further, *(place for one in others for place in (one.place, *one.further)))
        changed[best.id] = replace(best, docs=best.docs if same else NO_DOCS, further=places)


def _length(definition: Definition) -> tuple[int, int]:
    return len(definition.name), sum(len(word) for word in definition.name)


def _is_documented(definition: Definition) -> bool:
    """Whether a schema is described, itself or, for an object, in a property."""
    fields = definition.shape.fields if isinstance(definition.shape, Object) else ()
    return any(_text(docs) != _text(NO_DOCS) for docs in (definition.docs, *(field.docs for field in fields)))


def _text(docs: Docs) -> Hashable:
    """The documentation without its examples."""
    return docs.summary, docs.description, docs.deprecated, docs.deprecation, docs.url


class _Keys:
    """Gives equal definitions equal keys: numbers of their types, in which the definitions behind references count."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[str, Hashable] = {}
        """What references to a definition count as: the id of one that is in a cycle."""
        self._own: dict[str, Hashable] = {}
        by_id = {definition.id: definition for definition in definitions}
        used = {id: list(uses(definition)) for id, definition in by_id.items()}
        for component in components(by_id, used.__getitem__):
            if len(component) > 1 or component[0] in used[component[0]]:
                self._known.update({id: id for id in component})
            for id in component:
                self._own[id] = self._definition(by_id[id])
                self._known.setdefault(id, self._own[id])

    def of(self, definition: Definition) -> Hashable:
        """The key of a definition."""
        return definition.docs.deprecated, self._own[definition.id]

    def _number(self, *key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _definition(self, definition: Definition) -> Hashable:
        shape = definition.shape
        if isinstance(shape, Alias):
            type = self._type(shape.type)
            return self._number("alias", type, _constraints(shape.constraints)) if shape.constraints else type
        extra = self._type(shape.extra) if shape.extra is not None else None
        return self._number(
            "object", *(self._field(field) for field in shape.fields), extra, _constraints(shape.constraints)
        )

    def _field(self, field: Field) -> Hashable:
        return (
            field.wire,
            field.name,
            self._type(field.type),
            (field.required, field.read_only, field.write_only),
            None if isinstance(field.default, Absent) else _json(field.default),
            _constraints(field.constraints),
            _text(field.docs),
        )

    def _type(self, type: Type) -> Hashable:
        match type:
            case Ref(id):
                return self._known.get(id, id)
            case Constant(value):
                return self._number("constant", _json(value))
            case Enumeration(values, is_open, labels):
                return self._number("enumeration", _json(values), is_open, labels)
            case Array(item, unique):
                return self._number("array", self._type(item), unique)
            case Map(value):
                return self._number("map", self._type(value))
            case Nullable(inner):
                return self._number("null", self._type(inner))
            case Tuple(items, rest):
                return self._number("tuple", *(self._type(item) for item in items), rest and self._type(rest))
            case Union(members, tag):
                return self._number("union", *(self._type(member) for member in members), _tag(tag))
            case Scalar() | AnyValue() | Never():
                return self._number(type)


def _tag(tag: Tag | None) -> Hashable:
    return tag and (tag.property, _json(tag.values), tag.default)


def _constraints(constraints: Iterable[Constraint]) -> Hashable:
    return tuple((one.keyword, _json(one.value)) for one in constraints)


def _json(value: object) -> str:
    """JSON text, in which `1`, `1.0`, `true` and `"1"` differ."""
    return json.dumps(value, sort_keys=True, default=str)
