"""Build the request draft of a call from its arguments, without clock, network or credentials."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote
from uuid import uuid4

from ..call.options import RequestOptions
from ..errors import ConfigurationError, RequestError
from ..json_types import is_object
from ..operation import Operation, Parameter
from ..settings import Settings, resolve_base_url
from ..transport.user_agent import user_agent
from .content import Content
from .headers import HeaderMap, merge, put
from .parameters import (
    cookie_pairs,
    extra_query,
    header_value,
    path_segment,
    query_pairs,
    query_string,
)

AnyOperation: TypeAlias = Operation[Any]
_KEY = "Idempotency-Key"
"""The header of a key that is passed to an operation without a header of its own."""


class Draft:
    """A request without credentials; `query` and `cookies` are encoded, `url` has no query.

    A pair of `query` without a value is sent without an equals sign. `has_key` is whether an
    idempotency key is among the headers.
    """

    __slots__ = ("body", "cookies", "has_key", "headers", "method", "query", "url")

    def __init__(self, method: str, url: str, headers: HeaderMap) -> None:
        self.method = method
        self.url = url
        self.headers = headers
        self.body: Content = b""
        self.query: list[tuple[str, str | None]] = []
        self.cookies: list[tuple[str, str]] = []
        self.has_key = False


def draft(
    settings: Settings,
    operation: AnyOperation,
    arguments: Mapping[str, Any],
    options: RequestOptions,
    *,
    accept: str = "",
    members: Mapping[str, Any] | None = None,
) -> Draft:
    """Build the request of a call.

    `accept` replaces the operation's media types, `members` are added to the body. Raises
    `TypeError` for an unknown or missing keyword, as a Python call does, and `RequestError` for a
    value that cannot be sent.
    """
    check_keywords(operation, arguments)
    if operation.deprecated or operation.deprecated_keywords:
        from ..call.deprecation import warn_deprecated

        warn_deprecated(operation, arguments)
    headers = default_headers(settings, accept or operation.accept).copy()
    result = Draft(operation.method, "", headers)
    path = operation.path
    if operation.parameters or settings.service.parameters or "{" in path:
        path = _place_parameters(result, settings, operation, arguments)
    base, _, query = _base_url(settings, operation, options).partition("?")
    result.url = base + path
    if operation.fixed_query:
        given = {name for name, _ in result.query}
        result.query[:0] = [pair for pair in operation.fixed_query if pair[0] not in given]
    if query:
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        result.query[:0] = [(name, value if equals else None) for name, equals, value in pairs]
    extra = options.get("body")
    _put_body(result, operation, arguments, {**members, **(extra or {})} if members else extra)
    if options:
        _apply_options(result, operation, options)
    elif operation.idempotency_header:
        _put_key(headers, operation.idempotency_header)
    result.has_key = (operation.idempotency_header or _KEY).lower().encode() in headers
    return result


def check_keywords(operation: AnyOperation, arguments: Mapping[str, Any]) -> None:
    """Raise the `TypeError` for an unknown or missing keyword, with the closest known name."""
    if not operation.keywords.issuperset(arguments):
        for keyword in arguments:
            if keyword not in operation.keywords:
                from difflib import get_close_matches

                near = get_close_matches(keyword, sorted(operation.keywords), n=1, cutoff=0.6)
                hint = f". Did you mean '{near[0]}'?" if near else ""
                raise TypeError(
                    f"{operation.name}() got an unexpected keyword argument '{keyword}'{hint}"
                )
    missing = [keyword for keyword in operation.required if keyword not in arguments]
    if missing:
        names = ", ".join(f"'{keyword}'" for keyword in missing)
        plural = "s" if len(missing) > 1 else ""
        raise TypeError(f"{operation.name}() missing required keyword argument{plural}: {names}")


def default_headers(settings: Settings, accept: str) -> HeaderMap:
    """The headers that all calls with a media type have in common, cached; copy before changing.

    In this order: the client's header parameters, its `headers`, the runtime's own.
    """
    key = ("headers", accept)
    headers: HeaderMap | None = settings.cache.get(key)
    if headers is None:
        headers = {}
        put(headers, "Accept", accept)
        put(headers, "User-Agent", user_agent(settings.service))
        merge(headers, settings.headers)
        for parameter, value in _client_parameters(settings):
            if parameter.location == "header":
                put(headers, parameter.wire, header_value(parameter, value))
        settings.cache[key] = headers
    return headers


def _base_url(settings: Settings, operation: AnyOperation, options: RequestOptions) -> str:
    """The base URL of a call: set by its options, else by the client, else by the operation."""
    base_url, server = options.get("base_url"), options.get("server")
    variables = options.get("server_variables")
    if not (base_url or server or variables) and (settings.located or not operation.servers):
        base = settings.base_url
    else:
        servers = operation.servers or settings.service.servers
        chosen = server or (None if operation.servers else settings.server)
        merged = {**settings.variables, **(variables or {})}
        base = resolve_base_url(settings.service, servers, chosen, base_url, merged)
    if "://" not in base:
        raise ConfigurationError("base_url: required, as the document has no server with a host")
    return base


def _place_parameters(
    result: Draft,
    settings: Settings,
    operation: AnyOperation,
    arguments: Mapping[str, Any],
) -> str:
    """Put each parameter in its place, and return the path."""
    path = operation.path
    for parameter, value in _provided(settings, operation, arguments):
        if parameter.prepare is not None:
            value = parameter.prepare(value)
        if parameter.location == "path":
            path = path.replace("{" + parameter.wire + "}", path_segment(parameter, value))
        elif value is None:
            continue
        elif parameter.location == "header":
            put(result.headers, parameter.wire, header_value(parameter, value))
        elif parameter.location == "query":
            result.query += query_pairs(parameter, value)
        elif parameter.location == "cookie":
            result.cookies += cookie_pairs(parameter, value)
        else:
            result.query += query_string(parameter, value)
    if "{" in path:
        raise ConfigurationError(f"{operation.name}: no value for a parameter of the path {path}")
    if path is not operation.path and not {".", ".."}.isdisjoint(map(unquote, path.split("/"))):
        message = "a path parameter cannot be '.' or '..', which would change the path"
        raise RequestError(message, path="path")
    return path


def _provided(
    settings: Settings,
    operation: AnyOperation,
    arguments: Mapping[str, Any],
) -> list[tuple[Parameter, Any]]:
    """The parameters that have a value. Those of the call take precedence over the client's."""
    provided = [
        (parameter, arguments.get(parameter.keyword, parameter.constant))
        for parameter in operation.parameters
        if parameter.keyword in arguments or parameter.constant is not None
    ]
    own = {(parameter.location, parameter.wire) for parameter, _ in provided}
    for parameter, value in _client_parameters(settings):
        if parameter.location == "header" or (parameter.location, parameter.wire) in own:
            continue
        if parameter.location != "path" or "{" + parameter.wire + "}" in operation.path:
            provided.append((parameter, value))
    return provided


