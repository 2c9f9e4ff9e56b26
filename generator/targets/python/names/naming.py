"""Every identifier of the generated SDK, decided here and nowhere else, from the IR and the settings.

A name is claimed in rounds: what the document names itself first, then what is named by where it stands. Each has a
list of candidates, best first, that all mean something (its words, its path, its kind); the first free one is taken.
Where none is free, the collision is an error that asks for a name. No name gets a number, or depends on a later one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from generator.diagnostics.model import Diagnostics
from generator.ir.index import Index, body_type
from generator.ir.types import Alias, Content, Definition, Object, Operation, Place, Ref, Response, Type
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import module, pascal, safe, snake, spelled
from generator.targets.python.names.name_scope import Claims, Pins, candidates
from generator.targets.python.names.names import ErrorNames, GroupNames, Names, OperationNames
from generator.targets.python.names.package_name import Brand


def decide(index: Index, brand: Brand, diagnostics: Diagnostics, pins: Pins | None = None) -> Names:
    """All names of an SDK. Takes the IR, the brand and what is settled; collisions become `name-collision` errors."""
    pins = pins or Pins()
    names = _Naming(index, brand, diagnostics, pins).names()
    pins.check(diagnostics)
    return names


class _Naming:
    """The naming of one SDK, scope by scope."""

    def __init__(self, index: Index, brand: Brand, diagnostics: Diagnostics, pins: Pins) -> None:
        self.index = index
        self.api = index.api
        self.brand = brand
        self.diagnostics = diagnostics
        self.pins = pins

    def names(self) -> Names:
        types = self.types()
        groups = self.groups()
        credentials = self.credentials()
        return Names(
            brand=self.brand,
            types=types,
            twins=self.twins(types),
            fields={key: name for d in self.api.definitions for key, name in self.fields(d).items()},
            groups=groups,
            operations=self.operations(groups),
            errors=self.errors(),
            credentials=credentials,
            globals=self.globals(credentials),
        )

    def claims(self, kind: str, what: str, names: frozenset[str], owners: Iterable[str]) -> Claims:
        claims = Claims(kind, what, self.pins, self.diagnostics, names)
        claims.hold(owners)
        return claims

    def types(self) -> dict[str, str]:
        definitions = self.api.definitions
        claims = self.claims("type", "schema", reserved.TYPES, (d.id for d in definitions))
        named = sorted(definitions, key=lambda d: (not d.component, pascal(*d.name) != "".join(d.name)))
        return {d.id: claims.claim(d.id, _type_candidates(d), d.place, _further_types(d)) for d in named}

    def twins(self, types: Mapping[str, str]) -> dict[str, str]:
        """Names of typed dicts, beside the types they are twins of."""
        claims = self.claims("twin", "typed dict", reserved.TYPES, types)
        claims.taken.update(dict.fromkeys(types.values(), ""))
        return {
            d.id: claims.claim(d.id, [f"{types[d.id]}{suffix}" for suffix in ("Param", "Dict", "TypedDict")], d.place)
            for d in self.api.definitions
        }

    def fields(self, definition: Definition) -> dict[tuple[str, str], str]:
        if isinstance(definition.shape, Alias):
            return {}
        owner = definition.id
        wires = [f"{owner}.{f.wire}" for f in definition.shape.fields]
        claims = self.claims("field", "property", reserved.FIELDS, wires)
        ordered = sorted(definition.shape.fields, key=lambda f: (not f.name, snake(f.wire) != f.wire))
        return {
            (owner, f.wire): claims.claim(f"{owner}.{f.wire}", candidates(f.wire, f.name), f.place) for f in ordered
        }

    def groups(self) -> dict[tuple[str, ...], GroupNames]:
        owners = {group.path: ".".join(group.path) for group in self.api.groups}
        claims = self.claims("group", "tag", reserved.RESOURCES, owners.values())
        classes = self.claims("class", "tag", reserved.RESOURCE_CLASSES, owners.values())
        classes.taken.update({self.brand.client: "", self.brand.async_client: ""})
        suffixes = ("", "_requests", "_params")
        result: dict[tuple[str, ...], GroupNames] = {}
        for group in self.api.groups:
            words = " ".join(group.path)
            owner = owners[group.path]
            attribute = claims.claim(
                owner, [snake(words), snake(spelled(words)), "api"], self.api.place, [f"{snake(words)}_api"]
            )
            stem = pascal(*group.path) or pascal(attribute)
            free = [name for name in (stem, f"{stem}Resource") if _is_free(name, classes)]
            further = [name for name in (f"{stem}Operations",) if _is_free(name, classes)]
            cls = classes.claim(owner, free, self.api.place, further)
            classes.taken.setdefault(f"Async{cls}", owner)
            result[group.path] = GroupNames(attribute, module(attribute), cls)
        taken = {f"{names.module}{suffix}" for names in result.values() for suffix in suffixes[1:]} | reserved.MODULES
        for path, names in result.items():
            if names.module in taken:
                result[path] = GroupNames(names.attribute, f"{names.module}_", names.cls)
        return result

    def operations(self, groups: Mapping[tuple[str, ...], GroupNames]) -> dict[tuple[str, str], OperationNames]:
        result: dict[tuple[str, str], OperationNames] = {}
        scopes: dict[tuple[str, ...], Claims] = {}
        ids = Counter((operation.group, snake(operation.id)) for operation in self.api.operations)
        for path in groups:
            owners = [f"{op.method} {op.path}" for op in self.api.operations if op.group == path]
            scopes[path] = self.claims("method", "operation", reserved.METHODS, owners)
        for operation in sorted(self.api.operations, key=lambda operation: not operation.named):
            best, further = _method_candidates(operation, unique=ids[operation.group, snake(operation.id)] == 1)
            owner = f"{operation.method} {operation.path}"
            method = scopes[operation.group].claim(owner, best, operation.place, further)
            cls = groups[operation.group].cls
            switch = operation.stream.switch if operation.stream else ""
            result[operation.method, operation.path] = OperationNames(
                method=method,
                table=f"_{method.strip('_').upper()}",
                params=f"{cls}{pascal(method)}Params",
                further_params=_further_params(f"{cls}{pascal(method)}", self.index.choices(operation)[1:]),
                content_type="content_type" if len(self.index.choices(operation)) > 1 else "",
                switch=safe(snake(switch), reserved.KEYWORDS),
                keywords=self.keywords(operation),
            )
        return result

    def keywords(self, operation: Operation) -> dict[tuple[str, str], str]:
        """Path parameters claim first, then the other parameters, then the body's fields."""
        key = f"{operation.method} {operation.path}"
        choices = self.index.choices(operation)
        spreads = [self.index.spread(operation, content) for content in choices]
        fields = list({f.wire: f for spread in spreads if spread is not None for f in spread.fields}.values())
        owners = [f"{key} {parameter.location} {parameter.wire}" for parameter in operation.parameters]
        owners += [f"{key} body {f.wire}" for f in fields]
        claims = self.claims("keyword", "parameter", reserved.KEYWORDS, owners)
        if operation.stream is not None and operation.stream.switch:
            claims.taken[safe(snake(operation.stream.switch), reserved.KEYWORDS)] = "switch"
        if len(choices) > 1:
            claims.taken["content_type"] = ""
        result: dict[tuple[str, str], str] = {}

        def claim(location: str, wire: str, asked: str, at: Place) -> None:
            names = candidates(wire, asked)
            further = [f"{names[1] or names[2]}_", f"{names[1] or names[2]}_{location}", f"{location}_{names[1]}"]
            claims.reserved = reserved.POSITIONAL if location == "path" else reserved.KEYWORDS
            result[location, wire] = claims.claim(f"{key} {location} {wire}", [*names, *further], at)

        rank = ["path", "query", "querystring", "header", "cookie"].index
        for parameter in sorted(operation.parameters, key=lambda parameter: rank(parameter.location)):
            claim(parameter.location, parameter.wire, parameter.name, parameter.place)
        for f in fields:
            if operation.stream is None or f.wire != operation.stream.switch:
                claim("body", f.wire, f.name, f.place)
        if operation.body is not None and None in spreads and ("body", "body") not in result:
            claim("body", "body", "", operation.body.place)
        return result

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
        claims = self.claims("error", "error response", reserved.ERRORS | {self.brand.error}, bodies)
        result = []
        for status in sorted(bodies, key=lambda status: (not status.isdigit(), status)):
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
                names = [*([named] if named not in reserved.ERRORS else []), *names]
            cls = "APIError" if status == "default" else claims.claim(status, names, examples[status].place)
            result.append(ErrorNames(status, cls, tuple(bodies[status]), examples[status]))
        return tuple(result)

    def credentials(self) -> dict[str, tuple[str, ...]]:
        """The constructor's keywords of each scheme: `api_key` for a lone secret, else the scheme's own name."""
        schemes = self.api.schemes
        secrets = [scheme for scheme in schemes if scheme.kind in {"bearer", "http", "api-key", "oauth2", "openid"}]
        result: dict[str, tuple[str, ...]] = {}
        claims = self.claims("credential", "security scheme", reserved.CLIENT - {"api_key"}, ())
        for scheme in schemes:
            if scheme.kind == "basic":
                plain = ["username", "password"]
                parts = plain if "username" not in claims.taken else [f"{snake(scheme.id)}_{part}" for part in plain]
                result[scheme.id] = tuple(claims.claim(f"{scheme.id}.{part}", [part], scheme.place) for part in parts)
            elif scheme.kind not in {"mutual-tls", "challenge", "other"}:
                lone = ["api_key"] if len(secrets) == 1 else []
                names = [*lone, *candidates(scheme.id), f"{snake(scheme.id)}_key", f"{snake(scheme.id)}_credential"]
                result[scheme.id] = (claims.claim(scheme.id, names, scheme.place),)
        return result

    def globals(self, credentials: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        claims = self.claims("global", "global parameter", reserved.CLIENT, ())
        claims.taken.update((keyword, scheme) for scheme, keywords in credentials.items() for keyword in keywords)
        variables = {variable.name: variable for server in self.api.servers for variable in server.variables}
        named = {
            f"{parameter.location}:{parameter.wire}": claims.claim(
                f"{parameter.location}:{parameter.wire}", candidates(parameter.wire, parameter.name), parameter.place
            )
            for parameter in self.api.globals
        }
        servers = {
            f"server:{name}": claims.claim(
                f"server:{name}", [*candidates(name), f"server_{snake(name)}"], self.api.place
            )
            for name in variables
        }
        return {**named, **servers}


def _is_free(cls: str, classes: Claims) -> bool:
    """Whether both classes of a resource can have their names."""
    return {cls, f"Async{cls}"}.isdisjoint(reserved.RESOURCE_CLASSES | classes.taken.keys())


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


def _further_types(definition: Definition) -> list[str]:
    """Names for a component that differs in spelling alone from one that has the name: by its kind, by its letters."""
    if not definition.component:
        return []
    plain = pascal(*definition.name)
    kind = "Object" if isinstance(definition.shape, Object) else "Value"
    return [f"{plain}{kind}", f"{plain}Schema", _lettered(definition.name)]


def _lettered(name: Iterable[str]) -> str:
    """The letters and digits of a name, cased as they are but for the first."""
    letters = "".join(char for part in name for char in part if char.isalnum())
    return pascal(letters)


def _further_params(stem: str, contents: Iterable[Content]) -> tuple[str, ...]:
    """Names of typed dicts by the kind of each media type, or by the media type where a kind has several."""
    found: list[str] = []
    for content in contents:
        names = [f"{stem}{pascal(content.kind)}Params", f"{stem}{pascal(content.media_type)}Params"]
        found.append(next((name for name in names if name not in found), names[-1]))
    return tuple(found)


def _status_error(status: str) -> str:
    ranges = {"1XX": "InformationError", "3XX": "RedirectError", "4XX": "ClientError", "5XX": "ServerError"}
    try:
        phrase = HTTPStatus(int(status)).phrase
    except ValueError:
        return ranges.get(status.upper(), f"Status{pascal(status)}Error")
    stem = pascal(phrase)
    return stem if stem.endswith("Error") else f"{stem}Error"


def _method_candidates(operation: Operation, *, unique: bool) -> tuple[list[str], list[str]]:
    """The name, else the whole operationId where it is unique; and words of path and method for where it is not.

    Where two operations of a group have one operationId, in whatever spelling, the first keeps it.
    """
    name = operation.name
    where = " ".join(part.strip("{}") for part in (*operation.route.split("/"), operation.path.partition("#")[2]))
    longer = [snake(f"{name} {where}"), snake(f"{name} {operation.method} {where}")]
    if operation.id == f"{operation.method} {operation.path}":
        return [snake(name), *longer], []
    if unique or operation.named:
        return [snake(name), snake(operation.id)], longer
    return [snake(operation.id)], [snake(name), *longer]
