"""Every identifier of the generated SDK, decided here and nowhere else, from the IR and the settings.

A name is claimed in rounds: what the document names itself first, then what is named by where it stands. Each has a
list of candidates, best first, that all mean something (its words, its path, its kind); the first free one is taken.
Where
none is free, the collision is an error that asks for a name. No number is ever put on the end, and no name depends on
a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from generator.diagnostics import Diagnostics
from generator.ir.index import Index, body_type
from generator.ir.types import Alias, Api, Definition, Object, Operation, Place, Ref, Response, SecurityScheme, Type
from generator.targets.python import reserved
from generator.targets.python.brand import Brand
from generator.targets.python.casing import is_plain, pascal, safe, snake, spelled


@dataclass(frozen=True, slots=True)
class GroupNames:
    """A resource: the attribute on the client, its module, its classes."""

    attribute: str
    module: str
    cls: str

    @property
    def async_cls(self) -> str:
        return f"Async{self.cls}"


@dataclass(frozen=True, slots=True)
class OperationNames:
    """A method, its table, its parameters' `TypedDict`, and its keywords by (location, wire name).

    The location of a body's field is `body`.
    """

    method: str
    table: str
    params: str
    switch: str
    """The keyword that asks for a stream, or empty."""
    keywords: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class ErrorNames:
    """An error class for one status, the types its body may have, and the first response that documents it."""

    status: str
    cls: str
    bodies: tuple[Type, ...]
    response: Response


@dataclass(frozen=True, slots=True)
class Names:
    brand: Brand
    types: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]
    groups: Mapping[tuple[str, ...], GroupNames]
    operations: Mapping[tuple[str, str], OperationNames]
    errors: tuple[ErrorNames, ...]
    credentials: Mapping[str, tuple[str, ...]]
    globals: Mapping[str, str]
    """The constructor's keywords, by `location:wire` of a global parameter or `server:name` of a server variable."""

    def operation(self, operation: Operation) -> OperationNames:
        return self.operations[operation.method, operation.path]

    def twin(self, id: str) -> str:
        return f"{self.types[id]}Param"


@dataclass
class Claims:
    """Names of one scope, claimed one after the other."""

    scope: str
    diagnostics: Diagnostics
    reserved: frozenset[str] = frozenset()
    taken: dict[str, object] = field(default_factory=dict)

    def claim(self, owner: object, candidates: Iterable[str], at: Place) -> str:
        """The first candidate that is free; an error and the best candidate where none is."""
        options = [safe(name, self.reserved) for name in candidates if name]
        for name in options:
            if name not in self.taken:
                self.taken[name] = owner
                return name
        name = options[0] if options else "unnamed"
        self.diagnostics.error(
            "name-collision",
            f"{self.scope} wants the name `{name}`, which is taken" if options else f"{self.scope} has no name",
            self.diagnostics.locate(at),
            hint="give it a name of its own under [names] in the config, or in the document",
        )
        return name


def decide(index: Index, brand: Brand, diagnostics: Diagnostics) -> Names:
    """All names of an SDK. Takes the IR and the brand; collisions become diagnostics of the code `name-collision`."""
    api = index.api
    groups = _groups(api, diagnostics)
    credentials = _credentials(api.schemes)
    return Names(
        brand=brand,
        types=_types(api, diagnostics),
        fields={key: name for d in api.definitions for key, name in _fields(d, diagnostics).items()},
        groups=groups,
        operations=_operations(index, groups, diagnostics),
        errors=_errors(index, diagnostics),
        credentials=credentials,
        globals=_globals(index, credentials, diagnostics),
    )


def _types(api: Api, diagnostics: Diagnostics) -> dict[str, str]:
    claims = Claims("schema", diagnostics, reserved.TYPES)
    named = sorted(api.definitions, key=lambda d: (not d.component, pascal(*d.name) != "".join(d.name)))
    return {d.id: claims.claim(d.id, _type_candidates(d), d.place) for d in named}


