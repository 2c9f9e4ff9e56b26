"""Who uses what: the operations and schemas that a place of the document belongs to.

A named schema has what is written in it, and nobody else has. All else belongs to the operations that it is written in,
or that references lead from: a response of `components`, a path item of another file, a security scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.diagnostics.model import Diagnostics
from generator.document.node import Node, NodeId
from generator.document.resolver import Document
from generator.ir.types import Fallback, Place
from generator.lower.context import Context
from generator.lower.operation.operations import METHODS, find_operations
from generator.lower.schema.discriminators import PASSED, SCHEMAS_UNDER, subschemas

_WHOLE = frozenset({*METHODS, "additionalOperations"})


def usage_of(document: Document, schemas: Iterable[Place], fallbacks: Sequence[Fallback]) -> list[list[Place]]:
    """The places of the operations and named schemas that each of the fallbacks belongs to.

    `document` has been lowered: what its references lead to is known, and nothing more is read. `schemas` are the
    named ones. An operation is known by where it is written, behind the references of its path.
    """
    owned = frozenset(schemas)
    if all(_owner(fallback.place, owned) for fallback in fallbacks):  # then nobody need look at the document again
        return [[place for place in [_owner(fallback.place, owned)] if place] for fallback in fallbacks]
    uses = _Uses(document, owned)
    return [list(uses.users(fallback.place)) for fallback in fallbacks]


def _around(place: Place) -> Iterator[Place]:
    """A place and those around it, the nearest first."""
    pointer = place.pointer
    yield place
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield Place(place.file, pointer)


def _owner(place: Place, schemas: frozenset[Place]) -> Place | None:
    return next((around for around in _around(place) if around in schemas), None)


class _Uses:
    def __init__(self, document: Document, schemas: frozenset[Place]) -> None:
        self._document = document
        self._schemas = schemas
        self._users: dict[Place, dict[Place, None]] = {}
        """By a place, those who have everything in it."""
        self._waiting: list[Node] = []
        """Named schemas that were met."""
        self._met: set[Place] = set()
        context = Context(document, Diagnostics())
        self._schemes = dict(context.component("securitySchemes"))
        self._look(context)

    def users(self, place: Place) -> dict[Place, None]:
        """Who a place belongs to."""
        owner = _owner(place, self._schemas)
        found: dict[Place, None] = dict.fromkeys([owner] if owner else [])
        for around in _around(place):
            if owner is not None and len(around.pointer) < len(owner.pointer):
                break
            found.update(self._users.get(around, {}))
        return found

    def _look(self, context: Context) -> None:
        for found in find_operations(context):
            beside = [child for key, child in found.item.items() if key.lower() not in _WHOLE]
            self._enter(found.node.place, [found.node, *beside, *self._of_all(found.node)])
        for _, node in context.component("schemas"):
            self._meet(node)
        while self._waiting:
            node = self._waiting.pop()
            self._enter(node.place, [node], are_schemas=True)

    def _of_all(self, operation: Node) -> Iterator[Node]:
        """What holds for an operation and stands at the top of the document."""
        root = self._document.root
        own = operation.get("security")
        security = root.get("security") if own is None else own
        further = (root.get("x-speakeasy-globals"), security if own is None else None)
        yield from (node for node in further if node is not None)
        for choice in security.elements() if security is not None else ():
            for name in choice.value if choice.is_mapping else [choice.value]:
                if isinstance(name, str) and (scheme := self._schemes.get(name)) is not None:
                    yield scheme

    def _enter(self, user: Place, nodes: Iterable[Node], *, are_schemas: bool = False) -> None:
        """Note all that is in the nodes, and what their references lead to, as the user's."""
        stack = [(node, are_schemas) for node in nodes]
        for node, _ in stack:
            self._note(node.place, user)
        seen: set[tuple[NodeId, bool]] = set()
        while stack:
            node, is_schema = stack.pop()
            if (node.identity, is_schema) in seen:
                continue
            seen.add((node.identity, is_schema))
            if (target := self._document.known(node)) is not None and not self._meet(target):
                self._note(target.place, user)
                stack.append((target, is_schema))
            for child, below_is_schema in _below(node, is_schema):
                if not is_schema and node.source.restructured and _moved_out(child, node):
                    self._note(child.place, user)
                stack.append((child, below_is_schema))

    def _note(self, place: Place, user: Place) -> None:
        self._users.setdefault(place, {})[user] = None

    def _meet(self, node: Node) -> bool:
        """Whether a place is a named schema's, which then has its own turn."""
        place = node.place
        if place in self._schemas and place not in self._met:
            self._met.add(place)
            self._waiting.append(node)
        return _owner(place, self._schemas) is not None


def _below(node: Node, is_schema: bool) -> Iterator[tuple[Node, bool]]:
    """What stands right in a node and is read, and whether it is a schema."""
    if is_schema:
        if node.is_mapping:
            yield from ((child, True) for child in subschemas(node))
        return
    for child in node.elements():
        yield child, False
    for key, child in node.items():
        if key in SCHEMAS_UNDER or key == "response-stream":
            yield child, True
        elif key == "x-fern-streaming" or (key not in PASSED and not key.startswith("x-")):
            yield child, False


def _moved_out(child: Node, parent: Node) -> bool:
    """Whether an upgrade took a value from outside of what it is now in."""
    return child.file != parent.file or not f"{child.pointer}/".startswith(f"{parent.pointer}/")
