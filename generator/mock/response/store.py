"""State: what requests create in a collection is listed, read, changed and deleted again.

State begins with a creation. An item that no request created is a sample: it can be read and deleted any number of
times. A collection lists samples until something is created in it, and what was created from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.document.node import Node
from generator.ir.types import ABSENT, Json
from generator.lower.schema.json_values import is_list, is_mapping
from generator.mock.endpoints import Endpoint
from generator.mock.request.validation import Checked
from generator.mock.response.collections import Collection, Collections, View
from generator.mock.response.paths import value_at, with_value
from generator.mock.response.sampler import Sampler
from generator.mock.schemas.bundle import is_marked
from generator.mock.schemas.kinds import KindReader

MOST_RECORDS: Final = 10_000
"""Items that are kept; further ones are created, and forgotten."""


class Gone(Exception):
    """The item was deleted."""


@dataclass
class _Record:
    """An item: what the server made up, and what the client sent."""

    made: Mapping[str, Json]
    sent: Mapping[str, Json]
    id: Json


@dataclass
class _Items:
    records: dict[str, _Record] = field(default_factory=dict[str, _Record])
    gone: set[str] = field(default_factory=set[str])
    created: int = 0


class Store:
    """The items of all collections."""

    def __init__(self, collections: Collections, sampler: Sampler, kinds: KindReader) -> None:
        self._collections = collections
        self._sampler = sampler
        self._kinds = kinds
        self._items: dict[tuple[str, ...], _Items] = {}
        self._count = 0

    def reset(self) -> None:
        """Forget all items."""
        self._items.clear()
        self._count = 0

    def keeps(self, endpoint: Endpoint) -> bool:
        """Whether an operation is one of a collection."""
        return self._collections.of(endpoint) is not None

    def handle(
        self, endpoint: Endpoint, variables: Mapping[str, str], checked: Checked, base: Json, schema: Node | None
    ) -> tuple[Json, str]:
        """Apply a request. Returns the value of the response, and the id of an item that was created, or empty.

        `base` is the response without regard to state; it is returned where there is none. Raises `Gone`.
        """
        found = self._collections.of(endpoint)
        if found is None:
            return base, ""
        collection, role = found
        key = (collection.route, *(value for name, value in variables.items() if name != collection.variable))
        items = self._items.setdefault(key, _Items())
        if role == "create":
            return self._create(endpoint, collection, items, checked.body, base, schema)
        if role == "list":
            return base, ""
        id = str(checked.parameters.get(("path", collection.variable), ""))
        if id in items.gone:
            raise Gone
        record = items.records.get(id)
        if record is not None and role in {"replace", "update"} and is_mapping(checked.body):
            record.sent = checked.body if role == "replace" else {**record.sent, **checked.body}
        if record is not None and role == "delete":
            del items.records[id]
            items.gone.add(id)
        if record is None:
            given = checked.parameters.get(("path", collection.variable))
            record = _Record({}, checked.body if is_mapping(checked.body) else {}, given)
        return self._shown(record, self._collections.view(endpoint, collection), base, schema), ""

    def listed(
        self, endpoint: Endpoint, variables: Mapping[str, str], item: Node | None, first: Json
    ) -> list[Json] | None:
        """The items that a list has; None where nothing was created in it. `first` is a sample of an item."""
        found = self._collections.of(endpoint)
        if found is None or found[1] != "list":
            return None
        collection = found[0]
        key = (collection.route, *(value for name, value in variables.items() if name != collection.variable))
        items = self._items.get(key)
        if items is None or not items.created:
            return None
        view = self._collections.item_view(item, collection)
        return [self._shown(record, view, first, item) for record in items.records.values()]

    def _create(
        self,
        endpoint: Endpoint,
        collection: Collection,
        items: _Items,
        body: Json,
        base: Json,
        schema: Node | None,
    ) -> tuple[Json, str]:
        view = self._collections.view(endpoint, collection)
        made = value_at(base, view.path) if view is not None else ABSENT
        if view is None or not is_mapping(made) or self._count >= MOST_RECORDS:
            return base, ""
        sent = body if is_mapping(body) else {}
        id = sent.get(view.id) if isinstance(sent.get(view.id), str | int) else None
        if id is None:
            id = self._new_id(view, made, items, schema)
        record = _Record(made, sent, id)
        items.records[str(id)] = record
        items.gone.discard(str(id))
        items.created += 1
        self._count += 1
        return self._shown(record, view, base, schema), str(id)

    def _new_id(self, view: View, made: Mapping[str, Json], items: _Items, schema: Node | None) -> Json:
        """An id that no item has: the next number, or another sample of the property."""
        declared = self._kinds.below(schema, (*view.path, view.id))
        for index in range(1, 20):
            number = items.created + index
            id: Any = ABSENT
            if self._kinds.kinds(declared) & {"integer", "number"}:
                id = 1_000 + number
            elif declared is not None:
                id = self._sampler.sample(declared, 100 + number, examples=False)
            if id is ABSENT or (declared is not None and not self._sampler.validator(declared).is_valid(id)):
                id = self._sampler.sample(declared, number, examples=False)
            if isinstance(id, str | int) and str(id) not in items.records and str(id) not in items.gone:
                return id
        return made.get(view.id)

    def _shown(self, record: _Record, view: View | None, base: Json, schema: Node | None) -> Json:
        """A response with the values of an item, as far as the schema allows them."""
        item = value_at(base, view.path) if view is not None else ABSENT
        if view is None or not is_mapping(item):
            return base
        declared = self._kinds.properties(self._kinds.below(schema, view.path))
        values = {**record.made, **record.sent}
        hidden = {name for name, node in declared.items() if is_marked(node, "writeOnly", self._kinds.context)}
        values = {
            name: value for name, value in values.items() if name not in hidden and (name in item or name in declared)
        }
        if record.id is not None:
            values[view.id] = _as_type(record.id, item.get(view.id))
        validator = self._sampler.validator(schema) if schema is not None else None
        is_valid: Callable[[Json], bool] = validator.is_valid if validator is not None else lambda _: True
        complete = with_value(base, view.path, {**item, **values})
        if is_valid(complete):
            return complete
        found: Mapping[str, Json] = item
        for name, value in values.items():
            changed = {**found, name: value}
            if is_valid(with_value(base, view.path, changed)):
                found = changed
        return with_value(base, view.path, found)


def _as_type(id: Json, like: Json) -> Json:
    """An id of a path as the type that responses have."""
    if isinstance(like, int) and not isinstance(like, bool) and isinstance(id, str) and id.isdigit() and len(id) < 19:
        return int(id)
    return str(id) if isinstance(like, str) else id


def items_path(base: Json) -> tuple[str, ...] | None:
    """The path of the only array in a list's response; None where it is not plain."""
    if is_list(base):
        return ()
    if not is_mapping(base):
        return None
    arrays: list[tuple[str, ...]] = [(name,) for name, value in base.items() if is_list(value)]
    if not arrays and is_mapping(inner := base.get("data")):
        arrays = [("data", name) for name, value in inner.items() if is_list(value)]
    return arrays[0] if len(arrays) == 1 else None
