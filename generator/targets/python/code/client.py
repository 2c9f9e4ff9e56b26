"""The client: the service's table, and the arguments of the constructor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.ir.index import Index
from generator.ir.types import Parameter, SecurityScheme
from generator.targets.python.code import operation_tables as tables
from generator.targets.python.code.docstrings import docstring, first_sentence, prose, section
from generator.targets.python.code.features import oauth
from generator.targets.python.code.resources import client_bases
from generator.targets.python.names.names import Names
from generator.targets.python.names.package_name import PackageNames
from generator.targets.python.types import literals
from generator.targets.python.types.imports import arrange, order
from generator.targets.python.views.views import ArgumentView, ChildView, ClientView

PATH_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
"""The methods of a client for paths that the document does not have."""
_PATH_METHODS = "._runtime.path_methods"
_SETTINGS = (
    ("server", "A server of the API by its name."),
    ("base_url", "The URL that requests are sent to, in place of a server."),
    ("timeout", "Seconds, or a `Timeout`. On a stream it limits the time between two parts."),
    ("max_retries", "The number of attempts after the first."),
    ("headers", "Headers of every request; None removes one."),
    ("http_client", "An `httpx2` client to send requests with. It is never closed or changed."),
    ("retries", "A `RetryPolicy`, in place of the default one."),
    ("hooks", "Called before requests, after responses, on errors and on retries."),
    ("strict_responses", "Raise an error if a response does not match the API's document."),
    ("max_response_bytes", "The size limit of a response, decompressed, except streams. 256 MiB by default."),
    ("follow_unsafe_redirects", "Follow redirects from https to http, or to another origin with a body."),
)


def client(index: Index, names: Names, resources: tuple[ChildView, ...]) -> ClientView:
    """The view of the client module."""
    used: set[str] = {"RetryPolicy", "Service"}
    service = tuple(_service(index, names, used))
    arguments = tuple(_arguments(index, names))
    literal = "Literal" in _server_annotation(index) or any(map(oauth.exchanges_codes, index.api.schemes))
    deferred = sorted(_deferred(arguments, resources, literal=literal))
    base, async_base = ((module[1:], cls) for module, cls in client_bases(index.api.operations))
    bases = [base[1]], [async_base[1]]
    if has_path_methods(resource.attribute for resource in resources):
        bases = [base[1], "PathMethods"], [async_base[1], "AsyncPathMethods"]
    return ClientView(
        name=names.package_names.client,
        async_name=names.package_names.async_client,
        docstring=docstring(_about(index, names, "client"), 4),
        async_docstring=docstring(_about(index, names, "async client"), 4),
        service=service,
        base=", ".join(bases[0]),
        async_base=", ".join(bases[1]),
        imports=arrange(
            [
                base,
                async_base,
                *((_PATH_METHODS, name) for row in bases for name in row[1:]),
                *([(".", "resources")] if resources else []),
                *(("._runtime.oauth.scheme" if name == oauth.TABLE else "._runtime.service", name) for name in used),
            ]
        ),
        typing=arrange(deferred),
        deferred=tuple(sorted((name for _, name in deferred), key=order)),
        init_docstring=docstring(_init(arguments), 8),
        arguments=arguments,
        credentials=tuple(_credentials(index, names)),
        globals=tuple(names.globals[_key(parameter)] for parameter in index.api.globals),
        variables=tuple((literals.string(name), names.globals[f"server:{name}"]) for name in _variables(index)),
        server_annotation=_server_annotation(index),
        resources=resources,
        has_oauth=oauth.fetches_tokens(index.api),
        code_schemes=tuple(literals.string(s.id) for s in index.api.schemes if oauth.exchanges_codes(s)),
    )


def has_path_methods(resources: Iterable[str]) -> bool:
    """Whether the client has `get` and its neighbours: none of its resources has the name of one."""
    return PATH_METHODS.isdisjoint(resources)


def _credentials(index: Index, names: Names) -> Iterator[str]:
    """The keywords of the constructor that are credentials, or say how to get one."""
    for scheme in index.api.schemes:
        yield from names.credentials.get(scheme.id, ())
        yield from names.grants.get(scheme.id, {}).values()


def _deferred(
    arguments: tuple[ArgumentView, ...], resources: tuple[ChildView, ...], *, literal: bool
) -> Iterator[tuple[str, str]]:
    """The names that the annotations of the module need, each in `_runtime/deferred.py` at run time."""
    annotations = " ".join(argument.annotation + argument.async_annotation for argument in arguments)
    yield "collections.abc", "Mapping"
    yield from (("collections.abc", name) for name in ("Awaitable", "Callable") if name in annotations)
    if literal:
        yield "typing", "Literal"
    if resources:
        yield "functools", "cached_property"
    yield "", "httpx2"
    yield from (("._runtime.call.hooks", name) for name in ("AsyncHooks", "Hooks"))
    yield "._runtime.call.options", "Timeout"


def _init(arguments: tuple[ArgumentView, ...]) -> str:
    """The constructor's docstring."""
    own = [(argument.name, first_sentence(argument.summary)) for argument in arguments]
    return f"Create a client, without opening a connection.\n\n{section('Args', [*own, *_SETTINGS])}"


