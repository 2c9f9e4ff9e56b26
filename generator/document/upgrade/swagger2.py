"""Convert the structure of Swagger 2.0 documents to OpenAPI 3. Schemas are upgraded afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.document.json_types import Json, JsonArray, JsonObject
from generator.document.pointer import escape
from generator.document.positions.source import Source
from generator.document.upgrade.pointer_map import PointerMap
from generator.document.upgrade.swagger2_parts import BODY_PLACES, Parts, security_scheme, servers

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_DROPPED = frozenset(
    {"swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions", "parameters", "responses"}
    | {"securityDefinitions", "paths"}
)
_STATUS = re.compile(r"[1-5][0-9Xx]{2}|default")
_DATA = frozenset({"example", "examples", "default", "enum", "properties", "x-ms-examples"})


class Found(NamedTuple):
    """What a reference names in a file as it was written."""

    value: Json
    pointer: str
    source: Source


class Defaults(NamedTuple):
    """The media types of the main document, for every operation that declares none."""

    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: JsonObject) -> Defaults:
        """The media types that a document declares."""
        return cls(texts(document.get("consumes")), texts(document.get("produces")))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the conversion of one file needs to know about the others."""

    find: Callable[[str, Source], Found | None]
    """Find the target of a reference from a file, as it was written."""
    defaults: Defaults


class _Given(NamedTuple):
    """A parameter with its references followed. `reference` is set where it is in another file."""

    value: JsonObject
    pointer: str
    reference: str


def convert(value: Json, source: Source, lookup: Lookup) -> tuple[Json, PointerMap]:
    """Convert a Swagger 2.0 document, or a file with a part of one. Returns the pointer map too."""
    conversion = _Conversion(source, lookup)
    if isinstance(value, dict) and "swagger" in value:
        return conversion.document(value), conversion.pointer_map
    return conversion.part(value, ""), conversion.pointer_map