def _type_candidates(definition: Definition) -> list[str]:
    plain = pascal(*definition.name) or pascal(spelled(" ".join(definition.name)))
    kind = "Object" if isinstance(definition.shape, Object) else "Value"
    inline = [] if definition.component else [f"{plain}Inline", f"{plain}Inline{kind}"]
    return [
        plain,
        pascal(spelled(" ".join(definition.name))),
        *([f"{plain}{kind}"] if kind == "Value" else []),
        *inline,
    ]


def _fields(definition: Definition, diagnostics: Diagnostics) -> dict[tuple[str, str], str]:
    if isinstance(definition.shape, Alias):
        return {}
    claims = Claims("property", diagnostics, reserved.FIELDS)
    ordered = sorted(definition.shape.fields, key=lambda f: (not f.name, snake(f.wire) != f.wire))
    return {(definition.id, f.wire): claims.claim(f.wire, candidates(f.wire, f.name), f.place) for f in ordered}


def candidates(wire: str, asked: str = "") -> list[str]:
    """Names for a property or parameter: the one asked for, its words, its symbols spelled, the wire name."""
    plain, symbols = snake(wire), snake(spelled(wire))
    by_symbol = not wire[:1].isalpha() and wire[:1] != "_" and wire[:1] not in "@$" and symbols[:1].isalpha()
    by_case = [f"{plain}_upper"] if wire.isupper() else [f"{plain}_camel"] if not wire.islower() else []
    ordered = [symbols, plain] if by_symbol and not wire[:1].isdigit() else [plain, symbols]
    last = [] if plain or symbols else ["blank"]
    return [snake(asked), *ordered, *([wire] if is_plain(wire) else []), *by_case, *last]


def _groups(api: Api, diagnostics: Diagnostics) -> dict[tuple[str, ...], GroupNames]:
    claims = Claims("tag", diagnostics, reserved.RESOURCES)
    result: dict[tuple[str, ...], GroupNames] = {}
    for group in api.groups:
        words = " ".join(group.path)
        attribute = claims.claim(group.path, [snake(words), snake(spelled(words)), "api"], api.place)
        module = f"{attribute}_" if attribute in reserved.MODULES else attribute
        result[group.path] = GroupNames(attribute, module, pascal(*group.path) or pascal(attribute))
    return result


def _operations(
    index: Index, groups: Mapping[tuple[str, ...], GroupNames], diagnostics: Diagnostics
) -> dict[tuple[str, str], OperationNames]:
    result: dict[tuple[str, str], OperationNames] = {}
    scopes = {path: Claims("operation", diagnostics, reserved.METHODS) for path in groups}
    for operation in sorted(index.api.operations, key=lambda operation: not operation.named):
        where = " ".join(part.strip("{}") for part in operation.path.split("/"))
        method = scopes[operation.group].claim(
            operation.id,
            [
                snake(operation.name),
                snake(operation.id) if operation.id != f"{operation.method} {operation.path}" else "",
                snake(f"{operation.name} {where}"),
                snake(f"{operation.name} {operation.method} {where}"),
            ],
            operation.place,
        )
        cls = groups[operation.group].cls
        switch = operation.stream.switch if operation.stream else ""
        result[operation.method, operation.path] = OperationNames(
            method=method,
            table=f"_{method.strip('_').upper()}",
            params=f"{cls}{pascal(method)}Params",
            switch=safe(snake(switch), reserved.KEYWORDS),
            keywords=_keywords(index, operation, diagnostics),
        )
    return result


def _keywords(index: Index, operation: Operation, diagnostics: Diagnostics) -> dict[tuple[str, str], str]:
    """Path parameters claim first, then the other parameters, then the body's fields."""
    claims = Claims("parameter", diagnostics, reserved.KEYWORDS)
    if operation.stream is not None and operation.stream.switch:
        claims.taken[safe(snake(operation.stream.switch), reserved.KEYWORDS)] = "switch"
    result: dict[tuple[str, str], str] = {}

    def claim(location: str, wire: str, asked: str, at: Place) -> None:
        names = candidates(wire, asked)
        further = [f"{names[1] or names[2]}_", f"{names[1] or names[2]}_{location}", f"{location}_{names[1]}"]
        result[location, wire] = claims.claim((location, wire), [*names, *further], at)

    rank = ["path", "query", "header", "cookie"].index
    for parameter in sorted(operation.parameters, key=lambda parameter: rank(parameter.location)):
        claim(parameter.location, parameter.wire, parameter.name, parameter.place)
    spread = index.spread(operation)
    if spread is not None:
        for f in spread.fields:
            if operation.stream is None or f.wire != operation.stream.switch:
                claim("body", f.wire, f.name, f.place)
    elif operation.body is not None:
        claim("body", "body", "", operation.body.place)
    return result


