"""Requests for the operations of a document, made from it alone: valid ones, and the same with one fault each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from generator.diagnostics.model import Diagnostics
from generator.document.resolver import Document
from generator.ir.types import ABSENT, Api, Place, media_kind
from generator.lower.context import Context
from generator.mock.endpoints import Endpoint, Given, Media, endpoints
from generator.mock.response.sampler import Sampler
from generator.mock.routes import route_of
from generator.mock.schemas.validators import Validators

_BOUNDARY = "sdkwright"


@dataclass(frozen=True)
class Planned:
    """A request. `fault` says what is wrong with it, empty if nothing is; `expected` is the status class."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    key: str = ""
    fault: str = ""
    expected: int = 200
    media: Place | None = None
    """The place of the media type in the document, for a JSON body."""


class Planner:
    """Plans requests for the operations of an API."""

    def __init__(self, document: Document, api: Api) -> None:
        self.context = Context(document, Diagnostics())
        self.endpoints = endpoints(document, api, self.context)
        self._schemes = {scheme.id: scheme for scheme in api.schemes}
        self.sampler = Sampler(Validators(self.context, "request"))

    def valid(self, endpoint: Endpoint, *, complete: bool) -> Planned | None:
        """A valid request with all or the required arguments; None where the document has no valid value for one."""
        path = route_of(endpoint.operation)
        query, headers = list(_constant(endpoint)), self._credentials(endpoint)
        cookies: list[str] = []
        for given in endpoint.parameters:
            parameter = given.parameter
            if not (complete or parameter.required):
                continue
            value = self.value(given)
            if value is ABSENT:
                if parameter.required:
                    return None
                continue
            if parameter.location == "path":
                text = _simple(value, parameter.explode)
                if not text or parameter.style != "simple" or "/" in text:
                    return None
                path = path.replace(f"{{{parameter.wire}}}", quote(text, safe=""))
            elif parameter.location == "query":
                query += _query(given, value)
            elif parameter.location == "header":
                headers[parameter.wire] = _simple(value, parameter.explode)
            elif parameter.location == "cookie":
                cookies.append(f"{parameter.wire}={quote(_simple(value, False))}")
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        body, place = b"", None
        if endpoint.body_contents and (complete or (endpoint.body and endpoint.body.value.get("required") is True)):
            sent = self._body(endpoint)
            if sent is None:
                return None
            headers["Content-Type"], body = sent
            json_body = self.json_body(endpoint)
            place = json_body[0].node.place if json_body is not None else None
        target = path + ("?" + "&".join(query) if query else "")
        return Planned(endpoint.operation.method, target, headers, body, endpoint.key, media=place)

    def value(self, given: Given) -> Any:
        """A valid value of a parameter, or `ABSENT`."""
        value = self.sampler.sample(given.schema) if given.schema is not None else "x"
        is_valid = given.schema is None or (
            value is not ABSENT and self.sampler.validator(given.schema).is_valid(value)
        )
        return value if is_valid and value not in ("", [], {}, None) else ABSENT

    def json_body(self, endpoint: Endpoint) -> tuple[Media, Any] | None:
        """The JSON media type of the body with a valid value of it."""
        for media in endpoint.body_contents:
            if media_kind(media.media_type) == "json" and "*" not in media.media_type and media.schema is not None:
                value = self.sampler.sample(media.schema)
                if value is not ABSENT and self.sampler.validator(media.schema).is_valid(value):
                    return media, value
        return None

    def _body(self, endpoint: Endpoint) -> tuple[str, bytes] | None:
        found = self.json_body(endpoint)
        if found is not None:
            return found[0].media_type, json.dumps(found[1]).encode()
        for media in endpoint.body_contents:
            kind = media_kind(media.media_type)
            value = self.sampler.sample(media.schema)
            valid = media.schema is None or (
                value is not ABSENT and self.sampler.validator(media.schema).is_valid(value)
            )
            if not valid:
                continue
            if kind == "form" and isinstance(value, dict) and all(map(_is_scalar, value.values())):
                pairs = (
                    f"{quote(name, safe='')}={quote(_simple(item, False), safe='')}" for name, item in value.items()
                )
                return media.media_type, "&".join(pairs).encode()
            if media.media_type == "multipart/form-data" and isinstance(value, dict):
                if all(map(_is_scalar, value.values())):
                    return f"multipart/form-data; boundary={_BOUNDARY}", _multipart(value)
            elif kind in {"binary", "text"} and "*" not in media.media_type:
                return media.media_type, b"Hello"
        return None

    def _credentials(self, endpoint: Endpoint) -> dict[str, str]:
        headers: dict[str, str] = {}
        for requirement in next(iter(endpoint.operation.security), ()):
            scheme = self._schemes.get(requirement.scheme)
            if scheme is None:
                continue
            if scheme.kind == "api-key" and scheme.location == "header":
                headers[scheme.wire] = "secret"
            elif scheme.kind == "api-key" and scheme.location == "cookie":
                headers["Cookie"] = f"{scheme.wire}=secret"
            elif scheme.kind == "basic":
                headers["Authorization"] = "Basic YTpi"
            else:
                headers["Authorization"] = "Bearer secret"
        return headers

    def requests(self) -> Iterator[tuple[Endpoint, Planned]]:
        """The valid requests of all operations, with all arguments and with the required ones."""
        for endpoint in self.endpoints:
            seen: set[tuple[str, bytes]] = set()
            for complete in (False, True):
                planned = self.valid(endpoint, complete=complete)
                if planned is not None and (planned.target, planned.body) not in seen:
                    seen.add((planned.target, planned.body))
                    yield endpoint, planned

    def broken(self, endpoint: Endpoint, planned: Planned) -> Iterator[Planned]:
        """The request with one fault, for each kind of fault that it can have."""
        if endpoint.operation.security and all(endpoint.operation.security):
            names = {scheme.wire for scheme in self._schemes.values()} | {"Authorization", "Cookie"}
            headers = {name: value for name, value in planned.headers.items() if name not in names}
            if "Cookie" not in planned.headers and headers != planned.headers:
                yield replace(planned, headers=headers, fault="no credentials", expected=401)
        yield replace(planned, target=f"/nothing{planned.target}", fault="unknown path", expected=404)
        yield from self._broken_parameters(endpoint, planned)
        body = self.json_body(endpoint)
        if body is not None and planned.headers.get("Content-Type") == body[0].media_type and planned.body:
            yield from self._broken_bodies(endpoint, planned, body[0], body[1])

    def _broken_parameters(self, endpoint: Endpoint, planned: Planned) -> Iterator[Planned]:
        for given in endpoint.parameters:
            parameter, kinds = given.parameter, _kinds(given)
            if parameter.location == "query" and parameter.required:
                kept = [
                    pair for pair in planned.target.partition("?")[2].split("&") if not _is_of(pair, parameter.wire)
                ]
                target = planned.target.partition("?")[0] + ("?" + "&".join(kept) if kept else "")
                if target != planned.target:
                    yield replace(planned, target=target, fault="no required query parameter", expected=422)
            if parameter.location == "query" and kinds in ({"integer"}, {"boolean"}):
                joint = "&" if "?" in planned.target else "?"
                kept = [
                    pair for pair in planned.target.partition("?")[2].split("&") if not _is_of(pair, parameter.wire)
                ]
                pairs = [*filter(None, kept), f"{quote(parameter.wire, safe='')}=nonsense"]
                target = f"{planned.target.partition(joint)[0].partition('?')[0]}?{'&'.join(pairs)}"
                yield replace(planned, target=target, fault="query parameter of the wrong type", expected=422)
            if parameter.location == "header" and parameter.required and parameter.wire in planned.headers:
                headers = {name: value for name, value in planned.headers.items() if name != parameter.wire}
                yield replace(planned, headers=headers, fault="no required header", expected=422)

    def _broken_bodies(self, endpoint: Endpoint, planned: Planned, media: Media, value: Any) -> Iterator[Planned]:
        required = endpoint.body is not None and endpoint.body.value.get("required") is True
        if required:
            headers = {name: text for name, text in planned.headers.items() if name != "Content-Type"}
            yield replace(planned, headers=headers, body=b"", fault="no body", expected=422)
        yield replace(planned, body=planned.body[:-1] + b"!", fault="malformed JSON", expected=422)
        headers = {**planned.headers, "Content-Type": "application/x-unknown"}
        if all("*" not in media.media_type for media in endpoint.body_contents):
            yield replace(planned, headers=headers, fault="media type that is not declared", expected=415)
        assert media.schema is not None
        validator = self.sampler.validator(media.schema)
        for fault, broken in _broken_values(value):
            if not validator.is_valid(broken):
                yield replace(planned, body=json.dumps(broken).encode(), fault=fault, expected=422)