def _client_parameters(settings: Settings) -> list[tuple[Parameter, Any]]:
    """The client's parameters that have a value, from its constructor or the environment."""
    known: list[tuple[Parameter, Any]] | None = settings.cache.get("parameters")
    if known is None:
        known = []
        for parameter in settings.service.parameters:
            value = settings.parameters.get(parameter.keyword)
            if value is None and parameter.environment:
                value = os.environ.get(parameter.environment) or None
            if value is not None:
                table = Parameter(parameter.keyword, parameter.location, parameter.wire)
                known.append((table, value))
        settings.cache["parameters"] = known
    return known


def _put_body(
    result: Draft,
    operation: AnyOperation,
    arguments: Mapping[str, Any],
    extra: Mapping[str, Any] | None,
) -> None:
    """Encode the body, with its constants and additional members."""
    body = operation.body
    if body is None:
        return
    value: Any
    if body.fields is not None:
        wires = body.wires
        value = {wires[name]: item for name, item in arguments.items() if name in wires}
        if value or extra or not (body.optional and body.required):
            for wire, constant in body.constants.items():
                value.setdefault(wire, constant)
    elif "body" in arguments:
        value = arguments["body"]
    elif extra:
        value = {}
    else:
        return
    if not value and body.optional and not extra and "body" not in arguments:
        return
    if extra:
        if not is_object(value):
            raise RequestError("expected a body that is an object", path="options.body")
        value = {**value, **extra}
    if body.prepare is not None:
        value = body.prepare(value)
    result.body, media_type = body.encode(value)
    result.headers.setdefault(b"content-type", (b"Content-Type", media_type.encode("ascii")))


def _apply_options(result: Draft, operation: AnyOperation, options: RequestOptions) -> None:
    query = options.get("query")
    if query:
        more = extra_query(query)
        result.query = [pair for pair in result.query if pair[0] not in more]
        result.query += [pair for pairs in more.values() for pair in pairs]
    accept = options.get("accept")
    if accept:
        put(result.headers, "Accept", accept)
    key, header = options.get("idempotency_key"), operation.idempotency_header
    if key:
        put(result.headers, header or _KEY, key)
    elif header:
        _put_key(result.headers, header)
    merge(result.headers, options.get("headers"))


def _put_key(headers: HeaderMap, name: str) -> None:
    """Set a new idempotency key, unless the caller has passed one."""
    if name.lower().encode() not in headers:
        put(headers, name, str(uuid4()))
