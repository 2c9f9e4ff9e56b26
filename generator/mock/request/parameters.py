"""Read the parameters of a request by their styles (OpenAPI 3.1, "Style Values")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.ir.types import Parameter
from generator.mock.endpoints import Given
from generator.mock.http.messages import Request, decoded, unquoted
from generator.mock.request.coercion import Raw, bracketed, set_path, with_lists
from generator.mock.schemas.kinds import KindReader

_SEPARATORS: Final = {
    "form": re.compile(","),
    "spaceDelimited": re.compile(r"%20|\+| "),
    "pipeDelimited": re.compile(r"\||%7[Cc]"),
    "tabDelimited": re.compile(r"%09|\t"),
}


class ParameterReader:
    """Reads the parameters of one request. `used` collects the names of the query that belong to one."""

    def __init__(self, request: Request, variables: Mapping[str, str], kinds: KindReader) -> None:
        self._request = request
        self._variables = variables
        self._kinds = kinds
        self.used: set[str] = set()

    def read(self, given: Given) -> list[Raw]:
        """The structures that a parameter can have been sent with; none where it is absent."""
        parameter = given.parameter
        match parameter.location:
            case "path":
                text = self._variables.get(parameter.wire)
                return [] if text is None else list(self._path(parameter, text, given))
            case "query":
                return list(self._query(parameter, given))
            case "querystring":
                self.used |= {name for name, _ in self._request.pairs}
                query = self._request.query
                return [decoded(query)] if query else []
            case "header":
                header = self._request.headers.get(parameter.wire.lower())
                return [] if header is None else list(self._delimited(header, given, "simple"))
            case "cookie":
                cookie = self._request.cookies.get(parameter.wire)
                if cookie is None:
                    return []
                return [unquoted(cookie)] if parameter.media_type else list(self._delimited(cookie, given, "form"))

    def _kinds_of(self, given: Given) -> frozenset[str]:
        return self._kinds.kinds(given.schema) if not given.parameter.media_type else frozenset()

    def _path(self, parameter: Parameter, text: str, given: Given) -> Iterator[Raw]:
        """A path parameter, of the styles `simple`, `label` and `matrix`."""
        if parameter.style == "label" and text.startswith("."):
            yield from self._delimited(text[1:], given, "label")
        elif parameter.style == "matrix" and text.startswith(";"):
            yield from self._matrix(text[1:], given)
        else:
            yield from self._delimited(text, given, "simple")

    def _matrix(self, text: str, given: Given) -> Iterator[Raw]:
        kinds, parameter = self._kinds_of(given), given.parameter
        pairs = [part.partition("=") for part in text.split(";")]
        if "array" in kinds and parameter.explode:
            yield [unquoted(value) for _, _, value in pairs]
        elif "object" in kinds and parameter.explode:
            yield {unquoted(name): unquoted(value) for name, _, value in pairs}
        else:
            yield from self._delimited(pairs[0][2], given, "simple")

    def _delimited(self, text: str, given: Given, style: str) -> Iterator[Raw]:
        """A text whose parts are separated by commas, or by dots for exploded labels."""
        kinds, explode = self._kinds_of(given), given.parameter.explode
        decode = unquoted if given.parameter.location != "header" else str.strip
        separator = "." if style == "label" and explode else ","
        parts = [decode(part) for part in text.split(separator)] if text else []
        if "array" in kinds:
            yield [*parts]
        if "object" in kinds:
            if explode:
                pairs = (part.partition("=") for part in parts)
                yield {name: value for name, _, value in pairs}
            elif len(parts) % 2 == 0:
                yield dict(zip(parts[::2], parts[1::2], strict=True))
        if kinds - {"array", "object"} or not kinds:
            yield decode(text)

    def _query(self, parameter: Parameter, given: Given) -> Iterator[Raw]:
        kinds, pairs = self._kinds_of(given), self._request.pairs
        values = [value for name, value in pairs if name == parameter.wire]
        if parameter.style == "deepObject" and not values:
            yield from self._deep(parameter)
            return
        is_exploded = "object" in kinds and parameter.explode and parameter.style == "form"
        if is_exploded and (found := self._exploded(given)) is not None:
            yield found
        if not values:
            return
        self.used.add(parameter.wire)
        separator = _SEPARATORS.get(parameter.style, _SEPARATORS["form"])
        parts = [decoded(part) for part in separator.split(values[-1])] if values[-1] else []
        if "array" in kinds:
            if parameter.explode:
                yield [decoded(value) for value in values]
                if values == [""]:
                    yield []
            elif len(values) == 1:
                yield [*parts]
            else:
                yield [decoded(value) for value in values]
        if "object" in kinds and not parameter.explode and len(parts) % 2 == 0:
            yield dict(zip(parts[::2], parts[1::2], strict=True))
        if kinds != frozenset({"array"}):
            texts: list[Raw] = [decoded(value) for value in values]
            yield texts[0] if len(texts) == 1 else texts

    def _deep(self, parameter: Parameter) -> Iterator[Raw]:
        """The style `deepObject`: `filter[a]=1&filter[b][c]=2`."""
        found: dict[str, Raw] = {}
        for name, value in self._request.pairs:
            keys = bracketed(name)
            if len(keys) > 1 and keys[0] == parameter.wire:
                self.used.add(name)
                set_path(found, keys[1:], decoded(value))
        if found:
            yield with_lists(found)

    def _exploded(self, given: Given) -> Raw | None:
        """An object whose properties are parameters of the query."""
        declared = self._kinds.properties(given.schema)
        further = self._kinds.property(given.schema, "")
        found: dict[str, Raw] = {}
        for name, value in self._request.pairs:
            if (name in declared or (further is not None and name not in self.used)) and name != given.parameter.wire:
                self.used.add(name)
                set_path(found, [name], decoded(value))
        return found or None
