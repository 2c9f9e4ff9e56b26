"""Names by path: fixed segments are resources, the verb follows from the HTTP method and the path's shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.ir.types import METHODS
from generator.lower.calls.ids import OperationId, Shape
from generator.lower.calls.lexicon import BASIC, LISTS, NOUNS, PREPOSITIONS, READ, STRANDED, VERBS
from generator.lower.calls.model import OperationFacts
from generator.lower.calls.phrase import is_action, is_plural, is_verb, key, lower, plain, stems, without_group, words
from generator.lower.calls.routes import Route, Step

NOWHERE = "default"
"""The resource of operations whose path and tags name none."""

_MEMBERS = {"add", "remove"}
"""The verbs of a list of members: where the ids of a resource have both, they are its create and delete."""


@dataclass(slots=True)
class _Place:
    """What a document has at one route."""

    methods: set[str] = field(default_factory=set[str])
    lists: bool = False
    has_item: bool = False
    """Whether a route of one item is below it."""
    has_children: bool = False
    """Whether any other route is below it."""
    hints: dict[str, str] = field(default_factory=dict[str, str])
    """The plain verbs of the ids, by HTTP method."""
    children: set[str] = field(default_factory=set[str])
    """The marks of the routes one step below, of one item too."""


@dataclass(frozen=True, slots=True)
class PathName:
    """The name that a path gives an operation."""

    resource: tuple[str, ...]
    method: str
    action: bool = False
    """Whether the method name is the last segment of the path."""


class Paths:
    """The routes of a document, to name operations by."""

    def __init__(
        self, operations: Sequence[OperationFacts], routes: Sequence[Route], ids: Sequence[OperationId]
    ) -> None:
        self._places: defaultdict[str, _Place] = defaultdict(_Place)
        self._verbs: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for operation, route, own in zip(operations, routes, ids, strict=True):
            self._add(operation, route, own)

    def _add(self, operation: OperationFacts, route: Route, own: OperationId) -> None:
        place = self._places[f"{route.mark}:{key(route.action)}"]
        if not route.action:
            place = self._places[route.mark]
        place.methods.add(operation.method)
        place.hints[operation.method] = _hint(own)
        place.lists = place.lists or (operation.method == "GET" and operation.returns_list is True)
        for size in range(1, len(route.steps) + 1):
            step = route.steps[size - 1]
            above = "/".join(one.mark for one in route.steps[: size - 1])
            bare = f"{above}/{key(step.text)}" if above else key(step.text)
            for count in range(len(step.items)):
                self._places[bare + "/{}" * count].has_item = True
                self._places[bare + "/{}" * count].has_children = True
            whole = "/".join(one.mark for one in route.steps[:size])
            self._places[above].children.add(whole)
            if size < len(route.steps):
                self._places[whole].has_children = True

    def name(self, operation: OperationFacts, route: Route, own: OperationId) -> PathName:
        """The name of an operation by its path."""
        found = self._name(operation, route, own)
        if route.qualifier:
            found = replace(found, method=f"{found.method} by {route.qualifier}")
        self._verbs[found.resource].add(own.verb)
        return found

    def _name(self, operation: OperationFacts, route: Route, own: OperationId) -> PathName:
        steps = route.steps
        if not steps:
            return PathName((), route.action or self._verb(operation, Step(NOWHERE), "", own))
        last = steps[-1]
        if route.action:
            return PathName(route.fixed, route.action, action=True)
        if (action := self._action(operation, route, own)) is not None:
            return action
        return PathName(route.fixed, self._verb(operation, last, route.mark, own))

    def refined(self, path: PathName, operation: OperationFacts, own: OperationId) -> str:
        """The method name by path with the id's verb, where that says more: `upsert` is more than `create`."""
        verb = own.verb
        if path.action or path.method not in BASIC or not path.resource:
            return path.method
        if verb in _MEMBERS and self._verbs[path.resource] >= _MEMBERS and operation.method != "GET":
            return verb
        if not verb or plain(verb) in BASIC | READ | LISTS:
            return path.method
        allowed = {stem for part in path.resource for stem in stems(part)} | PREPOSITIONS
        rest = [stem for word in own.words if word.lower() != verb for stem in stems(word)]
        fitting = {"upsert", "search"} if operation.method == "POST" else {"upsert", "add", "search", "download"}
        return verb if verb in fitting and all(stem in allowed for stem in rest) else path.method

    def _action(self, operation: OperationFacts, route: Route, own: OperationId) -> PathName | None:
        """The last segment as the method's name, where it says what is done."""
        steps, last = route.steps, route.steps[-1]
        place = self._places[route.mark]
        found = lower(last.text)
        switch = len(place.methods) == 2 and "DELETE" in place.methods and place.methods <= {"POST", "PUT", "DELETE"}
        if switch and len(steps) > 1 and not last.items and found[0] not in NOUNS and is_action(last.text):
            undo = own.leading_verb or f"delete {last.text}"
            method = undo if operation.method == "DELETE" else last.text
            return PathName(route.fixed[:-1], method, action=True)
        if len(steps) < 2 or place.has_children:
            return None
        sure = len(found) == 1 and found[0] in VERBS - NOUNS and not last.items
        if sure and place.methods == {"GET", "POST"}:  # one action, with its arguments in the query or in the body
            method = last.text if operation.method == "GET" else f"{last.text} with post"
            return PathName(route.fixed[:-1], method, action=True)
        if len(place.methods) > 1:
            return None
        if key(last.text) == "all" and not last.items:
            verb = "list" if operation.method == "GET" else self._verb(operation, steps[-2], "", own)
            return PathName(route.fixed[:-1], f"{verb} all", action=True)
        if found[0] == "by" and found[1:] and not steps[-2].items and is_action(steps[-2].text):
            return PathName(route.fixed[:-2], f"{steps[-2].text} {last.text}", action=True)
        cut = without_group(words(last.text), steps[-2].text) if is_action(last.text) else words(last.text)
        name = PathName(route.fixed[:-1], " ".join(cut), action=True)
        above = "/".join(step.mark for step in steps[:-1])
        if last.items:
            sure = found[0] not in NOUNS and is_action(last.text) and found[-1] not in STRANDED
            return name if sure and not self._places[f"{above}/{key(last.text)}"].methods else None
        if found[-1] in STRANDED:
            return name if is_action(last.text) and len(found) > 2 else None
        plural = is_plural(last.text)
        if is_action(last.text) or (found[0] in VERBS and not plural and operation.method in {"POST", "PUT", "PATCH"}):
            return name
        unsaid = operation.returns_list is not True or (own.shape is not Shape.NONE and not own.verb)
        if operation.method == "GET" and unsaid and self._reports(above):
            return name
        if operation.method == "GET":
            if own.verb == "download" and steps[-2].items:
                return replace(name, method="download")
            plural = plural and not operation.streams
            bare = steps[-2].items and (not plural or operation.returns_list is False)
            bare = bare or (not plural and operation.returns_list is not True and self._rooted(steps[-2], above))
            return name if bare or (is_verb(last.text) and not plural and operation.returns_list is not True) else None
        verb = own.words[-1].lower() if len(own.words) > 2 else ""
        if operation.method == "POST" and verb not in NOUNS and is_verb(verb) and key(last.text).startswith(verb[:4]):
            return replace(name, method=verb)
        if plural or not self._rooted(steps[-2], above):
            return None
        if operation.method == "DELETE":
            return replace(name, method=f"delete {last.text}") if steps[-2].items else None
        verb = own.leading_verb or ("update" if operation.method in {"PUT", "PATCH"} else "")
        return replace(name, method=f"{verb} {last.text}") if verb else name

    def _is_setting(self, place: _Place) -> bool:
        """Whether a route is one value to read and write: PUT or PATCH, and no member is added or found below it."""
        if place.has_children or "POST" in place.methods:
            return False
        return any(place.hints.get(method, "create") != "create" for method in ("PUT", "PATCH"))

    def _rooted(self, parent: Step, above: str) -> bool:
        """Whether a parent is an item, or a resource of its own."""
        return bool(parent.items) or bool(self._places[above].methods) or self._places[above].has_item

    def _reports(self, above: str) -> bool:
        """Whether what is below a route are reports: three or more segments without items, and GET for all of them."""
        children = [self._places[mark] for mark in self._places[above].children]
        plain = [one for one in children if one.methods == {"GET"} and not one.has_children]
        return len(plain) >= 3 and len(plain) * 5 >= len(children) * 4 and not above.endswith("{}")

    def _verb(self, operation: OperationFacts, last: Step, mark: str, own: OperationId) -> str:
        """The verb of an operation on an item or a collection."""
        place = self._places[mark]
        of_one = bool(last.items) and not (place.has_item and operation.returns_list is not False)
        if last.items and operation.returns_list is None and _names_item(last):
            of_one = True
        hint = _hint(own)
        match operation.method:
            case "GET" | "QUERY":
                if of_one:
                    return "get" if hint != "list" or not operation.returns_list else "list"
                if self._is_setting(place) and (hint != "list" or not operation.returns_list):
                    return "get"
                if operation.returns_list or place.has_item:
                    return "list"
                if operation.returns_list is None and is_plural(last.text):
                    return "list"
                return "list" if hint == "list" else "get"
            case "HEAD":
                return "check"
            case "DELETE":
                return "delete"
            case "POST":
                if of_one:
                    known = (
                        place.methods & {"GET", "DELETE"}
                        or self._places[mark[: mark.index("/{}", mark.rfind(key(last.text)))]].methods
                    )
                    return "update" if known and hint != "create" else "create"
                if [word.lower() for word in own.words[:3]] in (["update", "or", "create"], ["create", "or", "update"]):
                    return " ".join(own.words[:3])
                if hint == "update" and place.hints.get("PUT") == "create":
                    return "update"
                singleton = "GET" in place.methods and not place.lists and not place.has_item
                one = singleton and not place.methods & {"PUT", "PATCH"} and hint != "create"
                if one and (hint == "update" or not is_plural(last.text)):
                    return "update"
                return "create"
            case "PUT" if hint == "create" and not last.items and place.hints.get("POST", "") != "create":
                return "create"
            case "PUT" | "PATCH":
                if operation.method == "PUT" and "PATCH" in place.methods:
                    return "replace"
                return "update"
            case _:
                return operation.method.lower()


def _hint(own: OperationId) -> str:
    """The plain verb that an id suggests; those that are HTTP methods suggest none, but for `delete`."""
    return plain(own.verb) if own.verb and own.verb not in METHODS else own.verb if own.verb == "delete" else ""


def _names_item(step: Step) -> bool:
    """Whether the parameter after a segment says that it is one of it: `/members/{idMember}`."""
    own = stems(step.items[-1])
    return own == ("id",) or not set(own).isdisjoint(stems(step.text))
