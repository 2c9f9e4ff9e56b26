"""The structure of a Swagger 2.0 document (specification 2.0), as OpenAPI 3 has it. Schemas are upgraded afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.document.pointer import escape
from generator.document.positions.source import Source
from generator.document.upgrade.pointer_map import Moves
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

    value: Any
    pointer: str
    source: Source


class Defaults(NamedTuple):
    """The media types of the main document, which hold for every operation that names none."""

    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: dict[str, Any]) -> Defaults:
        """Those that a document names."""
        return cls(texts(document.get("consumes")), texts(document.get("produces")))


@dataclass(frozen=True, slots=True)
class Lookup:
    """What lifting one file needs to know of the others."""

    find: Callable[[str, Source], Found | None]
    """What a reference names, seen from a file, as it was written."""
    defaults: Defaults


class _Given(NamedTuple):
    """A parameter, its references followed: where it stands, and whether that is in this file."""

    value: dict[str, Any]
    pointer: str
    reference: str


def lift(value: Any, source: Source, lookup: Lookup) -> tuple[Any, Moves]:
    """A Swagger 2.0 document, or a part of one in a file of its own, as OpenAPI 3 has it, and what was moved."""
    lifting = _Lifting(source, lookup)
    if isinstance(value, dict) and "swagger" in value:
        return lifting.document(value), lifting.moves
    return lifting.part(value, ""), lifting.moves


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, or nothing for what is none."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


class _Lifting:
    def __init__(self, source: Source, lookup: Lookup) -> None:
        self.moves: dict[str, str] = {}
        self._source = source
        self._lookup = lookup
        self._defaults = lookup.defaults
        self._parts = Parts(self.moves)
        self._document: dict[str, Any] = {}

    def document(self, value: dict[str, Any]) -> dict[str, Any]:
        self._document = value
        self._defaults = Defaults.of(value)
        lifted: dict[str, Any] = {"openapi": "3.1.0"}
        self.moves["/openapi"] = "/swagger"
        lifted |= {key: child for key, child in value.items() if key not in _DROPPED}
        lifted["servers"] = servers(value, value.get("schemes"))
        for key in ("schemes", "basePath", "host"):
            if key in value:
                self.moves["/servers"] = f"/{key}"
        paths = value.get("paths")
        lifted["paths"] = _mapped(paths, lambda key, item: self.path_item(item, "/paths/" + escape(key)))
        lifted["components"] = self._components(value)
        return lifted

    def _components(self, value: dict[str, Any]) -> dict[str, Any]:
        components: dict[str, Any] = {}
        if "definitions" in value:
            components["schemas"] = value["definitions"]
            self.moves["/components/schemas"] = "/definitions"
        if "parameters" in value:
            components["parameters"] = self._component(value, "parameters", self._parameter)
        if "responses" in value:
            components["responses"] = self._component(value, "responses", self._global_response)
        if "securityDefinitions" in value:
            self.moves["/components/securitySchemes"] = "/securityDefinitions"
            components["securitySchemes"] = _mapped(
                value["securityDefinitions"],
                lambda name, child: security_scheme(child, "/components/securitySchemes/" + escape(name), self.moves),
            )
        return components

    def _component(self, value: dict[str, Any], key: str, lifted: Callable[[Any, str, str], Any]) -> Any:
        self.moves[f"/components/{key}"] = f"/{key}"
        return _mapped(
            value[key],
            lambda name, child: lifted(child, f"/components/{key}/{escape(name)}", f"/{key}/{escape(name)}"),
        )

    # --- paths ---

    def path_item(self, item: Any, here: str) -> Any:
        """A path item. Its body and form parameters become the body of each of its operations."""
        if not isinstance(item, dict):
            return item
        given = list(self._given(item.get("parameters"), here))
        shared = [one for one in given if _is_body(one.value)]
        lifted = dict(item)
        if isinstance(item.get("parameters"), list):
            lifted["parameters"] = self._parameters(item["parameters"], here, given)
        for method in METHODS:
            if isinstance(item.get(method), dict):
                lifted[method] = self.operation(item[method], f"{here}/{method}", shared)
        return lifted

    def operation(self, operation: dict[str, Any], here: str, shared: list[_Given]) -> dict[str, Any]:
        """An operation, with what its path item shares with it."""
        consumes = texts(operation.get("consumes")) if "consumes" in operation else self._defaults.consumes
        produces = texts(operation.get("produces")) if "produces" in operation else self._defaults.produces
        given = list(self._given(operation.get("parameters"), here))
        consumes = _content_types(given) or consumes
        own = [one for one in given if _is_body(one.value)]
        lifted: dict[str, Any] = {}
        for key, value in operation.items():
            if key == "parameters" and isinstance(value, list):
                lifted[key] = self._parameters(value, here, given)
            elif key == "responses":
                lifted[key] = _mapped(
                    value,
                    lambda status, response: self._parts.response(
                        response, f"{here}/responses/{escape(status)}", f"{here}/responses/{escape(status)}", produces
                    ),
                )
            elif key == "schemes":
                if "host" in self._document:
                    lifted["servers"] = servers(self._document, value)
                    self.moves[f"{here}/servers"] = f"{here}/schemes"
            elif key not in ("consumes", "produces"):
                lifted[key] = value
        body = self._body(own or shared, here, consumes)
        if body is not None:
            lifted["requestBody"] = body
        return lifted

    def _given(self, parameters: Any, here: str) -> Iterator[_Given]:
        """The parameters of a list, one for each element, references followed."""
        for index, parameter in enumerate(parameters if isinstance(parameters, list) else []):
            pointer, reference, source = f"{here}/parameters/{index}", "", self._source
            seen: set[str] = set()
            while isinstance(parameter, dict) and isinstance(parameter.get("$ref"), str):
                found = self._lookup.find(parameter["$ref"], source)
                if found is None or f"{found.source.name}#{found.pointer}" in seen:
                    break
                seen.add(f"{found.source.name}#{found.pointer}")
                if found.source is self._source:
                    pointer = found.pointer
                elif not reference:
                    # From here on the way is another file's; the resolver finds it from the first step.
                    reference = parameter["$ref"]
                parameter, source = found.value, found.source
            yield _Given(parameter if isinstance(parameter, dict) else {}, pointer, reference)

    def _parameters(self, parameters: list[Any], here: str, given: list[_Given]) -> list[Any]:
        """The parameters of a list that are no part of the body."""
        kept: list[Any] = []
        for index, (parameter, one) in enumerate(zip(parameters, given, strict=True)):
            if not _is_body(one.value):
                kept.append(self._parameter(parameter, f"{here}/parameters/{len(kept)}", f"{here}/parameters/{index}"))
        return kept

    def _parameter(self, parameter: Any, new: str, old: str) -> Any:
        if not isinstance(parameter, dict) or "$ref" in parameter or _is_body(parameter):
            return parameter
        return self._parts.parameter(parameter, new, old)

    def _global_response(self, response: Any, new: str, old: str) -> Any:
        return self._parts.response(response, new, old, self._defaults.produces)

    def _body(self, given: list[_Given], here: str, consumes: tuple[str, ...]) -> dict[str, Any] | None:
        for one in given:
            if one.value.get("in") == "body":
                schema = {"$ref": f"{one.reference}/schema"} if one.reference else one.value.get("schema", {})
                return self._parts.body(one.value, schema, here, one.pointer, consumes)
        if given:
            return self._parts.form([(one.value, one.pointer) for one in given], here, consumes)
        return None

    # --- parts in files of their own ---

    def part(self, value: Any, here: str) -> Any:
        """A part of a document, recognised by its shape, or a collection of such parts."""
        if isinstance(value, list):
            return [self.part(child, f"{here}/{index}") for index, child in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if _is_operation(value):
            return self.operation(value, here, [])
        if any(_is_operation(value.get(method)) for method in METHODS):
            return self.path_item(value, here)
        if isinstance(value.get("in"), str) and isinstance(value.get("name"), str):
            return self._parameter(value, here, here)
        if _is_response(value):
            return self._global_response(value, here, here)
        return {
            key: child if key in _DATA else self.part(child, f"{here}/{escape(key)}") for key, child in value.items()
        }


def _mapped(value: Any, lifted: Callable[[str, Any], Any]) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: child if key.startswith("x-") else lifted(key, child) for key, child in value.items()}


def _content_types(given: list[_Given]) -> tuple[str, ...]:
    """The media types that a parameter for the header `Content-Type` lists, the default first."""
    for one in given:
        if one.value.get("in") == "header" and str(one.value.get("name", "")).lower() == "content-type":
            listed = (one.value.get("default"), *texts(one.value.get("enum")))
            return tuple(dict.fromkeys(text for text in listed if isinstance(text, str) and "/" in text))
    return ()


def _is_body(parameter: dict[str, Any]) -> bool:
    return parameter.get("in") in BODY_PLACES


def _is_operation(value: Any) -> bool:
    responses = value.get("responses") if isinstance(value, dict) else None
    return isinstance(responses, dict) and any(_STATUS.fullmatch(key) for key in responses)


def _is_response(value: dict[str, Any]) -> bool:
    return (
        isinstance(value.get("description"), str)
        and not {"type", "properties", "allOf", "in"} & value.keys()
        and any(isinstance(value.get(key), dict) for key in ("schema", "headers", "examples"))
    )