def texts(value: Json) -> tuple[str, ...]:
    """The strings of a list; none for any other value."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


class _Conversion:
    def __init__(self, source: Source, lookup: Lookup) -> None:
        self.pointer_map: dict[str, str] = {}
        self._source = source
        self._lookup = lookup
        self._defaults = lookup.defaults
        self._parts = Parts(self.pointer_map)
        self._document: JsonObject = {}

    def document(self, value: JsonObject) -> JsonObject:
        self._document = value
        self._defaults = Defaults.of(value)
        converted: JsonObject = {"openapi": "3.1.0"}
        self.pointer_map["/openapi"] = "/swagger"
        converted |= {key: child for key, child in value.items() if key not in _DROPPED}
        converted["servers"] = servers(value, value.get("schemes"))
        for key in ("schemes", "basePath", "host"):
            if key in value:
                self.pointer_map["/servers"] = f"/{key}"
        paths = value.get("paths")
        converted["paths"] = _mapped(paths, lambda key, item: self.path_item(item, "/paths/" + escape(key)))
        converted["components"] = self._components(value)
        return converted

    def _components(self, value: JsonObject) -> JsonObject:
        components: JsonObject = {}
        if "definitions" in value:
            components["schemas"] = value["definitions"]
            self.pointer_map["/components/schemas"] = "/definitions"
        if "parameters" in value:
            components["parameters"] = self._component(value, "parameters", self._parameter)
        if "responses" in value:
            components["responses"] = self._component(value, "responses", self._global_response)
        if "securityDefinitions" in value:
            self.pointer_map["/components/securitySchemes"] = "/securityDefinitions"
            components["securitySchemes"] = _mapped(
                value["securityDefinitions"],
                lambda name, child: security_scheme(
                    child, "/components/securitySchemes/" + escape(name), self.pointer_map
                ),
            )
        return components

    def _component(self, value: JsonObject, key: str, converted: Callable[[Json, str, str], Json]) -> Json:
        self.pointer_map[f"/components/{key}"] = f"/{key}"
        return _mapped(
            value[key],
            lambda name, child: converted(child, f"/components/{key}/{escape(name)}", f"/{key}/{escape(name)}"),
        )

    # --- paths ---

    def path_item(self, item: Json, here: str) -> Json:
        """A path item. Its body and form parameters become the body of each of its operations."""
        if not isinstance(item, dict):
            return item
        given = list(self._given(item.get("parameters"), here))
        shared = [one for one in given if _is_body(one.value)]
        converted = dict(item)
        if isinstance(parameters := item.get("parameters"), list):
            converted["parameters"] = self._parameters(parameters, here, given)
        for method in METHODS:
            if isinstance(operation := item.get(method), dict):
                converted[method] = self.operation(operation, f"{here}/{method}", shared)
        return converted

    def operation(self, operation: JsonObject, here: str, shared: list[_Given]) -> JsonObject:
        """An operation, with what its path item shares with it."""
        consumes = texts(operation.get("consumes")) if "consumes" in operation else self._defaults.consumes
        produces = texts(operation.get("produces")) if "produces" in operation else self._defaults.produces
        given = list(self._given(operation.get("parameters"), here))
        consumes = _content_types(given) or consumes
        own = [one for one in given if _is_body(one.value)]
        converted: JsonObject = {}
        for key, value in operation.items():
            if key == "parameters" and isinstance(value, list):
                converted[key] = self._parameters(value, here, given)
            elif key == "responses":
                converted[key] = _mapped(
                    value,
                    lambda status, response: self._parts.response(
                        response, f"{here}/responses/{escape(status)}", f"{here}/responses/{escape(status)}", produces
                    ),
                )
            elif key == "schemes":
                if "host" in self._document:
                    converted["servers"] = servers(self._document, value)
                    self.pointer_map[f"{here}/servers"] = f"{here}/schemes"
            elif key not in ("consumes", "produces"):
                converted[key] = value
        body = self._body(own or shared, here, consumes)
        if body is not None:
            converted["requestBody"] = body
        return converted

    def _given(self, parameters: Json, here: str) -> Iterator[_Given]:
        """The parameters of a list, one for each element, references followed."""
        for index, parameter in enumerate(parameters if isinstance(parameters, list) else []):
            pointer, reference, source = f"{here}/parameters/{index}", "", self._source
            seen: set[str] = set()
            while isinstance(parameter, dict) and isinstance(text := parameter.get("$ref"), str):
                found = self._lookup.find(text, source)
                if found is None or f"{found.source.name}#{found.pointer}" in seen:
                    break
                seen.add(f"{found.source.name}#{found.pointer}")
                if found.source is self._source:
                    pointer = found.pointer
                elif not reference:
                    # The rest of the chain is in another file; the resolver follows it from this reference.
                    reference = text
                parameter, source = found.value, found.source
            yield _Given(parameter if isinstance(parameter, dict) else {}, pointer, reference)

    def _parameters(self, parameters: JsonArray, here: str, given: list[_Given]) -> JsonArray:
        """The parameters of a list that are not part of the body."""
        kept: JsonArray = []
        for index, (parameter, one) in enumerate(zip(parameters, given, strict=True)):
            if not _is_body(one.value):
                kept.append(self._parameter(parameter, f"{here}/parameters/{len(kept)}", f"{here}/parameters/{index}"))
        return kept

    def _parameter(self, parameter: Json, new: str, old: str) -> Json:
        if not isinstance(parameter, dict) or "$ref" in parameter or _is_body(parameter):
            return parameter
        return self._parts.parameter(parameter, new, old)

    def _global_response(self, response: Json, new: str, old: str) -> Json:
        return self._parts.response(response, new, old, self._defaults.produces)

    def _body(self, given: list[_Given], here: str, consumes: tuple[str, ...]) -> JsonObject | None:
        for one in given:
            if one.value.get("in") == "body":
                schema: Json = {"$ref": f"{one.reference}/schema"} if one.reference else one.value.get("schema", {})
                return self._parts.body(one.value, schema, here, one.pointer, consumes)
        if given:
            return self._parts.form([(one.value, one.pointer) for one in given], here, consumes)
        return None

    # --- parts in files of their own ---

    def part(self, value: Json, here: str) -> Json:
        """A part of a document, recognised by its shape, or a collection of such parts."""
        if isinstance(value, list):
            return [self.part(child, f"{here}/{index}") for index, child in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if _is_operation(value):
            return self.operation(value, here, [])
        if any(_is_operation(value.get(method)) for method in METHODS):
            return self.path_item(value, here)
        if _is_scheme(value):
            return security_scheme(value, here, self.pointer_map)
        if isinstance(value.get("in"), str) and isinstance(value.get("name"), str):
            return self._parameter(value, here, here)
        if _is_response(value):
            return self._global_response(value, here, here)
        return {
            key: child if key in _DATA else self.part(child, f"{here}/{escape(key)}") for key, child in value.items()
        }


def _mapped(value: Json, converted: Callable[[str, Json], Json]) -> Json:
    if not isinstance(value, dict):
        return value
    return {key: child if key.startswith("x-") else converted(key, child) for key, child in value.items()}


def _content_types(given: list[_Given]) -> tuple[str, ...]:
    """The media types that a parameter for the header `Content-Type` lists, the default first."""
    for one in given:
        if one.value.get("in") == "header" and str(one.value.get("name", "")).lower() == "content-type":
            listed = (one.value.get("default"), *texts(one.value.get("enum")))
            return tuple(dict.fromkeys(text for text in listed if isinstance(text, str) and "/" in text))
    return ()


def _is_body(parameter: JsonObject) -> bool:
    return parameter.get("in") in BODY_PLACES


def _is_operation(value: Json) -> bool:
    responses = value.get("responses") if isinstance(value, dict) else None
    return isinstance(responses, dict) and any(_STATUS.fullmatch(key) for key in responses)


def _is_scheme(value: JsonObject) -> bool:
    return value.get("type") in ("basic", "apiKey", "oauth2")


def _is_response(value: JsonObject) -> bool:
    return (
        isinstance(value.get("description"), str)
        and not {"type", "properties", "allOf", "in"} & value.keys()
        and any(isinstance(value.get(key), dict) for key in ("schema", "headers", "examples"))
    )
