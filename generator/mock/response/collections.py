"""Find the collections of an API: a path that creates and lists items, and the path of one item below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.document.node import Node
from generator.ir.text import folded, singular
from generator.ir.types import media_kind
from generator.mock.endpoints import Endpoint, Media
from generator.mock.response.choice import success
from generator.mock.routes import route_of
from generator.mock.schemas.kinds import KindReader

_ITEM: Final = re.compile(r"(.+)/\{([^{}/]+)\}")
_NAMES: Final = (("id",), ("uuid",), ("guid",), ("sid",), ("key",), ("name",), ("slug",))


@dataclass(frozen=True, slots=True)
class View:
    """Where an item is in a response, and the name of the property that identifies it there."""

    path: tuple[str, ...]
    id: str


@dataclass(frozen=True)
class Collection:
    """A collection: its path, and the name of the variable that selects an item."""

    route: str
    variable: str
    create: Endpoint


class Collections:
    """The collections of an API, by the keys of their operations."""

    def __init__(self, endpoints: Sequence[Endpoint], kinds: KindReader) -> None:
        self._kinds = kinds
        self._views: dict[str, View | None] = {}
        methods: dict[str, dict[str, Endpoint]] = {}
        for endpoint in endpoints:
            if not endpoint.operation.query:
                route = route_of(endpoint.operation).rstrip("/")
                methods.setdefault(route, {}).setdefault(endpoint.operation.method, endpoint)
        self._of: dict[str, tuple[Collection, str]] = {}
        for route, own in methods.items():
            match = _ITEM.fullmatch(route)
            above = methods.get(match[1], {}) if match is not None else {}
            if match is None or "GET" not in own or "POST" not in above:
                continue
            collection = Collection(match[1], match[2], above["POST"])
            roles = {"POST": "create", "GET": "list"}
            for method, endpoint in above.items():
                if method in roles:
                    self._of.setdefault(endpoint.key, (collection, roles[method]))
            for method, endpoint in own.items():
                role = {"GET": "get", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}.get(method)
                if role is not None:
                    self._of.setdefault(endpoint.key, (collection, role))

    def of(self, endpoint: Endpoint) -> tuple[Collection, str] | None:
        """The collection of an operation and what it does there: create, list, get, replace, update or delete."""
        return self._of.get(endpoint.key)

    def view(self, endpoint: Endpoint, collection: Collection) -> View | None:
        """Where the response of an operation has the item."""
        if endpoint.key not in self._views:
            media = json_of(endpoint)
            self._views[endpoint.key] = self._find(media.schema, collection) if media is not None else None
        return self._views[endpoint.key]

    def item_view(self, schema: Node | None, collection: Collection) -> View | None:
        """Where a schema has the item: itself, or the only property of it that does."""
        return self._find(schema, collection)

    def _find(self, schema: Node | None, collection: Collection) -> View | None:
        properties = self._kinds.properties(schema)
        name = _id_name(list(properties), collection)
        if name:
            return View((), name)
        found: list[View] = []
        for key, child in properties.items():
            inner = _id_name(list(self._kinds.properties(child)), collection)
            if inner and "array" not in self._kinds.kinds(child):
                found.append(View((key,), inner))
        return found[0] if len(found) == 1 else None


def json_of(endpoint: Endpoint) -> Media | None:
    """The JSON of the first success of an operation."""
    _, node = success(endpoint)
    contents = endpoint.contents(node) if node is not None else ()
    return next((media for media in contents if media_kind(media.media_type) == "json"), None)


def _id_name(names: Sequence[str], collection: Collection) -> str:
    """The property that the variable of the path names; empty where there is none."""
    variable = folded(collection.variable)
    noun = singular(collection.route.rpartition("/")[2])
    short = tuple(word for word in variable if singular(word) != noun)
    wanted = [variable, short, *(_NAMES if variable[-1:] in {("id",), ("uuid",), ("key",)} else ()), *_NAMES[:4]]
    known = {folded(name): name for name in reversed(names)}
    return next((known[words] for words in wanted if words and words in known), "")
