"""Further names for an operation: shorter ones for a long name, and those that say more than a taken one."""

from __future__ import annotations

from collections.abc import Sequence

from generator.lower.calls.ids import OperationId
from generator.lower.calls.lexicon import VERBS
from generator.lower.calls.model import OperationFacts
from generator.lower.calls.paths import PathName
from generator.lower.calls.phrase import is_stranded, is_verb, lower, plain, stems, without_group, words
from generator.lower.calls.routes import Route
from generator.lower.calls.unique import is_long

_ARTICLES = frozenset({"a", "an", "the"})
_METHOD_WORDS = frozenset({"put", "post", "patch"})
_VERB = {"GET": "get", "POST": "create", "DELETE": "delete"}


def shorter(resource: Sequence[str], method: str, path: PathName, route: Route, own: OperationId) -> list[str]:
    """Shorter names for a long one: without the resource's words or the scope, then the verb and the path's end."""
    cut = _without(words(method), resource)
    scopes = [
        size
        for size, word in enumerate(cut)
        if word.lower() == "for" and size > 1 and not any(is_verb(rest) for rest in cut[size:])
    ]
    known = {stem for part in resource for stem in stems(part)}
    new = [text for text in route.fixed if not set(stems(text)) <= known]
    verb = () if path.action else (own.leading_verb or path.method,)
    ends_in_resource = bool(route.fixed) and set(stems(route.fixed[-1])) <= known and not path.action
    if ends_in_resource and new:  # the rest of the path says whose the resource is
        new = ["for " + " ".join(stems(new[-1]))]
    found = [" ".join(cut), *(" ".join(cut[:size]) for size in reversed(scopes))]
    found += [path.method] if path.action else []
    found += [" ".join((*verb, *new[-size:])) for size in (2, 1, 3, len(new)) if size <= len(new)]
    return [name for name in found if not is_long(name) and not is_stranded(words(name))]


def said_in_id(own: OperationId, path: PathName, resource: Sequence[str], method: str) -> list[str]:
    """What an id says beside the path: its verb where that is another word for the name's, and itself, cut."""
    if not own.leading_verb:  # `ImageGetAll`: the resource, then what is done
        cut = _without(own.words, resource)
        verbal = bool(cut) and is_verb(cut[0]) and cut[0].lower() not in _METHOD_WORDS and not is_stranded(cut)
        return [" ".join(cut)] if verbal and 1 < len(cut) < min(5, len(own.words)) else []
    first = (lower(method) or ("",))[0]
    synonym = own.leading_verb != first and plain(own.leading_verb) == plain(first)
    cut = _without(own.words, path.resource)
    folded = [word.lower() for word in cut]
    plainly = _ARTICLES.isdisjoint(folded) and folded.count("by") < 2 and len(cut) < 7 and not is_stranded(cut)
    return [*([own.leading_verb] if synonym else []), *([" ".join(cut)] if plainly else [])]


def alternatives(operation: OperationFacts, route: Route, path: PathName, method: str) -> list[str]:
    """Names that say more than a taken one, which the kind of the operation suggests."""
    last = lower(method)
    found: list[str] = []
    if path.action and (not last or last[0] not in VERBS):
        verb = "list" if operation.method == "GET" and operation.returns_list else _VERB.get(operation.method, "update")
        found.append(f"{verb} {method}")
    if last in {("delete",), ("update",), ("replace",)} and not (route.steps and route.steps[-1].items):
        bulk = last != ("delete",) or "bulk" in lower(operation.operation_id)
        found.append(f"bulk {last[0]}" if bulk else "delete all")
    if path.action and last and is_verb(last[0]) and len(last) == 1 and path.resource:
        found.append(f"{method} {path.resource[-1]}")
    if operation.method == "POST" and last == ("update",):
        found.append("create")
    return found


def _without(name: tuple[str, ...], resource: Sequence[str]) -> tuple[str, ...]:
    for part in resource:
        name = without_group(name, part)
    return name
