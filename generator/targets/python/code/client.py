"""The client: the service's table, and the arguments of the constructor."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import Parameter, SecurityScheme
from generator.targets.python.code import operation_tables as tables
from generator.targets.python.code.docstrings import docstring, first_sentence, prose
from generator.targets.python.code.resources import client_bases
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.views import ArgumentView, ClientView, ResourceView

_SETTINGS = (
    "- `server`, `base_url`: a server by its name in the document, or any other address.",
    "- `timeout`: seconds, or a `Timeout`; on a stream it bounds the silence between two pieces.",
    "- `max_retries`, `retries`: how often a failed attempt is made again, or the whole policy.",
    "- `headers`: sent with every request.",
    "- `http_client`: a client of your own, which is never closed or changed here.",
    "- `hooks`: called before requests, after responses, on errors and on retries.",
    "- `strict_responses`: raise where a response is not what the document says.",
)


def client(index: Index, names: Names, resources: tuple[ResourceView, ...]) -> ClientView:
    """The view of the client module."""
    used: set[str] = {"RetryPolicy", "Service"}
    service = tuple(_service(index, names, used))
    arguments = tuple(_arguments(index, names))
    base, async_base = ((module[1:], cls) for module, cls in client_bases(index.api.operations))
    return ClientView(
        name=names.brand.client,
        async_name=names.brand.async_client,
        docstring=docstring(_about(index, names, "client"), 4),
        async_docstring=docstring(_about(index, names, "async client"), 4),
        service=service,
        base=base[1],
        async_base=async_base[1],
        imports=arrange([base, async_base, *(("._runtime.service", name) for name in used)]),
        init_docstring=docstring(_init(arguments), 8),
        arguments=arguments,
        typing=arrange(_typing(arguments, resources, _server_annotation(index))),
        credentials=tuple(keyword for scheme in index.api.schemes for keyword in names.credentials.get(scheme.id, ())),
        globals=tuple(names.globals[_key(parameter)] for parameter in index.api.globals),
        variables=tuple((literals.string(name), names.globals[f"server:{name}"]) for name in _variables(index)),
        server_annotation=_server_annotation(index),
        resources=resources,
    )


def _typing(
    arguments: tuple[ArgumentView, ...], resources: tuple[ResourceView, ...], server: str
) -> Iterator[tuple[str, str]]:
    """What the annotations of the module name, and no run needs."""
    annotations = " ".join(argument.annotation + argument.async_annotation for argument in arguments)
    yield "collections.abc", "Mapping"
    yield from (("collections.abc", name) for name in ("Awaitable", "Callable") if name in annotations)
    if "Literal" in server:
        yield "typing", "Literal"
    yield "", "httpx2"
    yield "._runtime.call.hooks", "AsyncHooks"
    yield "._runtime.call.hooks", "Hooks"
    yield "._runtime.call.options", "Timeout"
    for resource in resources:
        yield f".resources.{resource.module}", resource.cls
        yield f".resources.{resource.module}", resource.async_cls


def _init(arguments: tuple[ArgumentView, ...]) -> str:
    """The constructor's docstring."""
    lines = [
        f"- `{argument.name}`: {first_sentence(argument.summary) or 'see the document.'}" for argument in arguments
    ]
    return "Make a client. Nothing is sent and no connection is opened.\n\n" + "\n".join([*lines, *_SETTINGS])


def _key(parameter: Parameter) -> str:
    return f"{parameter.location}:{parameter.wire}"


def _variables(index: Index) -> list[str]:
    return list(dict.fromkeys(variable.name for server in index.api.servers for variable in server.variables))


def _about(index: Index, names: Names, kind: str) -> str:
    text = first_sentence(prose(index.api.docs))
    about = f"{text}\n\n" if text.rstrip(".") != names.brand.title else ""
    sharers = "tasks" if kind == "async client" else "threads"
    cost = f"Making one costs nothing: connections and models come with the first call. Many {sharers} may share one."
    variables = [f"`{variable}`" for scheme in index.api.schemes for variable in _environment(scheme, names)]
    keys = f" Credentials that are not given come from the environment: {', '.join(variables)}." if variables else ""
    return f"The {kind} of {names.brand.title}.\n\n{about}{cost}{keys}"


def _service(index: Index, names: Names, used: set[str]) -> Iterator[str]:
    api, brand = index.api, names.brand
    yield f"package={literals.string(brand.package)}"
    yield f"distribution={literals.string(brand.distribution)}"
    yield f"environment={literals.string(brand.environment)}"
    if api.servers:
        used.add("Server")
        yield f"servers=({', '.join(tables.server(server) for server in api.servers)},)"
    schemes = [f"{literals.string(s.id)}: {_scheme(s, names, used)}" for s in api.schemes if s.id in names.credentials]
    if schemes:
        yield f"schemes={{{', '.join(schemes)}}}"
    if api.security:
        yield f"security={tables.security(api.security)}"
    if api.globals:
        used.add("GlobalParameter")
        rows = [_global(parameter, names.globals[_key(parameter)], brand.environment) for parameter in api.globals]
        yield f"parameters=({', '.join(rows)},)"
    if api.retries is not None:
        used.add("RetryPolicy")
        yield f"retries={tables.retries(api.retries)}"


def _environment(scheme: SecurityScheme, names: Names) -> list[str]:
    return [f"{names.brand.environment}_{keyword.upper()}" for keyword in names.credentials.get(scheme.id, ())]


def _scheme(scheme: SecurityScheme, names: Names, used: set[str]) -> str:
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
            token = [f"token_url={literals.string(scheme.token_url)}"] if scheme.token_url else []
            return f"OAuth2({', '.join([*keywords, *variables, *token])})"
        case _:
            used.add("Bearer")
            other = [f"scheme={literals.string(scheme.scheme)}"] if scheme.kind == "http" else []
            return f"Bearer({', '.join([*keywords, *variables, *other])})"


def _global(parameter: Parameter, keyword: str, environment: str) -> str:
    parts = [keyword, parameter.location, parameter.wire, f"{environment}_{keyword.upper()}"]
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
    for parameter in index.api.globals:
        yield ArgumentView(names.globals[_key(parameter)], "str | None", "str | None", prose(parameter.docs))
    for name in _variables(index):
        yield ArgumentView(
            names.globals[f"server:{name}"], "str | None", "str | None", f"The server variable `{name}`."
        )
