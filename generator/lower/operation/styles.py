"""Styles of parameters and of form fields ("Style Values")."""

from __future__ import annotations

from generator.document.node import Node
from generator.lower.schema.lower_schema import Schemas

DEFAULTS = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "querystring": "form"}
"""The default style of each location."""

_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
_KNOWN = ("simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie")
_DELIMITED = ("spaceDelimited", "pipeDelimited")
_SCALARS = ("string", "number", "integer", "boolean")


def lower_style(node: Node, location: str, schema: Node | None, schemas: Schemas) -> tuple[str, bool]:
    """The style and `explode` of a parameter, or of the encoding of a form field (`location` is "query" then).

    Styles that OpenAPI does not define for the location, the type of the schema or `explode` are reported.
    """
    default = DEFAULTS[location]
    style = node.text("style") or default
    explode = style in {"form", "cookie"} if node.get("explode") is None else node.flag("explode")
    if schemas.context.document.version.family == "2.0":  # the collection formats of all locations
        return style, explode
    if style not in _KNOWN:
        hint = f"the styles are {', '.join(sorted(_KNOWN))}"
        schemas.context.fallback("unknown-style", f'unknown style "{style}"; treated as "{default}"', node, hint)
        return default, explode if node.get("explode") is not None else default == "form"
    if style not in _STYLES[location]:
        where = {"querystring": "query string"}.get(location, location)
        kept = style in _DELIMITED
        what = "its delimiter is used" if kept else f'treated as "{default}"'
        message = f'OpenAPI does not define the style "{style}" in a {where}; {what}'
        hint = f"the styles there are {', '.join(_STYLES[location])}"
        schemas.context.fallback("undefined-style", message, node, hint)
        if not kept:
            style = default
    elif (problem := _undefined(style, node, schema, schemas)) is not None:
        message, hint = problem
        schemas.context.diagnostics.warning(
            "undefined-style", f'OpenAPI does not define the style "{style}" {message}', node, hint
        )
    return style, explode


def _undefined(style: str, node: Node, schema: Node | None, schemas: Schemas) -> tuple[str, str] | None:
    """What OpenAPI does not define about a style in its place, and the remedy (the n/a of its "Style Examples")."""
    kind = schemas.shapes.of(schema).kind if schema is not None and schema.is_mapping else ""
    if style in _DELIMITED:
        if kind in _SCALARS:
            return f"for a {kind}; sent as `form`", "remove `style`"
        if node.get("explode") is not None and node.flag("explode"):
            return "with `explode: true`; sent as `form`", "write `explode: false`, or remove `style`"
    elif style == "deepObject":
        if kind in _SCALARS:
            return f"for a {kind}; sent as `form`", "remove `style`"
        if kind == "array":
            return "for an array; sent as `name[0]=…&name[1]=…`", "use the style `form`, or an object"
        if node.get("explode") is not None and not node.flag("explode"):
            return "with `explode: false`; sent as with `explode: true`", "remove `explode`"
    return None
