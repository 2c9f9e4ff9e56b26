"""Read what names the calls of a document: ids, tags, extensions, samples and the shape of responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.document.node import Node
from generator.lower.calls.model import OperationFacts
from generator.lower.context import Context, elements

_GROUPS = ("x-fern-sdk-group-name", "x-speakeasy-group")
_NAMES = ("x-fern-sdk-method-name", "x-speakeasy-name-override")
_SAMPLES = ("x-codeSamples", "x-code-samples")
_CALL = re.compile(r"\bclient\.([A-Za-z_][\w.]*)\(")
_LISTS = frozenset({"data", "items", "results", "value", "values", "records", "entries", "objects"})
_BESIDE_LISTS = frozenset({"errors", "warnings", "included", "links"})
_PAGING = re.compile(
    "page|cursor|next|prev|has_?more|total|count|limit|offset|object|error|meta|links|first_id|last_id|token|size"
    "|warnings|included",
    re.IGNORECASE,
)
_BINARY = re.compile(r".*(event-stream|octet|jsonl|ndjson)|(audio|video|image)/|application/(pdf|binary|zip)")
_MAX_DEPTH = 4
"""Levels of `allOf` and unions that are looked into."""


def facts_of(node: Node, method: str, path: str, parents: Mapping[str, str | None], context: Context) -> OperationFacts:
    """What names an operation. `parents` are the parents of tags (OpenAPI 3.2, "Tag Object")."""
    operation_id = node.get("operationId")
    contents = dict(_success_contents(node, context))
    schemas = [schema for kind, media in contents.items() if "json" in kind and (schema := media.get("schema"))]
    return OperationFacts(
        method.upper(),
        path,
        operation_id.value if operation_id is not None and isinstance(operation_id.value, str) else "",
        tuple(_tag_path(tag.value, parents) for tag in elements(node, "tags") if _is_text(tag)),
        _group(node),
        next((name.value for key in _NAMES if (name := node.get(key)) is not None and _is_text(name)), ""),
        _is_list(schemas[0], context) if schemas else None,
        any(_BINARY.match(kind.lower()) for kind in contents),
        tuple(call for text in _python_samples(node) for call in _CALL.findall(text)),
    )


def _is_text(node: Node) -> bool:
    return isinstance(node.value, str) and bool(node.value.strip())


def _tag_path(tag: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """A tag below its parents."""
    path = [tag]
    while (parent := parents.get(path[0])) and parent not in path:
        path.insert(0, parent)
    return tuple(path)


def _group(node: Node) -> tuple[str, ...]:
    for key in _GROUPS:
        named = node.get(key)
        if named is None:
            continue
        texts = [part for part in named.elements() if _is_text(part)] if named.is_sequence else [named]
        parts = [part.strip() for text in texts if _is_text(text) for part in text.value.split(".")]
        if found := tuple(part for part in parts if part):
            return found
    return ()


def _success_contents(node: Node, context: Context) -> Iterator[tuple[str, Node]]:
    """The media types of the first success response, or of `default`."""
    given = node.get("responses")
    responses = context.document.resolve(given) if given is not None else None
    entries = list(responses.items()) if responses is not None else []
    ranked = [entry for status, entry in entries if str(status).startswith("2")]
    ranked += [entry for status, entry in entries if status == "default"]
    response = context.document.resolve(ranked[0]) if ranked else None
    content = response.get("content") if response is not None else None
    yield from content.items() if content is not None else ()


def _is_list(schema: Node, context: Context, depth: int = 0) -> bool:
    """Whether a schema is an array, or an object around one array among fields of paging."""
    found = context.document.resolve(schema) if schema.is_mapping else None
    if found is None or depth > _MAX_DEPTH:
        return False
    if _is_array(found):
        return True
    for keyword in ("oneOf", "anyOf"):
        members = found.get(keyword)
        if members is not None and members.value:
            return all(_is_list(member, context, depth + 1) for member in members.elements() if not _is_null(member))
    properties = dict(_properties(found, context))
    arrays = [name for name, entry in properties.items() if (own := _resolved(entry, context)) and _is_array(own)]
    if not _LISTS.isdisjoint(arrays):
        return True
    arrays = [name for name in arrays if name not in _BESIDE_LISTS] or arrays
    return len(arrays) == 1 and all(name in arrays or _PAGING.search(name) for name in properties)


def _resolved(node: Node, context: Context) -> Node | None:
    return context.document.resolve(node) if node.is_mapping else None


def _is_array(schema: Node) -> bool:
    type = schema.get("type")
    kinds = type.value if type is not None else None
    return kinds == "array" or (isinstance(kinds, list) and "array" in kinds)


def _is_null(schema: Node) -> bool:
    type = schema.get("type")
    return type is not None and type.value == "null"


def _properties(schema: Node, context: Context, depth: int = 0) -> Iterator[tuple[str, Node]]:
    """The properties of a schema and of the parts of its `allOf`."""
    properties, parts = schema.get("properties"), schema.get("allOf")
    yield from properties.items() if properties is not None else ()
    for part in parts.elements() if parts is not None and depth < _MAX_DEPTH else ():
        if (found := _resolved(part, context)) is not None:
            yield from _properties(found, context, depth + 1)


def _python_samples(node: Node) -> Iterator[str]:
    """The operation's samples in Python: `x-codeSamples` by language, and the `python` texts of `x-oaiMeta`."""
    for key in _SAMPLES:
        samples = node.get(key)
        for sample in samples.elements() if samples is not None else ():
            language, source = sample.get("lang"), sample.get("source")
            if language is not None and source is not None and str(language.value).lower() == "python":
                yield from _texts(source)
    meta = node.get("x-oaiMeta")
    if meta is not None and (examples := meta.get("examples")) is not None:
        yield from _below_python(examples)


def _below_python(node: Node) -> Iterator[str]:
    for key, entry in node.items():
        yield from _texts(entry) if key == "python" else _below_python(entry)
    for entry in node.elements():
        yield from _below_python(entry)


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    for entry in (*(member for _, member in node.items()), *node.elements()):
        yield from _texts(entry)
