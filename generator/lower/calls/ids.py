"""Operation ids: the shapes that frameworks give them, and the words in them that name the operation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.lower.calls.lexicon import NOUNS, PREPOSITIONS, VERSION
from generator.lower.calls.model import OperationFacts
from generator.lower.calls.phrase import is_stranded, is_verb, key, lower, starts_with, stems, words

_CONTROLLER = re.compile(r"^([A-Za-z0-9]+?)_?(?:Controller|Resource|Handler|ViewSet)(?:V\d+)?[_.#]+(\w+)$")
_SERVICE = re.compile(r"^((?:[\w]+\.)*[A-Z]\w*?)(?:Service|API|Api)?[_.]([A-Z]\w*)$")
_RAILS = re.compile(r"^([\w/]+)#(\w+)$")
_SPRING = re.compile(r"^(.+?)Using(?:GET|POST|PUT|PATCH|DELETE|HEAD)(?:_\d+)?$")
_NUMBERED = re.compile(r"^(.*[^\d_\W])_?(\d{1,2})$")
_MIXED = re.compile(r"^[a-z0-9]+(?:[A-Z][a-z0-9]*)*_[a-z0-9]+[A-Z]|^[a-z0-9]+[A-Z]\w*_[a-z]")
"""An id like `dashboardWidgets_createMany`: capitals part its words, so underscores part its resources."""
_VERSION_WORD = re.compile("v[0-9]{1,2}", re.IGNORECASE)
_PLUMBING = frozenset({"api", "route", "router", "endpoint", "handler", "view", "resource"})
_CAPITAL = re.compile("[a-z][A-Z]|^[A-Z]")
_SEPARATORS = re.compile("[./#_]|::?")
_SPLIT = re.compile(r"[./#]|::?")
_RAILS_VERBS = {"index": "list", "show": "get", "destroy": "delete"}


class Shape(StrEnum):
    """How an operation id is made."""

    NONE = "missing"
    SENTENCE = "sentences such as `getCustomers`"
    """`GetCustomerSources`: a verb and what it is about."""
    GROUPED = "a resource and a method"
    """`chat_send`, `repos/list`, `users.messages_ListAttachments`: a resource, a separator, a method."""
    FASTAPI = "made by FastAPI"
    CONTROLLER = "a controller and an action"
    """`UsersController_findAll` of NestJS, `users#index` of Rails."""
    SERVICE = "a gRPC service and a method"
    VIEW = "a view of Django REST framework"
    """`users_partial_update` of Django REST framework: the path and a verb."""
    ROUTE = "the method and the path"
    OPAQUE = "words run together"


@dataclass(frozen=True, slots=True)
class OperationId:
    """An operation id, read."""

    shape: Shape
    words: tuple[str, ...] = ()
    """The words that name the operation."""
    group: tuple[str, ...] = ()
    """The resource that the id names, outermost first."""
    loose: bool = False
    """Whether the separator is the one between words too, so that nothing says where the name starts."""

    @property
    def verb(self) -> str:
        """The verb, at the start or at the end of the words; empty where there is none."""
        if not self.words or self.shape in {Shape.ROUTE, Shape.OPAQUE, Shape.NONE}:
            return ""
        found = [word.lower() for word in self.words]
        start = 1 if len(found) > 1 and found[0] == "beta" else 0
        first, last = found[start], found[-1]
        return first if is_verb(first) else last if is_verb(last) and len(self.words) > 1 else ""

    @property
    def leading_verb(self) -> str:
        """The verb that an id of several words starts with, where it can be nothing else."""
        found = self.verb
        several = len(self.words) > 1 and self.words[0].lower() == found and self.shape is not Shape.VIEW
        return found if several and found not in NOUNS | {"put", "post", "patch"} else ""


def read_ids(operations: Sequence[OperationFacts]) -> list[OperationId]:
    """Read the ids of a document. Words that all ids of a tag, or of the document, start with are left out."""
    known = {operation.operation_id for operation in operations}
    mixed = sum(_MIXED.search(operation.operation_id) is not None for operation in operations)
    structural = mixed >= 2 and mixed * 4 >= len(operations)
    found = [_read(operation, known, structural=structural) for operation in operations]
    return _without_shared(operations, _without_shared_group(found))


def _without_shared_group(ids: Sequence[OperationId]) -> list[OperationId]:
    """Leave out the first part of the groups where nearly all have it: `drive.files.get` is `get` of `files`."""
    nested = [one for one in ids if len(one.group) > 1]
    firsts = Counter(key(one.group[0]) for one in ids if one.group)
    if len(nested) < 3 or len(firsts) > 1 or len({one.group[1] for one in nested}) < 2:
        return list(ids)
    return [replace(one, group=one.group[1:]) if len(one.group) > 1 else one for one in ids]


def _read(operation: OperationFacts, known: set[str], *, structural: bool) -> OperationId:
    text = operation.operation_id.strip()
    numbered = _NUMBERED.match(text)
    if numbered and (numbered.group(1) in known or f"{numbered.group(1)}_1" in known):
        text = numbered.group(1)
    if (spring := _SPRING.match(text)) is not None:
        text = spring.group(1)
    if not words(text):
        return OperationId(Shape.NONE)
    if (rails := _RAILS.match(text)) is not None:
        verb = _RAILS_VERBS.get(rails.group(2), rails.group(2))
        return OperationId(Shape.CONTROLLER, words(verb), _group(rails.group(1).split("/")))
    if (controller := _CONTROLLER.match(text)) is not None:
        return OperationId(Shape.CONTROLLER, words(controller.group(2)), _group([controller.group(1)]))
    path = operation.path.split("?")[0].split("#")[0]
    if structural and "_" in text.strip("_"):
        before, after = _last_separator(text)
        if words(before) and words(after):
            return OperationId(Shape.GROUPED, words(after), _group(before.split("_")))
    own, fixed = lower(text), lower(path.replace("{", " ").replace("}", " "))
    method = operation.method.lower()
    for added in ((*fixed, method), fixed):
        if len(added) > 1 and len(own) > len(added) and own[-len(added) :] == added:
            left = words(text)[: -len(added)]
            return OperationId(Shape.ROUTE if [w.lower() for w in left] == [method] else Shape.FASTAPI, left)
    route = [stem for part in path.split("/") for stem in stems(part.strip("{}")) if not VERSION.fullmatch(part)]
    text = _without_plumbing(text, route, [stem for tag in operation.tags for part in tag for stem in stems(part)])
    if _is_route(text, method, route, path):
        return OperationId(Shape.ROUTE, words(text))
    if (view := _view(text, path)) is not None:
        return view
    return _grouped(operation, text) or _sentence(text, route)


def _without_plumbing(text: str, route: Sequence[str], tag: Sequence[str]) -> str:
    """An id without what a router puts before and after it: `files_api_routes_delete_file`, `connector_create_v1`."""
    found = words(text)
    if len(found) > 2 and _VERSION_WORD.fullmatch(found[-1]) and any(is_verb(word) for word in found):
        found = found[:-1]
        text = "_".join(found)
    for at, word in enumerate(found):
        if at and text == text.lower() and is_verb(word):
            before = [stem for one in found[:at] for stem in stems(one)]
            last = max((place for place, stem in enumerate(before, 1) if stem in _PLUMBING), default=0)
            if last and all(stem in {*route, *tag} for stem in before[last:]):
                return "_".join(found[at:])
    return text


def _group(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        " ".join(words(part)) for part in parts if words(part) and not VERSION.fullmatch(part) and part != "api"
    )


def _is_route(text: str, method: str, route: Sequence[str], path: str) -> bool:
    """Whether an id is the HTTP method and most of the path: `post-v1-accounts`, `GetAccountsAccountPersons`."""
    own = [stem for word in words(text) for stem in stems(word) if not VERSION.fullmatch(word)]
    if not own or method not in (own[0], own[-1]):
        return False
    rest = own[1:] if own[0] == method else own[:-1]
    fixed = [s for part in path.split("/") if "{" not in part for s in stems(part) if not VERSION.fullmatch(part)]
    if method in {"get", "delete", "patch", "put"} and len(fixed) < 2:
        return rest == route and method != "get" and "{" in path and len(rest) > len(fixed)
    left = [stem for stem in rest if stem not in PREPOSITIONS]
    named = list(dict.fromkeys(stem for stem in left if stem in fixed))
    return (
        len(left) >= max(1, len(fixed)) and all(stem in route for stem in left) and named == list(dict.fromkeys(fixed))
    )


def _view(text: str, path: str) -> OperationId | None:
    """An id of Django REST framework: the fixed segments of the path, then a verb."""
    if text != text.lower() or not {"/", ".", "#"}.isdisjoint(text):
        return None
    fixed = [stem for part in path.split("/") if part and "{" not in part for stem in stems(part)]
    found = words(text)
    own = [stem for word in found for stem in stems(word)]
    for skip in range(min(3, len(fixed))):
        part = fixed[skip:]
        if len(own) > len(part) and own[: len(part)] == part:
            rest = found[len(part) :]
            if is_verb(rest[0]) or rest[0].lower() in {"partial", "bulk", "retrieve"}:
                left = ("update",) if [word.lower() for word in rest] == ["partial", "update"] else rest
                return OperationId(Shape.VIEW, left)
    return None


def _grouped(operation: OperationFacts, text: str) -> OperationId | None:
    """An id with a separator between its resource and its name."""
    tags = {"".join(stems(part)) for tag in operation.tags for part in (tag[-1], ".".join(tag))}
    service = _SERVICE.match(text)
    for cut in range(len(text) - 2, 0, -1):
        before, char, after = text[:cut], text[cut], text[cut + 1 :]
        if char not in "._/#:-" or not words(after) or (char == "-" and ("_" not in after or "-" in after)):
            continue
        if service and char in "._" and re.search(r"(?:Service|API|Api)$", before):
            return OperationId(Shape.SERVICE, words(after), _group(service.group(1).split(".")))
        if "".join(stems(before)) in tags:
            loose = char == "_" and text == text.lower()
            deeper = after.split(char) if char in "./" else [after]
            if not all(map(words, deeper)) or any(is_verb(words(part)[0]) for part in deeper[:-1]):
                deeper = [after]
            group = _group([*_SPLIT.split(before), *deeper[:-1]])
            return OperationId(Shape.GROUPED, words(deeper[-1]), group, loose=loose)
    before, after = _last_separator(text)
    explicit = "." in text or "/" in text or ("_" in text and _CAPITAL.search(text) is not None)
    if explicit and words(before) and words(after) and not after.isdigit():
        *above, last = _SEPARATORS.split(before)
        if above and is_verb(last) and last.lower() not in NOUNS:  # `invoices_get_pdfByUUID`
            return OperationId(Shape.GROUPED, (last, *words(after)), _group(above))
        return OperationId(Shape.GROUPED, words(after), _group([*above, last]))
    return None


def _last_separator(text: str) -> tuple[str, str]:
    at = max(text.rfind(char) for char in "._/#:")
    return text[: max(at, 0)], text[at + 1 :]


def _sentence(text: str, route: Sequence[str]) -> OperationId:
    found = words(text)
    one = found[0].lower()
    if len(found) == 1 and len(one) > 8 and not is_verb(one) and stems(one)[0] not in route:
        return OperationId(Shape.OPAQUE, found)
    return OperationId(Shape.SENTENCE, found)


def _without_shared(operations: Sequence[OperationFacts], ids: Sequence[OperationId]) -> list[OperationId]:
    """Leave out the words that all ids of a tag start with: `genai_`, and the resource itself in any spelling."""
    found = list(ids)
    plain = {Shape.SENTENCE, Shape.FASTAPI, Shape.GROUPED}
    members: defaultdict[str, list[int]] = defaultdict(list)
    for at, operation in enumerate(operations):
        if found[at].shape in plain:
            members[""].append(at)
            if operation.tags:
                members["/".join(operation.tags[0]) or " "].append(at)
    for several in members.values():
        if len(several) < 3:
            continue
        size = _shared_length([found[at].words for at in several])
        while size:
            rests = [found[at].words[size:] for at in several]
            if all(rest and not is_stranded(rest) and rest[0].lower() not in PREPOSITIONS for rest in rests):
                break
            size -= 1
        for at in several if size else ():
            found[at] = replace(found[at], words=found[at].words[size:])
    return found


def _shared_length(names: Sequence[tuple[str, ...]]) -> int:
    """How many words the names share at the start. A verb that is shared stays: it says what each of them does."""
    size = 0
    while all(len(name) > size + 1 and starts_with(name[size:], names[0][size : size + 1]) for name in names):
        size += 1
    verbs = Counter(is_verb(name[size]) for name in names)
    if size and is_verb(names[0][0]) and verbs[True] < 0.8 * len(names):
        return 0
    return size
