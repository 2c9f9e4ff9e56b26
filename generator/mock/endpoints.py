"""Endpoints: the operations of the API with the nodes of the document that requests and responses are checked by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.document.node import Node, NodeId
from generator.document.pointer import split
from generator.document.resolver import Document
from generator.ir.types import Api, Encoding, Operation, Parameter, Place
from generator.lower.context import Context


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter with its node, and the node of its schema if it has one."""

    parameter: Parameter
    node: Node
    schema: Node | None
    allows_empty: bool


@dataclass(frozen=True, slots=True)
class Media:
    """A media type of a body, with its object and schema. `encodings` are those of a form's properties."""

    media_type: str
    node: Node
    schema: Node | None
    encodings: tuple[Encoding, ...] = ()


class Endpoint:
    """An operation as it is served. Its nodes are looked up when a request first needs them."""

    def __init__(self, operation: Operation, source: Sources) -> None:
        self.operation = operation
        self._source = source
        self._contents: dict[NodeId, tuple[Media, ...]] = {}

    @property
    def key(self) -> str:
        """The method and path, as the document writes them."""
        return self.operation.key

    @cached_property
    def node(self) -> Node:
        """The Operation Object."""
        return self._source.node(self.operation.place)

    @cached_property
    def parameters(self) -> tuple[Given, ...]:
        """The parameters that the document declares."""
        return tuple(self._given(parameter) for parameter in self.operation.parameters)

    def _given(self, parameter: Parameter) -> Given:
        node = self._source.node(parameter.place)
        if not node.is_mapping or "in" not in node.value:
            return Given(parameter, node, None, allows_empty=False)  # only the path has it
        schema = node.get("schema")
        if schema is None:
            media = next(iter(self._source.contents(node)), None)
            schema = media.schema if media is not None else None
        return Given(parameter, node, schema, node.value.get("allowEmptyValue") is True)

    @cached_property
    def body(self) -> Node | None:
        """The Request Body Object."""
        entry = self.node.get("requestBody")
        found = self._source.context.follow(entry) if entry is not None and entry.is_mapping else None
        return found if found is not None and found.is_mapping else None

    @cached_property
    def body_contents(self) -> tuple[Media, ...]:
        """The media types of the request's body."""
        if self.body is None:
            return ()
        contents = self.operation.body.contents if self.operation.body is not None else ()
        encodings = {content.place: content.encodings for content in contents}
        return tuple(
            Media(media.media_type, media.node, media.schema, encodings.get(media.node.place, ()))
            for media in self._source.contents(self.body)
        )

    @cached_property
    def responses(self) -> dict[str, Node]:
        """The Response Objects by their statuses, in document order; ranges in upper case."""
        found: dict[str, Node] = {}
        for key, entry in self._source.context.members(self.node, "responses"):
            node = self._source.context.follow(entry)
            if node is not None and node.is_mapping and not key.startswith("x-"):
                found["default" if key.lower() == "default" else key.upper()] = node
        return found

    def contents(self, response: Node) -> tuple[Media, ...]:
        """The media types of a response."""
        key = response.identity
        if key not in self._contents:
            self._contents[key] = tuple(self._source.contents(response))
        return self._contents[key]


class Sources:
    """Finds the nodes of a document by their places."""

    def __init__(self, document: Document, context: Context) -> None:
        self.context = context
        self._document = document
        self._roots = {root.file: root for root in document.roots}

    def node(self, place: Place) -> Node:
        """The node at a place; the nearest one that encloses it where the upgrade moved it."""
        root = self._roots[place.file]
        return self._document.descend(root, split(root.source.current(place.pointer)))[0]

    def contents(self, owner: Node) -> Iterator[Media]:
        """The media types of a body, response or parameter."""
        for media_type, entry in self.context.members(owner, "content"):
            node = self.context.follow(entry)
            if node is not None and node.is_mapping:
                yield Media(str(media_type), node, node.get("itemSchema") or node.get("schema"))


def endpoints(document: Document, api: Api, context: Context) -> list[Endpoint]:
    """The endpoints of an API, in document order."""
    sources = Sources(document, context)
    return [Endpoint(operation, sources) for operation in api.operations]