def _errors(index: Index, diagnostics: Diagnostics) -> tuple[ErrorNames, ...]:
    """One class a documented status, named by its schema where that is for this status alone, else by the status."""
    bodies: dict[str, list[Type]] = {}
    statuses: dict[Type, set[str]] = {}
    examples: dict[str, Response] = {}
    for response in index.error_responses():
        examples.setdefault(response.status, response)
        known = bodies.setdefault(response.status, [])
        body = body_type(response)
        if body is not None:
            statuses.setdefault(body, set()).add(response.status)
            if body not in known:
                known.append(body)
    claims = Claims("error response", diagnostics, reserved.ERRORS)
    result = []
    for status in sorted(bodies, key=lambda status: (not status.isdigit(), status)):
        own = [body for body in bodies[status] if statuses[body] == {status}]
        names = [_status_error(status), f"Status{status}Error"]
        if len(bodies[status]) == 1 and own and isinstance(own[0], Ref) and index.definition(own[0].id).component:
            stem = pascal(*index.definition(own[0].id).name)
            named = stem if stem.endswith(("Error", "Exception")) else f"{stem}Error"
            names = [*([named] if named not in reserved.ERRORS else []), *names]
        cls = "APIError" if status == "default" else claims.claim(status, names, examples[status].place)
        result.append(ErrorNames(status, cls, tuple(bodies[status]), examples[status]))
    return tuple(result)


def _status_error(status: str) -> str:
    ranges = {"1XX": "InformationError", "3XX": "RedirectError", "4XX": "ClientError", "5XX": "ServerError"}
    try:
        phrase = HTTPStatus(int(status)).phrase
    except ValueError:
        return ranges.get(status.upper(), f"Status{pascal(status)}Error")
    stem = pascal(phrase)
    return stem if stem.endswith("Error") else f"{stem}Error"


def _credentials(schemes: tuple[SecurityScheme, ...]) -> dict[str, tuple[str, ...]]:
    """The constructor's keywords of each scheme: `api_key` for a lone secret, else the scheme's own name."""
    secrets = [scheme for scheme in schemes if scheme.kind in {"bearer", "api-key", "oauth2", "openid", "other"}]
    result: dict[str, tuple[str, ...]] = {}
    claims = Claims("security scheme", Diagnostics(), reserved.CLIENT - {"api_key"})
    for scheme in schemes:
        if scheme.kind == "basic":
            plain = ["username", "password"]
            parts = plain if "username" not in claims.taken else [f"{snake(scheme.id)}_{part}" for part in plain]
            result[scheme.id] = tuple(claims.claim(scheme.id, [part], scheme.place) for part in parts)
        elif scheme.kind != "mutual-tls":
            lone = ["api_key"] if len(secrets) == 1 else []
            names = [*lone, *candidates(scheme.id), f"{snake(scheme.id)}_key", f"{snake(scheme.id)}_credential"]
            result[scheme.id] = (claims.claim(scheme.id, names, scheme.place),)
    return result


def _globals(index: Index, credentials: Mapping[str, tuple[str, ...]], diagnostics: Diagnostics) -> dict[str, str]:
    claims = Claims("global parameter", diagnostics, reserved.CLIENT)
    claims.taken.update((keyword, scheme) for scheme, keywords in credentials.items() for keyword in keywords)
    variables = {variable.name: variable for server in index.api.servers for variable in server.variables}
    named = {
        f"{parameter.location}:{parameter.wire}": claims.claim(
            parameter, candidates(parameter.wire, parameter.name), parameter.place
        )
        for parameter in index.api.globals
    }
    servers = {
        f"server:{name}": claims.claim(name, [*candidates(name), f"server_{snake(name)}"], index.api.place)
        for name in variables
    }
    return {**named, **servers}
