"""Documentation in the document: descriptions, deprecation, examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from generator.document.node import Node
from generator.ir.text import folded
from generator.ir.types import Docs, Example
from generator.lower.html_to_markdown import to_markdown
from generator.lower.schema.json_values import is_list, is_mapping

_MESSAGES = (
    "x-speakeasy-deprecation-message",
    "x-deprecated-message",
    "x-deprecation-message",
    "x-deprecated-description",
    "x-deprecated-reason",
)
_REPLACEMENT = "x-speakeasy-deprecation-replacement"
_WHY_DEPRECATED = frozenset({*_MESSAGES, _REPLACEMENT})
_EXAMPLE_VALUES = ("value", "dataValue", "serializedValue")
_SPEAKING = _WHY_DEPRECATED | {"title", "summary", "description", "deprecated", "externalDocs", "example", "examples"}
NO_DOCS = Docs()

Follow: TypeAlias = Callable[[Node | None], Node | None]
"""Resolves a chain of `$ref`; None, and a diagnostic, if it leads nowhere."""


def docs_of(value: Any, name: str = "", examples: bool = True) -> Docs:
    """The documentation of a schema, parameter, operation or response, by its JSON object.

    A `title` that only repeats `name` is left out.
    """
    if not is_mapping(value) or _SPEAKING.isdisjoint(value):
        return NO_DOCS
    summary = _line(value["summary"]) if "summary" in value else ""
    if (
        not summary
        and "title" in value
        and (title := _line(value["title"]))
        and "".join(folded(title)) != "".join(folded(name))
    ):
        summary = title
    external = value.get("externalDocs")
    return Docs(
        summary=summary,
        description=text_of(value.get("description")),
        deprecated=_deprecated(value),
        deprecation=_deprecation(value),
        url=_address(external.get("url")) if is_mapping(external) else "",
        examples=examples_of(value) if examples else (),
    )


def filled(docs: Docs, other: Docs) -> Docs:
    """The documentation, with missing values taken from the other."""
    return Docs(
        docs.summary or other.summary,
        docs.description or other.description,
        docs.deprecated or other.deprecated,
        docs.deprecation or other.deprecation,
        docs.url or other.url,
        docs.examples or other.examples,
    )


def examples_of(value: Any) -> tuple[Example, ...]:
    """The examples of a schema: `example`, and the array `examples`."""
    several = value.get("examples")
    values = [*([value["example"]] if "example" in value else []), *(several if is_list(several) else [])]
    return tuple(Example("", entry) for entry in values)


def content_examples_of(node: Node, follow: Follow) -> tuple[Example, ...]:
    """The examples of a media type, or those of its schema if it has none."""
    found = named_examples_of(node, follow)
    schema = node.get("schema")
    return found if found or schema is None or not schema.is_mapping else examples_of(schema.value)


def named_examples_of(node: Node, follow: Follow) -> tuple[Example, ...]:
    """The examples of a media type or parameter: as a schema's, or the object `examples` of Example Objects."""
    found = list(examples_of(node.value))
    several = node.get("examples")
    for name, entry in several.items() if several is not None else ():
        target = follow(entry)
        value: dict[str, Any] = target.value if target is not None and target.is_mapping else {}
        for key in _EXAMPLE_VALUES:
            if key in value:
                own = entry.value if is_mapping(entry.value) else {}
                summary, description = (text_of(own.get(word, value.get(word))) for word in ("summary", "description"))
                found.append(Example(name, value[key], summary, description))
                break
    return tuple(found)


def _deprecated(value: dict[str, Any]) -> bool:
    flag = value.get("deprecated")
    return flag is True or flag == "true"


def _deprecation(value: dict[str, Any]) -> str:
    if _WHY_DEPRECATED.isdisjoint(value):
        return ""
    for key in _MESSAGES:
        if text := text_of(value.get(key)):
            return text
    replacement = text_of(value.get(_REPLACEMENT))
    return f"Use {replacement} instead." if replacement else ""


def text_of(value: object) -> str:
    """A text of the document as Markdown without HTML; empty for a value that is no text."""
    return to_markdown(value).strip() if isinstance(value, str) else ""


def title_of(info: Node) -> str:
    """The title of an API: plain text, in which HTML is left out."""
    title = info.text("title")
    return _line(title).replace("*", "") if "<" in title else title


def _address(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _line(value: object) -> str:
    """A text that is one line."""
    return " ".join(text_of(value).split("\n"))