def _broken_values(value: Any) -> Iterator[tuple[str, Any]]:
    yield "body of the wrong type", [] if isinstance(value, dict) else {"x": [1]}
    if not isinstance(value, dict):
        return
    for name in value:
        rest = {key: item for key, item in value.items() if key != name}
        yield "no required property", rest
        yield "property of the wrong type", {**value, name: {"unexpected": [1]}}
        if isinstance(value[name], str):
            yield "value outside the enumeration, format or length", {**value, name: "!" * 5}
        if isinstance(value[name], int):
            yield "number out of bounds", {**value, name: -(10**12)}


def _constant(endpoint: Endpoint) -> Iterator[str]:
    for name, value in endpoint.operation.query:
        yield name if value is None else f"{name}={value}"


def _is_of(pair: str, wire: str) -> bool:
    name = pair.partition("=")[0]
    return name == quote(wire, safe="") or name.startswith(f"{quote(wire, safe='')}[")


def _kinds(given: Given) -> set[str]:
    schema = given.schema
    kind = schema.value.get("type") if schema is not None and schema.is_mapping else None
    return {kind} if isinstance(kind, str) else set()


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)


def _simple(value: Any, explode: bool) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    if isinstance(value, dict):
        separator = "=" if explode else ","
        return ",".join(f"{name}{separator}{_text(item)}" for name, item in value.items())
    return _text(value)


def _query(given: Given, value: Any) -> Sequence[str]:
    parameter = given.parameter
    name = quote(parameter.wire, safe="[]")
    if parameter.media_type:
        return [f"{name}={quote(json.dumps(value), safe='')}"]
    if isinstance(value, list):
        texts = [quote(_text(item), safe="") for item in value]
        separator = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}.get(parameter.style, ",")
        return [f"{name}={text}" for text in texts] if parameter.explode else [f"{name}={separator.join(texts)}"]
    if isinstance(value, dict):
        texts = {quote(key, safe=""): quote(_text(item), safe="") for key, item in value.items()}
        if parameter.style == "deepObject":
            return [f"{name}[{key}]={text}" for key, text in texts.items()]
        if parameter.explode:
            return [f"{key}={text}" for key, text in texts.items()]
        return [f"{name}={','.join(part for pair in texts.items() for part in pair)}"]
    return [f"{name}={quote(_text(value), safe='')}"]


def _multipart(value: dict[str, Any]) -> bytes:
    parts = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{_text(item)}\r\n'
        for name, item in value.items()
    )
    return f"{parts}--{_BOUNDARY}--\r\n".encode()
