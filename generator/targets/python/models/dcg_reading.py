"""Parse the text of datamodel-code-generator into definitions, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field of a class or a key of a typed dict. `default` is None if the field is required."""

    name: str
    wire: str
    annotation: ast.expr
    default: ast.expr | None = None


@dataclass(frozen=True, slots=True)
class ReadObject:
    """A model or a typed dict."""

    fields: tuple[ReadField, ...]


@dataclass(frozen=True, slots=True)
class ReadAlias:
    """A name for a type."""

    annotation: ast.expr


@dataclass(frozen=True, slots=True)
class Reading:
    """The definitions of a text by name, and its renamed imports (`date as date_aliased`) by the new name."""

    definitions: Mapping[str, ReadObject | ReadAlias]
    renamed: Mapping[str, str]

    def find(self, name: str) -> ReadObject | ReadAlias:
        """A definition. Raises `Unreadable` if the text does not have it."""
        found = self.definitions.get(name)
        if found is None:
            raise Unreadable(f"`{name}` is not in it")
        return found


class Unreadable(ValueError):
    """The text has a construct that is not known here."""


def read(text: str) -> Reading:
    """The definitions of a text by name. Raises `Unreadable` if one is not a class, a typed dict or an alias."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no Python: {error}") from error
    renamed = {alias.asname: alias.name for node in tree.body for alias in _imported(node) if alias.asname}
    return Reading(dict(definition for node in tree.body for definition in _definitions(node)), renamed)


def expression(node: ast.expr) -> ast.expr:
    """An annotation, without the quotes it may have."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return ast.parse(node.value, mode="eval").body
        except (SyntaxError, ValueError) as error:
            raise Unreadable(f"no annotation: {node.value!r}") from error
    return node


def _imported(node: ast.stmt) -> list[ast.alias]:
    return node.names if isinstance(node, ast.ImportFrom) else []


def _definitions(node: ast.stmt) -> Iterator[tuple[str, ReadObject | ReadAlias]]:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr():
            return  # imports are computed anew, rebuilding is not needed
        case ast.ClassDef(name=name, body=body):
            yield name, ReadObject(tuple(_field(line) for line in body if not isinstance(line, (ast.Pass, ast.Expr))))
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=ast.expr() as value):
            yield name, ReadAlias(expression(value))
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=function), args=[_, value])):
            if function == "TypeAliasType":
                yield name, ReadAlias(expression(value))
            elif function == "TypedDict" and isinstance(value, ast.Dict):
                yield name, ReadObject(tuple(_keys(value)))
            else:
                raise Unreadable(f"line {node.lineno}: `{function}(…)`")
        case _:
            raise Unreadable(f"line {node.lineno}: {type(node).__name__}")


def _field(node: ast.stmt) -> ReadField:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            default, wire = _value(value)
            return ReadField(name, wire or name, expression(annotation), default)
        case _:
            raise Unreadable(f"line {node.lineno}: {type(node).__name__} in a class")


def _value(value: ast.expr | None) -> tuple[ast.expr | None, str]:
    """The default and the wire name of a field, from a value or `Field(value, alias=…)`."""
    match value:
        case ast.Call(func=ast.Name(id="Field"), args=arguments, keywords=keywords):
            options = {keyword.arg: keyword.value for keyword in keywords}
            if options.keys() - {"default", "alias"} or len(arguments) > 1:
                raise Unreadable(f"line {value.lineno}: {ast.unparse(value)}")
            default = arguments[0] if arguments else options.get("default")
            if isinstance(default, ast.Constant) and default.value is ...:
                default = None
            return default, _string(options.get("alias"))
        case _:
            return value, ""


def _keys(mapping: ast.Dict) -> Iterator[ReadField]:
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        wire = _string(key)
        yield ReadField(wire, wire, expression(value))


def _string(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
