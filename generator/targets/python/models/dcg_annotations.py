"""Rewrite annotations of datamodel-code-generator as the templates stage writes them.

Their meaning stays; only the notation changes:

| datamodel-code-generator | here | why |
|---|---|---|
| `datetime`, `date` | `dt.datetime`, `dt.date` | a field called `date` would hide the class |
| `Optional[X]`, `Union[X, Y]` | `X | None`, `X | Y` | one notation, `None` last, each member once |
| `Any | X` | `Any` | the same type |
| `datetime`, `datetime | str` | `Annotated[dt.datetime, RFC3339]`, … | in models: other text is not a date |
| `A`, an alias that it added | the type of `A` | names are decided before |
| `NotRequired[X]` | `X` | keys of typed dicts are optional unless they are `Required` |
| `A | B | «stub of a tag»` | `Annotated[A | B | UnknownVariant, OpenUnion("tag")]` | both are the runtime's |

Anything else in an annotation, except names of models, raises `Unreadable`: the text is data.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from generator.targets.python.models.dcg_reading import ReadAlias, Reading, Unreadable, expression
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import with_dates

_RUNTIME = ".._runtime.models"

_NAMES = {
    "str": ("str", None),
    "int": ("int", None),
    "float": ("float", None),
    "bool": ("bool", None),
    "bytes": ("bytes", None),
    "datetime": ("dt.datetime", ("datetime", "dt")),
    "date": ("dt.date", ("datetime", "dt")),
    "UUID": ("UUID", ("uuid", "UUID")),
    "Decimal": ("Decimal", ("decimal", "Decimal")),
    "Any": ("Any", ("typing", "Any")),
    "UnknownVariant": ("UnknownVariant", (_RUNTIME, "UnknownVariant")),
    "Base64Bytes": ("Base64Bytes", (_RUNTIME, "Base64Bytes")),
    "FileContent": ("FileContent", (".._runtime.request.files", "FileContent")),
}
"""Names that an annotation may have besides those of models, with their notation and imports here."""

_CONTAINERS = {
    "list": ("list", None),
    "List": ("list", None),
    "dict": ("dict", None),
    "Dict": ("dict", None),
    "tuple": ("tuple", None),
    "Tuple": ("tuple", None),
    "Sequence": ("Sequence", ("collections.abc", "Sequence")),
    "Mapping": ("Mapping", ("collections.abc", "Mapping")),
    "Required": ("Required", ("typing", "Required")),
}
"""The same for names that take types in brackets."""


@dataclass(frozen=True, slots=True)
class OpenTag:
    """The open end of a union: the property that identifies its members, the default one, and all their names."""

    property: str
    default: str
    members: frozenset[str]


@dataclass
class Spelling:
    """The annotations of one module, and what they import.

    `home` is the module of a model or typed dict by its name, `tags` the open union of each stub,
    `reading` the whole text, `typed_dicts` whether it is a module of typed dicts, `ready` whether a name of this module
    is defined already.
    """

    module: str
    home: Mapping[str, str]
    tags: Mapping[str, OpenTag]
    reading: Reading
    ready: Callable[[str], bool] = lambda name: True
    models: Collection[str] = ()
    """The names in the package of models, for a module outside it."""
    typed_dicts: bool = False
    imports: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    _met: set[str] = field(default_factory=set[str])
    """The names of this module in the annotation at hand."""

    def need(self, module: str, name: str) -> str:
        self.imports.add((module, name))
        return name

    def annotation(self, node: ast.expr) -> tuple[str, bool]:
        """The annotation without quotes, and whether it uses names that this module defines later.

        Raises `Unreadable` if a part of it is not known.
        """
        self._met.clear()
        return self._union([node]), any(not self.ready(name) for name in self._met)

    def _union(self, nodes: list[ast.expr]) -> str:
        members = list(dict.fromkeys(text for node in nodes for text in self._members(node)))
        tags = [self.tags[member] for member in members if member in self.tags]
        if "Any" in members:
            return "Any"
        members = [member for member in members if member not in self.tags]
        for tag in tags:
            known = [member for member in members if member in tag.members]
            rest = [member for member in members if member not in tag.members]
            members = [self._open(known, tag), *rest]
        if not self.typed_dicts:
            members = with_dates(members, "str", _RUNTIME, self.need)
        return " | ".join(sorted(members, key=lambda member: member == "None"))

    def _open(self, members: list[str], tag: OpenTag) -> str:
        unknown = [] if tag.default else [self.need(_RUNTIME, "UnknownVariant")]
        default = f", default={literals.string(tag.default)}" if tag.default else ""
        self.need(_RUNTIME, "OpenUnion")
        self.need("typing", "Annotated")
        open_union = f"OpenUnion({literals.string(tag.property)}{default})"
        return f"Annotated[{' | '.join([*members, *unknown])}, {open_union}]"

    def _members(self, node: ast.expr) -> Iterator[str]:
        """The members of the union that an annotation is."""
        match expression(node):
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._members(left)
                yield from self._members(right)
            case ast.Constant(value=None):
                yield "None"
            case ast.Name(id=name):
                own = self.reading.definitions.get(name)
                if isinstance(own, ReadAlias) and name not in self.home and name not in self.models:
                    yield from self._members(own.annotation)
                else:
                    yield self._name(name)
            case ast.Subscript(value=ast.Name(id="Union"), slice=part):
                for member in _parts(part):
                    yield from self._members(member)
            case ast.Subscript(value=ast.Name(id="Optional"), slice=part):
                yield from self._members(part)
                yield "None"
            case ast.Subscript(value=ast.Name(id="NotRequired"), slice=part):
                yield from self._members(part)
            case ast.Subscript(value=ast.Name(id="Literal"), slice=part):
                self.need("typing", "Literal")
                yield f"Literal[{', '.join(literal(value) for value in _parts(part))}]"
            case ast.Subscript(value=ast.Name(id=name), slice=part) if name in _CONTAINERS:
                yield f"{self._known(_CONTAINERS[name])}[{', '.join(self._union([inner]) for inner in _parts(part))}]"
            case other:
                raise Unreadable(f"the annotation `{ast.unparse(other)[:200]}`")

    def _name(self, name: str) -> str:
        if name in self.tags:
            return name
        if name in self.models:
            self.need("..", "models")
            return f"models.{name}"
        if name in self.home:
            if self.home[name] != self.module:
                self.need(f".{self.home[name]}", name)
            else:
                self._met.add(name)
            return name
        name = self.reading.renamed.get(name, name)
        if name in _NAMES:
            return self._known(_NAMES[name])
        raise Unreadable(f"the name `{name}`")

    def _known(self, spelled: tuple[str, tuple[str, str] | None]) -> str:
        text, needed = spelled
        if needed is not None:
            self.need(*needed)
        return text


def literal(node: ast.expr) -> str:
    """The source of a value in the text: a string, an integer, a boolean or `None`."""
    match node:
        case ast.Constant(value=str() | bool() | int() | None as value):
            return literals.value(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return literals.value(-value)
        case _:
            raise Unreadable(f"the value `{ast.unparse(node)[:200]}`")


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]
