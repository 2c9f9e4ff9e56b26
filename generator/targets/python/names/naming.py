"""Decide every identifier of the generated SDK, from the IR and the settings.

Names are taken in rounds: components first, then inline schemas and everything else that is named by its place. Each
has a list of candidates, best first (its words, its path, its kind); it gets the first one that is free. If none is
free, that is an error that asks for a name in the config. Numbers are never appended, and no name depends on a later
one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from generator.diagnostics.model import Diagnostics
from generator.ir.index import Index, body_type
from generator.ir.types import Alias, Api, Definition, Ref, Response, ResponseHeader, SecurityScheme, Type
from generator.targets.python.names import reserved
from generator.targets.python.names.call_naming import CallNaming
from generator.targets.python.names.casing import by_character, forget_words, pascal, snake
from generator.targets.python.names.enum_names import enum_names
from generator.targets.python.names.grant_names import grant_names
from generator.targets.python.names.name_scope import LockedNames, NameScope, candidates
from generator.targets.python.names.names import ErrorNames, Names
from generator.targets.python.names.package_name import PackageNames
from generator.targets.python.names.type_names import TypeCandidates


def decide(
    index: Index, package_names: PackageNames, diagnostics: Diagnostics, locked: LockedNames | None = None
) -> Names:
    """Decide all names of an SDK. Collisions are reported as `name-collision`."""
    locked = locked or LockedNames()
    names = _Naming(index, package_names, diagnostics, locked).names()
    _check_calls(index, names, diagnostics)
    locked.check(diagnostics, index.api.unreached)
    candidates.cache_clear()
    forget_words()
    return names


def _check_calls(index: Index, names: Names, diagnostics: Diagnostics) -> None:
    """Report methods and sub-resources of one class that have the same name, whatever let them through."""
    if any(item.code == "name-collision" and item.severity == "error" for item in diagnostics.items):
        return  # reported where the name was taken
    owners = {resource.call: f"the resource `{resource.call}`" for resource in names.resources.values()}
    for operation in index.api.operations:
        call = names.call(operation)
        if call in owners:
            hint = f'give it a name of its own in the config: [names] "method:{operation.key}" = "…"'
            message = f"the call `{call}` is that of {owners[call]} too"
            diagnostics.error("name-collision", message, diagnostics.locate(operation.place), hint)
        owners[call] = f"`{operation.key}`"


class _Naming:
    """The naming of one SDK, scope by scope."""

    def __init__(
        self, index: Index, package_names: PackageNames, diagnostics: Diagnostics, locked: LockedNames
    ) -> None:
        self.index = index
        self.api = index.api
        self.package_names = package_names
        self.diagnostics = diagnostics
        self.locked = locked
        self.pages = index.pages.keys()

    def names(self) -> Names:
        types = self.types()
        input_types = self.input_types(types)
        calls = CallNaming(self.index, self.package_names, self.locked, self.scope)
        credentials = self.credentials()
        parameters = self.globals(credentials)
        return Names(
            package_names=self.package_names,
            types=types,
            input_types=input_types,
            values=enum_names(self.api, types, input_types, self.scope),
            fields={key: name for d in self.api.definitions for key, name in self.fields(d).items()},
            resources=calls.resources,
            operations=calls.operations(),
            errors=self.errors(),
            credentials=credentials,
            receiver=calls.receiver,
            grants=grant_names(self.api, credentials, parameters, self.scope),
            headers=self.headers(),
            globals=parameters,
        )

    def scope(self, kind: str, what: str, names: frozenset[str], owners: Iterable[str]) -> NameScope:
        scope = NameScope(kind, what, self.locked, self.diagnostics, names)
        scope.lock(owners)
        return scope

    def types(self) -> dict[str, str]:
        definitions = self.api.definitions
        scope = self.scope("type", "schema", reserved.TYPES, (d.id for d in definitions))
        names = TypeCandidates(definitions)
        named = sorted(definitions, key=lambda d: (not d.component, pascal(*d.name) != "".join(d.name), names.rank(d)))
        return {d.id: scope.take(d.id, names.best(d), d.place, names.further(d)) for d in named}

    def input_types(self, types: Mapping[str, str]) -> dict[str, str]:
        """Names of input types, beside the types they correspond to."""
        scope = self.scope("twin", "typed dict", reserved.TYPES, types)
        scope.taken.update(dict.fromkeys(types.values(), ""))
        return {
            d.id: scope.take(d.id, [f"{types[d.id]}{suffix}" for suffix in ("Param", "Dict", "TypedDict")], d.place)
            for d in self.api.definitions
        }

    def fields(self, definition: Definition) -> dict[tuple[str, str], str]:
        if isinstance(definition.shape, Alias):
            return {}
        owner = definition.id
        wires = [f"{owner}.{f.wire}" for f in definition.shape.fields]
        taken = reserved.PAGE_FIELDS if owner in self.pages else reserved.FIELDS
        scope = self.scope("field", "property", taken, wires)
        ordered = sorted(definition.shape.fields, key=lambda f: (not f.name, snake(f.wire) != f.wire))
        return {(owner, f.wire): scope.take(f"{owner}.{f.wire}", _certain(f.wire, f.name), f.place) for f in ordered}

    def errors(self) -> tuple[ErrorNames, ...]:
        """One class a documented status, named by its schema where that serves no other status, else by the status."""
        bodies: dict[str, list[Type]] = {}
        statuses: dict[Type, set[str]] = {}
        examples: dict[str, Response] = {}
        for response in self.index.error_responses():
            examples.setdefault(response.status, response)
            known = bodies.setdefault(response.status, [])
            body = body_type(response)
            if body is not None:
                statuses.setdefault(body, set()).add(response.status)
                if body not in known:
                    known.append(body)
        own_classes = {"OAuthError"} if any(scheme.fetches_tokens for scheme in self.api.schemes) else set[str]()
        own_classes |= {"WebhookError", "WebhookSignatureError"} if self.api.receiving is not None else set()
        if any(operation.waiting is not None for operation in self.api.operations):
            own_classes |= {"WaitError", "WaitFailedError", "WaitTimeoutError"}
        own_classes |= {"PaginationError"} if any(operation.pagination for operation in self.api.operations) else set()
        taken = reserved.ERRORS | {self.package_names.error} | own_classes
        by_status = reserved.STATUS_ERRORS
        scope = self.scope("error", "error response", taken, bodies)
        result: list[ErrorNames] = []
        for status in sorted(bodies, key=lambda status: (not status.isdigit(), status)):
            scope.reserved = taken | {name for key, name in by_status.items() if key != status or "X" in key}
            own = [body for body in bodies[status] if statuses[body] == {status}]
            names = [_status_error(status), f"Status{status}Error"]
            if (
                len(bodies[status]) == 1
                and own
                and isinstance(own[0], Ref)
                and self.index.definition(own[0].id).component
            ):
                stem = pascal(*self.index.definition(own[0].id).name)
                named = stem if stem.endswith(("Error", "Exception")) else f"{stem}Error"
                names = [*([named] if named not in scope.reserved else []), *names]
            cls = "APIError" if status == "default" else scope.take(status, names, examples[status].place)
            result.append(ErrorNames(status, cls, tuple(bodies[status]), examples[status]))
        return tuple(result)

    def headers(self) -> dict[str, str]:
        """The attributes of the response headers that the document declares."""
        declared: dict[str, ResponseHeader] = {}
        for header in (header for each in self.api.operations for header in each.headers):
            declared.setdefault(header.wire.lower(), header)
        scope = self.scope("header", "response header", reserved.HEADERS, declared)
        return {wire: scope.take(wire, _certain(wire), header.place) for wire, header in declared.items()}

    def credentials(self) -> dict[str, tuple[str, ...]]:
        """The constructor's keywords of each scheme: `api_key` or `token` for the main secret, own names for others."""
        main = _main_secret(self.api)
        result: dict[str, tuple[str, ...]] = {}
        scope = self.scope("credential", "security scheme", reserved.CLIENT - {"api_key"}, ())
        for scheme in sorted(self.api.schemes, key=lambda scheme: scheme is not main):
            if scheme.kind == "basic":
                plain = ["username", "password"]
                parts = plain if "username" not in scope.taken else [f"{snake(scheme.id)}_{part}" for part in plain]
                result[scheme.id] = tuple(scope.take(f"{scheme.id}.{part}", [part], scheme.place) for part in parts)
            elif scheme.kind not in {"mutual-tls", "challenge", "other"}:
                own = re.sub(r"_(auth|authentication)$", "", snake(scheme.id))
                first = ["token" if scheme.kind in _OAUTH else "api_key"] if scheme is main else [own]
                names = [*first, *candidates(scheme.id), f"{snake(scheme.id)}_key", f"{snake(scheme.id)}_credential"]
                names.append(by_character(scheme.id))
                result[scheme.id] = (scope.take(scheme.id, names, scheme.place),)
        return {scheme.id: result[scheme.id] for scheme in self.api.schemes if scheme.id in result}

    def globals(self, credentials: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        scope = self.scope("global", "global parameter", reserved.CLIENT, ())
        scope.taken.update((keyword, scheme) for scheme, keywords in credentials.items() for keyword in keywords)
        variables = {variable.name: variable for server in self.api.servers for variable in server.variables}
        named = {
            f"{parameter.location}:{parameter.wire}": scope.take(
                f"{parameter.location}:{parameter.wire}", _certain(parameter.wire, parameter.name), parameter.place
            )
            for parameter in self.api.globals
        }
        servers: dict[str, str] = {}
        for name in variables:
            names = [*candidates(name), f"server_{snake(name)}", by_character(name)]
            servers[f"server:{name}"] = scope.take(f"server:{name}", names, self.api.place)
        return {**named, **servers}


def _certain(wire: str, asked: str = "") -> list[str]:
    """Candidates of which the last one is a name that no other text has."""
    return [*candidates(wire, asked), by_character(wire)]


_OAUTH = frozenset({"oauth2", "openid"})
_SECRETS = frozenset({"bearer", "http", "api-key"})


def _main_secret(api: Api) -> SecurityScheme | None:
    """The scheme that is named `api_key`, or `token` if there is OAuth 2.0 alone.

    It is the first that the root `security` names by itself, or else the one that most operations name by itself.
    """
    known = {scheme.id: scheme for scheme in api.schemes}
    choices = [*api.security, *(choice for operation in api.operations for choice in operation.security)]
    alone = [known[choice[0].scheme] for choice in choices if len(choice) == 1 and choice[0].scheme in known]
    kinds = _SECRETS if any(scheme.kind in _SECRETS for scheme in api.schemes) else _OAUTH
    fitting = [scheme for scheme in (alone if choices else api.schemes) if scheme.kind in kinds]
    first = {choice[0].scheme for choice in api.security if choice}
    root = [scheme for scheme in fitting if scheme.id in first]
    ranked = Counter(scheme.id for scheme in fitting)
    return root[0] if root else known[ranked.most_common(1)[0][0]] if ranked else None


def _status_error(status: str) -> str:
    ranges = {"1XX": "InformationError", "3XX": "RedirectError"}
    try:
        phrase = HTTPStatus(int(status)).phrase
    except ValueError:
        return ranges.get(status.upper(), f"Status{pascal(status)}Error")
    stem = pascal(phrase)
    return stem if stem.endswith("Error") else f"{stem}Error"
