"""Validate requests against the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from generator.document.node import Node
from generator.ir.types import Json, media_kind
from generator.lower.schema.json_values import is_list
from generator.mock.endpoints import Endpoint, Given, Media
from generator.mock.http.messages import Request, unquoted
from generator.mock.preferences import IN_QUERY
from generator.mock.problems import Fault
from generator.mock.request.bodies import Unreadable, body_values, matching, parse_json
from generator.mock.request.coercion import Raw, readings
from generator.mock.request.parameters import ParameterReader
from generator.mock.schemas.kinds import KindReader
from generator.mock.schemas.validators import SchemaFault, Validators

_ABSENT: Final = object()


@dataclass(frozen=True)
class Checked:
    """A request that was read: the values of its parameters by place and name, its body, and what is wrong with it."""

    parameters: dict[tuple[str, str], Json]
    body: Json
    media: Media | None
    faults: Sequence[Fault]
    unsupported: str = ""
    """The message where the media type of the body is not declared."""


class RequestValidator:
    """Validates requests. With `strict`, what the document does not declare is a fault too."""

    def __init__(self, validators: Validators, kinds: KindReader, known_query: set[str], *, strict: bool) -> None:
        self._validators = validators
        self._kinds = kinds
        self._strict = strict
        self._known_query = known_query | IN_QUERY

    def check(self, endpoint: Endpoint, variables: dict[str, str], request: Request) -> Checked:
        """Read and validate a request for an operation."""
        reader = ParameterReader(request, variables, self._kinds)
        faults: list[Fault] = []
        values: dict[tuple[str, str], Json] = {}
        for given in endpoint.parameters:
            value = self._parameter(given, reader, faults)
            if value is not _ABSENT:
                values[given.parameter.location, given.parameter.wire] = value
        if self._strict:
            faults += self._undeclared(endpoint, reader, request)
        body, media, unsupported = self._body(endpoint, request, faults)
        return Checked(values, body, media, faults, unsupported)

    def _parameter(self, given: Given, reader: ParameterReader, faults: list[Fault]) -> Any:
        parameter = given.parameter
        path = (parameter.location, parameter.wire)
        raws = reader.read(given)
        if not raws:
            if parameter.required:
                faults.append(Fault(path, "required, but missing", given.node))
            return _ABSENT
        if raws == [""] and given.allows_empty:
            return ""
        if given.schema is None:
            return raws[0]
        found: list[SchemaFault] = []
        validator = self._validators.of(given.schema)
        value: Any = raws[0]
        try:
            for value in self._values(raws, given):
                found = validator.faults(value)
                if not found:
                    return value
        except ValueError as error:
            faults.append(Fault(path, f"not {parameter.media_type}: {error}", given.node))
            return _ABSENT
        faults += (Fault((*path, *fault.path), fault.message, fault.node) for fault in found)
        return value

    def _values(self, raws: Sequence[Raw], given: Given) -> Iterator[Json]:
        for raw in raws:
            if "json" in given.parameter.media_type and isinstance(raw, str):
                yield parse_json(raw.encode())
            elif "urlencoded" in given.parameter.media_type and isinstance(raw, str):
                pairs = (part.partition("=") for part in raw.split("&") if part)
                fields: Raw = {unquoted(name): unquoted(value) for name, _, value in pairs}
                yield from readings(fields, given.schema, self._kinds)
            else:
                yield from readings(raw, given.schema, self._kinds)

    def _undeclared(self, endpoint: Endpoint, reader: ParameterReader, request: Request) -> Iterator[Fault]:
        constant = {unquoted(name) for name, _ in endpoint.operation.query}
        known = reader.used | constant | self._known_query
        for name in dict.fromkeys(name for name, _ in request.pairs):
            if name not in known:
                yield Fault(("query", name), "the document does not declare this parameter", endpoint.node)

    def _body(self, endpoint: Endpoint, request: Request, faults: list[Fault]) -> tuple[Json, Media | None, str]:
        node, contents = endpoint.body, endpoint.body_contents
        if node is None or not contents:
            return None, None, ""
        if not request.body and not request.media_type:
            if node.value.get("required") is True:
                faults.append(Fault(("body",), "required, but missing", node))
            return None, None, ""
        media = matching(contents, request.media_type) if request.media_type else contents[0]
        if media is None:
            declared = ", ".join(content.media_type for content in contents)
            return None, None, f"the document does not declare {request.media_type}, but {declared}"
        if not request.body and "json" in media.media_type and node.value.get("required") is not True:
            return None, media, ""
        return self._validated(request, media, faults), media, ""

    def _validated(self, request: Request, media: Media, faults: list[Fault]) -> Json:
        try:
            values = body_values(request, media, self._kinds)
        except Unreadable as error:
            faults.append(Fault(("body",), str(error), media.node))
            return None
        if not values or media.schema is None:
            return values[0] if values else None
        found: list[SchemaFault] = []
        for value in values:
            found = self._faults(value, media.schema, media)
            if not found:
                return value
        faults += (Fault(("body", *fault.path), fault.message, fault.node) for fault in found)
        return values[-1]

    def _faults(self, value: Any, schema: Node, media: Media) -> list[SchemaFault]:
        faults = self._validators.of(schema).faults
        if media_kind(media.media_type) != "lines" or not is_list(value):
            return faults(value)
        if media.node.get("itemSchema") is None and "array" in self._kinds.kinds(schema):
            return faults(value)
        return [
            SchemaFault(fault.message, (index, *fault.path), fault.node)
            for index, item in enumerate(value)
            for fault in faults(item)
        ]
