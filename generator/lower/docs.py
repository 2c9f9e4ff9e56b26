"""What a document says about a thing: descriptions, deprecation, examples."""

from __future__ import annotations

from generator.document.node import Node
from generator.ir.types import Docs, Example
from generator.ir.words import folded

_WHY_DEPRECATED = (
    "x-speakeasy-deprecation-message",
    "x-deprecated-message",
    "x-deprecation-message",
    "x-deprecated-description",
    "x-deprecated-reason",
)


def docs_of(node: Node, name: str = "", examples: bool = True) -> Docs:
    """The documentation of a schema, parameter, operation or response.

    `name` is the thing's name: a `title` that only repeats it is left out.
    """
    value = node.value
    if not isinstance(value, dict):
        return Docs()
    summary = _text(value.get("summary"))
    if not summary and (title := _text(value.get("title"))) and "".join(folded(title)) != "".join(folded(name)):
        summary = title
    return Docs(
        summary=summary,
        description=_text(value.get("description")),
        deprecated=_deprecated(node),
        deprecation=_deprecation(node),
        url=_external(node),
        examples=examples_of(node) if examples else (),
    )


def examples_of(node: Node) -> tuple[Example, ...]:
    """The examples of a schema (`examples` is an array), or of a media type or parameter (an object)."""
    found: list[Example] = []
    if (lone := node.get("example")) is not None:
        found.append(Example("", lone.value))
    several = node.get("examples")
    if several is None:
        return tuple(found)
    if several.is_sequence:
        found.extend(Example("", element.value) for element in several.elements())
    for name, entry in several.items():
        if not entry.is_mapping:
            continue
        for key in ("value", "dataValue", "serializedValue"):
            if key in entry.value:
                summary, description = _text(entry.value.get("summary")), _text(entry.value.get("description"))
                found.append(Example(name, entry.value[key], summary, description))
                break
    return tuple(found)


def _deprecated(node: Node) -> bool:
    flag = node.value.get("deprecated")
    return flag is True or flag == "true" or (isinstance(flag, str) and bool(flag) and flag != "false")


def _deprecation(node: Node) -> str:
    for key in _WHY_DEPRECATED:
        if text := _text(node.value.get(key)):
            return text
    if replacement := _text(node.value.get("x-speakeasy-deprecation-replacement")):
        return f"Use {replacement} instead."
    return ""


def _external(node: Node) -> str:
    external = node.value.get("externalDocs")
    return _text(external.get("url")) if isinstance(external, dict) else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
