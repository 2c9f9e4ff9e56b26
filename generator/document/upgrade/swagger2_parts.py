"""Convert parts of a Swagger 2.0 document: parameters, bodies, responses, security, servers."""

from __future__ import annotations

import re

from generator.document.json_types import Json, JsonArray, JsonObject
from generator.document.pointer import escape

BODY_PLACES = ("body", "formData")
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_BYTES = "application/octet-stream"
_ANYTHING = "*/*"
_DATA = re.compile(r"[/+](?:json|xml)\b")

_PARAMETER = frozenset(
    {"name", "in", "description", "required", "deprecated", "allowEmptyValue", "example", "examples", "schema"}
)
_STYLES = {
    "csv": ("form", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),  # not in OpenAPI 3; readers that do not know it report it
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_FLOW = ("authorizationUrl", "tokenUrl", "scopes")


class Parts:
    """Converts one part at a time from pointer `old` to pointer `new`, and records both in the pointer map."""

    def __init__(self, pointer_map: dict[str, str]) -> None:
        self._pointer_map = pointer_map

    def parameter(self, parameter: JsonObject, new: str, old: str) -> JsonObject:
        """A path, query or header parameter: its type becomes its schema, its collection format its style."""
        self._pointer_map[new] = old
        converted, schema = _split(parameter)
        if schema:
            converted["schema"] = schema
            self._pointer_map[f"{new}/schema"] = old
        if schema.get("type") == "array":
            converted |= _style(parameter)
        return converted

    def body(self, parameter: JsonObject, schema: Json, here: str, old: str, consumes: tuple[str, ...]) -> JsonObject:
        """A body parameter as the request body of the operation at `here`."""
        new = f"{here}/requestBody"
        self._pointer_map[new] = old
        converted = {
            key: value for key, value in parameter.items() if key in ("description", "required") or key.startswith("x-")
        }
        media = {key: value for key, value in parameter.items() if key in ("example", "examples")}
        converted["content"] = {**self._content(consumes or (_JSON,), schema, new, f"{old}/schema", media)}
        return converted

    def form(self, given: list[tuple[JsonObject, str]], here: str, consumes: tuple[str, ...]) -> JsonObject:
        """Form parameters, each with its pointer, as the request body of the operation at `here`."""
        new = f"{here}/requestBody"
        files = any(parameter.get("type") == "file" for parameter, _ in given)
        fitting = tuple(media for media in consumes if media.split(";")[0].strip() in (_FORM, _MULTIPART))
        if files:
            fitting = tuple(media for media in fitting if media.startswith(_MULTIPART)) or (_MULTIPART,)
        types = fitting or (_FORM,)
        first = f"{new}/content/{escape(types[0])}/schema"
        self._pointer_map[new] = given[0][1]
        properties: JsonObject = {}
        encoding: JsonObject = {}
        for parameter, old in given:
            name = str(parameter.get("name", ""))
            converted, schema = _split(parameter)
            schema = _with_bytes(schema)
            kept = {key: value for key, value in converted.items() if key in ("description", "example")}
            properties[name] = {**kept, **schema}
            self._pointer_map[f"{first}/properties/{escape(name)}"] = old
            if schema.get("type") == "array":
                encoding[name] = _style(parameter)
        required: JsonArray = [
            str(parameter.get("name", "")) for parameter, _ in given if parameter.get("required") is True
        ]
        body: JsonObject = {"type": "object", "properties": properties}
        if required:
            body["required"] = required
        media: JsonObject = {"encoding": encoding} if encoding else {}
        content = self._content(types, body, new, given[0][1], media)
        return {"required": bool(required), "content": {**content}}

    def response(self, response: Json, new: str, old: str, produces: tuple[str, ...]) -> Json:
        """A response: its schema and examples become contents, one for each media type."""
        if not isinstance(response, dict) or "$ref" in response:
            return response
        self._pointer_map[new] = old
        converted = {key: value for key, value in response.items() if key not in ("schema", "examples", "headers")}
        if isinstance(headers := response.get("headers"), dict):
            converted["headers"] = {
                name: self.header(header, f"{new}/headers/{escape(name)}", f"{old}/headers/{escape(name)}")
                for name, header in headers.items()
            }
        schema, examples = response.get("schema"), response.get("examples")
        examples = examples if isinstance(examples, dict) else {}
        named = tuple(key for key in examples if "/" in key)
        if schema is not None or named:
            types = produces or named or (_JSON,)
            if isinstance(schema, dict) and schema.get("type") == "file":
                # JSON and XML are the media types of other responses, not of a file.
                files = tuple(media for media in produces if not _DATA.search(media))
                types = files or ((_ANYTHING,) if produces else (_BYTES,))
            types += tuple(media for media in named if media not in types)
            shown = _with_bytes(schema) if isinstance(schema, dict) else schema
            content = self._content(types, shown, new, f"{old}/schema", {})
            for media in named:
                content[media]["example"] = examples[media]
                self._pointer_map[f"{new}/content/{escape(media)}/example"] = f"{old}/examples/{escape(media)}"
            converted["content"] = {**content}
        return converted

    def header(self, header: Json, new: str, old: str) -> Json:
        """A response's header: its type becomes its schema."""
        if not isinstance(header, dict) or "$ref" in header:
            return header
        self._pointer_map[new] = old
        converted, schema = _split(header)
        if schema:
            converted["schema"] = schema
            self._pointer_map[f"{new}/schema"] = old
        return converted

    def _content(
        self, types: tuple[str, ...], schema: Json, new: str, old: str, media: JsonObject
    ) -> dict[str, JsonObject]:
        """The same content for each media type. Only the first holds the schema; the others refer to it."""
        first = f"{new}/content/{escape(types[0])}"
        self._pointer_map[f"{first}/schema"] = old
        shared: Json = schema
        if isinstance(schema, dict) and "$ref" not in schema and schema:
            shared = {"$ref": f"#{first}/schema"}
        content: dict[str, JsonObject] = {}
        for index, name in enumerate(types):
            one = schema if index == 0 else shared
            content[name] = {**media} if one is None else {"schema": one, **media}
            if index:
                self._pointer_map[f"{new}/content/{escape(name)}/schema"] = old
        return content


def security_scheme(scheme: Json, new: str, pointer_map: dict[str, str]) -> Json:
    """A security definition as a security scheme."""
    if not isinstance(scheme, dict):
        return scheme
    kept = {key: value for key, value in scheme.items() if key not in ("type", "flow", *_FLOW)}
    kind = scheme.get("type")
    if kind == "basic":
        return {"type": "http", "scheme": "basic", **kept}
    if kind == "oauth2":
        flow = scheme.get("flow")
        name = _FLOWS.get(flow, "implicit") if isinstance(flow, str) else "implicit"
        old = pointer_map.get(new) or new.replace("/components/securitySchemes/", "/securityDefinitions/", 1)
        for key in _FLOW:
            if key in scheme:
                pointer_map[f"{new}/flows/{name}/{key}"] = f"{old}/{key}"
        pointer_map[f"{new}/flows"] = f"{old}/flow"
        values = {key: scheme[key] for key in _FLOW if key in scheme}
        return {"type": "oauth2", **kept, "flows": {name: {"scopes": {}, **values}}}
    return {"type": kind, **kept}


def servers(document: JsonObject, schemes: Json) -> JsonArray:
    """The servers of a document's host and base path, the secure ones first."""
    host = document.get("host")
    base = document.get("basePath")
    path = base if isinstance(base, str) else ""
    if path and not path.startswith("/"):
        path = "/" + path
    if not isinstance(host, str) or not host:
        return [{"url": path or "/"}]
    named = [scheme for scheme in schemes if isinstance(scheme, str)] if isinstance(schemes, list) else []
    ordered = sorted(named or ["https"], key=lambda scheme: scheme not in ("https", "wss"))
    return [{"url": f"{scheme}://{host}{path}".rstrip("/")} for scheme in ordered]


def _split(value: JsonObject) -> tuple[JsonObject, JsonObject]:
    """Split a parameter or header into its own members and those of its schema."""
    converted: JsonObject = {}
    schema: JsonObject = {}
    for key, child in value.items():
        if key in _PARAMETER or (key.startswith("x-") and key != "x-nullable" and "enum" not in key):
            converted[key] = child
        elif key != "collectionFormat":
            schema[key] = child
    return converted, schema


def _with_bytes(schema: JsonObject) -> JsonObject:
    """The schema of a form parameter or response, with `type: file` as a binary string."""
    if schema.get("type") == "file":
        return {**schema, "type": "string", "format": "binary"}
    return schema


def _style(parameter: JsonObject) -> JsonObject:
    """The style of an array parameter by its `collectionFormat`, by default `csv`."""
    wanted = parameter.get("collectionFormat")
    style, explode = _STYLES.get(wanted if isinstance(wanted, str) else "csv", _STYLES["csv"])
    if parameter.get("in") in ("path", "header") and style == "form":
        style, explode = "simple", False
    return {"style": style, "explode": explode}
