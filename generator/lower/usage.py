"""Usage: the operations and named schemas that a place of the document belongs to.

A place in a named schema belongs to that schema only. Every other place belongs to the operations that contain it or
refer to it: a response of `components`, a path item of another file, a security scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.diagnostics.model import Diagnostics
from generator.document.node import Node, NodeId
from generator.document.resolver import Document
from generator.ir.types import METHODS, Fallback, Place
from generator.lower.context import Context
from generator.lower.operation.operations import find_operations
from generator.lower.schema.discriminators import PASSED, SCHEMAS_UNDER, subschemas

_WHOLE = frozenset({*METHODS, "additionalOperations"})


def usage_of(document: Document, schemas: Iterable[Place], fallbacks: Sequence[Fallback]) -> list[list[Place]]:
    """The places of the operations and named schemas that each of the fallbacks belongs to.

    `document` has been lowered, so its references are resolved and no more files are read. `schemas` are the places of
    the named schemas. The place of an operation is the target of its path's references.
    """
    owned = frozenset(schemas)
    if all(_owner(fallback.place, owned) for fallback in fallbacks):  # no walk is needed
        return [[place for place in [_owner(fallback.place, owned)] if place] for fallback in fallbacks]
    uses = _Uses(document, owned)
    return [list(uses.users(fallback.place)) for fallback in fallbacks]


def _around(place: Place) -> Iterator[Place]:
    """A place and those that enclose it, the nearest first."""
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
        """The users of everything below a place."""
        self._waiting: list[Node] = []
        """Named schemas that are not walked yet."""
        self._met: set[Place] = set()
        context = Context(document, Diagnostics())
        self._schemes = dict(context.component("securitySchemes"))
        self._look(context)

    def users(self, place: Place) -> dict[Place, None]:
        """The users of a place."""
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
        """Parts of the root of the document that an operation uses: global parameters and security."""
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
        """Record the user for everything in the nodes and behind their references."""
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
        """Whether a node is in a named schema, which is walked separately."""
        place = node.place
        if place in self._schemas and place not in self._met:
            self._met.add(place)
            self._waiting.append(node)
        return _owner(place, self._schemas) is not None


def _below(node: Node, is_schema: bool) -> Iterator[tuple[Node, bool]]:
    """The children of a node that are lowered, and whether each is a schema."""
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
    """Whether the upgrade moved a value into its parent from elsewhere."""
    return child.file != parent.file or not f"{child.pointer}/".startswith(f"{parent.pointer}/")