def _key(parameter: Parameter) -> str:
    return f"{parameter.location}:{parameter.wire}"


def _variables(index: Index) -> list[str]:
    return list(dict.fromkeys(variable.name for server in index.api.servers for variable in server.variables))


def _about(index: Index, names: Names, kind: str) -> str:
    text = first_sentence(prose(index.api.docs))
    about = f"{text}\n\n" if text.rstrip(".") != names.package_names.title else ""
    sharers = "tasks" if kind == "async client" else "threads"
    cost = f"Connections are opened and models imported by the first call. Several {sharers} can share a client."
    variables = [f"`{variable}`" for scheme in index.api.schemes for variable in _environment(scheme, names)]
    variables += [
        f"`{names.package_names.variable(keyword)}`"
        for parts in names.grants.values()
        for part, keyword in parts.items()
        if part != "options"
    ]
    keys = (
        f" Credentials that are not passed are read from the environment: {', '.join(variables)}." if variables else ""
    )
    return f"The {kind} of {names.package_names.title}.\n\n{about}{cost}{keys}"


def _service(index: Index, names: Names, used: set[str]) -> Iterator[str]:
    api, package_names = index.api, names.package_names
    yield f"package={literals.string(package_names.package)}"
    yield f"distribution={literals.string(package_names.distribution)}"
    yield f"version={literals.string(distribution_version(api.version))}"
    yield f"environment={literals.string(package_names.environment)}"
    if api.servers:
        used.add("Server")
        yield f"servers=({', '.join(tables.server(server) for server in api.servers)},)"
    schemes = [
        f"{literals.string(scheme.id)}: {_scheme(scheme, index, names, used)}"
        for scheme in api.schemes
        if scheme.id in names.credentials
    ]
    if schemes:
        yield f"schemes={{{', '.join(schemes)}}}"
    if index.security:
        yield f"security={tables.security(index.security)}"
    if api.globals:
        used.add("GlobalParameter")
        rows = [_global(parameter, names.globals[_key(parameter)], package_names) for parameter in api.globals]
        yield f"parameters=({', '.join(rows)},)"
    if api.retries is not None:
        used.add("RetryPolicy")
        yield f"retries={tables.retries(api.retries)}"


def _environment(scheme: SecurityScheme, names: Names) -> list[str]:
    return [names.package_names.variable(keyword) for keyword in names.credentials.get(scheme.id, ())]


def _scheme(scheme: SecurityScheme, index: Index, names: Names, used: set[str]) -> str:
    if scheme.fetches_tokens:
        used.add(oauth.TABLE)
        return oauth.table(scheme, index, names)
    keywords = [literals.string(keyword) for keyword in names.credentials[scheme.id]]
    variables = [literals.string(variable) for variable in _environment(scheme, names)]
    match scheme.kind:
        case "basic":
            used.add("Basic")
            return f"Basic({', '.join([*keywords, *variables])})"
        case "api-key":
            used.add("ApiKey")
            where = [literals.string(scheme.location or "header"), literals.string(scheme.wire)]
            return f"ApiKey({', '.join([*keywords, *variables, *where])})"
        case "oauth2" | "openid":
            used.add("OAuth2")
            return f"OAuth2({', '.join([*keywords, *variables])})"
        case _:
            used.add("Bearer")
            other = [f"scheme={literals.string(scheme.scheme)}"] if scheme.kind == "http" else []
            return f"Bearer({', '.join([*keywords, *variables, *other])})"


def _global(parameter: Parameter, keyword: str, package_names: PackageNames) -> str:
    parts = [keyword, parameter.location, parameter.wire, package_names.variable(keyword)]
    return f"GlobalParameter({', '.join(literals.string(part) for part in parts)})"


def _server_annotation(index: Index) -> str:
    known = [literals.string(server.name) for server in index.api.servers if server.name]
    return f"Literal[{', '.join(known)}] | None" if known else "str | None"


def _arguments(index: Index, names: Names) -> Iterator[ArgumentView]:
    secret = "str | Callable[[], str] | None"
    async_secret = "str | Callable[[], str] | Callable[[], Awaitable[str]] | None"
    for scheme in index.api.schemes:
        for keyword in names.credentials.get(scheme.id, ()):
            plain = scheme.kind == "basic"
            yield ArgumentView(
                keyword, "str | None" if plain else secret, "str | None" if plain else async_secret, prose(scheme.docs)
            )
        yield from oauth.arguments(scheme, names)
    for parameter in index.api.globals:
        yield ArgumentView(names.globals[_key(parameter)], "str | None", "str | None", prose(parameter.docs))
    for name in _variables(index):
        yield ArgumentView(
            names.globals[f"server:{name}"], "str | None", "str | None", f"The server variable `{name}`."
        )


def distribution_version(text: str) -> str:
    """The version of the API as that of a distribution (PEP 440), or `0.0.0`."""
    match = re.match(r"v?(\d+(?:\.\d+){0,3})((?:a|b|rc)\d+$)?", text.strip())
    return match[1] + (match[2] or "") if match else "0.0.0"
