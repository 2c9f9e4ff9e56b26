"""Write types of the IR as Python annotations, and collect the imports that they need.

A type has two readings. The *model* reading is what a pydantic model has once validated. The *input* reading is what a
caller may pass: models or typed dicts, any sequence, any mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from generator.ir.index import Index
from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Enumeration,
    Map,
    Never,
    Nullable,
    Object,
    Ref,
    Scalar,
    Tag,
    Tuple,
    Type,
    Union,
)
from generator.ir.walk import references
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals

Reading = Literal["model", "input"]

_STRINGS = {
    "date-time": ("dt.datetime", ("datetime", "dt")),
    "date": ("dt.date", ("datetime", "dt")),
    "uuid": ("UUID", ("uuid", "UUID")),
    "decimal": ("Decimal", ("decimal", "Decimal")),
}
_GROUP = 100
_DATES = frozenset({"dt.datetime", "dt.date"})


@dataclass
class Scope:
    """The imports of one module, collected while its annotations are written.

    Models are named as `models.Pet`, and typed dicts as `params.PetParam`, except within their own packages: there
    `module_of` and `input_type_module_of` give the module of a definition, and `ready` whether its name is defined yet.
    """

    index: Index
    names: Names
    module: str = ""
    module_of: Callable[[str], str] | None = None
    input_type_module_of: Callable[[str], str] | None = None
    ready: Callable[[str], bool] = lambda id: True
    imports: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    runtime: str = ".._runtime.models"
    shadowed: frozenset[str] = frozenset()
    """Builtins that names of this scope hide (a method `list`): they are written `builtins.list`."""

    def need(self, module: str, name: str) -> str:
        self.imports.add((module, name))
        return name

    def builtin(self, name: str) -> str:
        return f"{self.need('', 'builtins')}.{name}" if name in self.shadowed else name

    def model(self, id: str) -> str:
        """The name of a definition's class or alias, from here."""
        return self._refer(self.names.types[id], "models", self.module_of and self.module_of(id))

    def input_type(self, id: str) -> str:
        """The name of a definition's input type, from here."""
        return self._refer(
            self.names.input_type(id), "params", self.input_type_module_of and self.input_type_module_of(id)
        )

    def _refer(self, name: str, package: str, module: str | None) -> str:
        if module is None:
            return f"{self.need('..', package)}.{name}"
        if module != self.module:
            self.need(f".{module}", name)
        return name


def annotate(type: Type | None, scope: Scope, reading: Reading = "model") -> str:
    """The annotation of a type in a scope, in quotes if part of it is not defined yet."""
    text = _Writer(scope, reading).write(type)
    waits = reading == "model" and type is not None and not all(scope.ready(id) for id in references([type]))
    return quoted(text) if waits else text


def either(types: Iterable[Type], scope: Scope) -> str:
    """The annotation of a union of types whose definitions precede it."""
    return _Writer(scope, "model").write(*types)


def quoted(annotation: str) -> str:
    """An annotation as a string literal, in the kind of quotes that it does not contain."""
    if "\\" in annotation or ('"' in annotation and "'" in annotation):
        return literals.string(annotation)
    return f"'{annotation}'" if '"' in annotation else f'"{annotation}"'


def with_dates(members: list[str], string: str, runtime: str, need: Callable[[str, str], str]) -> list[str]:
    """The members of a union whose dates, and `string` beside them, are read by the runtime's `RFC3339`."""
    dates = [member for member in members if member in _DATES]
    if not dates:
        return members
    strings = [member for member in members if member == string]
    marker = need(f"{runtime.removesuffix('models')}rfc3339", "RFC3339")
    marked = f"{need('typing', 'Annotated')}[{' | '.join([*dates, *strings])}, {marker}]"
    others = [member for member in members if member not in {*dates, *strings}]
    return [marked, *others]


class _Writer:
    """Writes one type; its methods return members of the union that the annotation is."""

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self.scope = scope
        self.input = reading == "input"

    def write(self, *types: Type | None) -> str:
        """The union of the types: each member once, `None` last; `Any` if one of them is `Any`."""
        members = list(dict.fromkeys(member for type in types for member in self.members(type)))
        if "Any" in members:
            return "Any"
        if not self.input:
            members = with_dates(members, self.scope.builtin("str"), self.scope.runtime, self.scope.need)
        return _joined(sorted(members, key=lambda member: member == "None"))

    def members(self, type: Type | None) -> list[str]:
        match type:
            case None | AnyValue() | Never():
                return [self.scope.need("typing", "Any")]
            case Scalar(kind, format):
                return self.scalar(kind, format)
            case Constant(value):
                return [self.constant(value)]
            case Enumeration():
                return self.enumeration(type)
            case Array(item):
                return [self.array(item)]
            case Tuple(items, None) if not self.input:
                return [f"{self.scope.builtin('tuple')}[{', '.join(self.write(item) for item in items)}]"]
            case Tuple(items, rest):
                return [self.array(*items, *([rest] if rest else []))]
            case Map(value):
                return [self.mapping(value)]
            case Nullable(inner):
                return [*self.members(inner), *([] if is_null(self.scope.index, inner) else ["None"])]
            case Union(members, tag):
                return (
                    [self.open_union(members, tag)] if tag else [m for member in members for m in self.members(member)]
                )
            case Ref(id):
                return self.reference(id)

    def array(self, *items: Type) -> str:
        name = self.scope.need("collections.abc", "Sequence") if self.input else self.scope.builtin("list")
        return f"{name}[{self.write(*items)}]"

    def mapping(self, value: Type) -> str:
        name = self.scope.need("collections.abc", "Mapping") if self.input else self.scope.builtin("dict")
        return f"{name}[{self.scope.builtin('str')}, {self.write(value)}]"

    def scalar(self, kind: str, format: str) -> list[str]:
        if kind == "string" and format == "binary":
            return [
                self.scope.need(".._runtime.request.files", "FileContent")
                if self.input
                else self.scope.builtin("bytes")
            ]
        if kind == "string" and format == "byte":
            return [self.scope.builtin("bytes") if self.input else self.scope.need(self.scope.runtime, "Base64Bytes")]
        if kind == "string" and format in _STRINGS:
            text, (module, name) = _STRINGS[format]
            self.scope.need(module, name)
            return [text, self.scope.builtin("str")] if self.input else [text]
        if kind == "null":
            return ["None"]
        return [self.scope.builtin({"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[kind])]

    def constant(self, value: object) -> str:
        if value is None:
            return "None"
        if literals.is_literal(value):
            return f"{self.scope.need('typing', 'Literal')}[{literals.value(value)}]"
        if isinstance(value, float):
            return self.scope.builtin("float")
        return self.array(AnyValue()) if isinstance(value, list) else self.mapping(AnyValue())

    def enumeration(self, type: Enumeration) -> list[str]:
        kinds = list(dict.fromkeys(self.scope.builtin(value.__class__.__name__) for value in type.values))
        if not all(literals.is_literal(value) for value in type.values):
            return kinds
        closed = f"{self.scope.need('typing', 'Literal')}[{', '.join(literals.value(value) for value in type.values)}]"
        return [closed, *(kind for kind in kinds if kind != "bool")] if type.open else [closed]

    def open_union(self, members: tuple[Type, ...], tag: Tag) -> str:
        text = self.write(*members)
        default = ""
        if tag.default is None:
            text += f" | {self.scope.need(self.scope.runtime, 'UnknownVariant')}"
        elif isinstance(member := members[tag.default], Ref):
            default = f", default={literals.string(self.scope.names.types[member.id])}"
        if self.input:
            return text
        annotation = f"{self.scope.need(self.scope.runtime, 'OpenUnion')}({literals.string(tag.property)}{default})"
        return f"{self.scope.need('typing', 'Annotated')}[{text}, {annotation}]"

    def reference(self, id: str) -> list[str]:
        if not self.input or not has_input_type(self.scope.index, id):
            return [self.scope.model(id)]
        if isinstance(self.scope.index.definition(id).shape, Object):
            return [self.scope.model(id), self.scope.input_type(id)]
        return [self.scope.input_type(id)]


def _joined(members: list[str]) -> str:
    """The union of members; a long one in groups, as pyright reads no expression that is nested 256 deep."""
    if len(members) <= _GROUP:
        return " | ".join(members)
    groups = (members[start : start + _GROUP] for start in range(0, len(members), _GROUP))
    return " | ".join(f"({' | '.join(group)})" if len(group) > 1 else group[0] for group in groups)


def is_null(index: Index, type: Type) -> bool:
    """Whether a type is null only, also through aliases: Python has no `None | None`."""
    seen: set[str] = set()
    while isinstance(type, Ref) and type.id not in seen:
        seen.add(type.id)
        shape = index.definition(type.id).shape
        if isinstance(shape, Object):
            return False
        type = shape.type
    return type == Scalar("null") or (isinstance(type, Constant) and type.value is None)


def has_input_type(index: Index, id: str) -> bool:
    """Whether a caller may pass other values than a model has: for objects, arrays, maps, dates and files."""
    return _differs(index, Ref(id), set())


def _differs(index: Index, type: Type, seen: set[str]) -> bool:
    match type:
        case Ref(id):
            if id in seen:
                return False
            shape = index.definition(id).shape
            return isinstance(shape, Object) or _differs(index, shape.type, seen | {id})
        case Array() | Map() | Tuple():
            return True
        case Nullable(inner):
            return _differs(index, inner, seen)
        case Union(members):
            return any(_differs(index, member, seen) for member in members)
        case Scalar("string", format):
            return format in _STRINGS or format in {"binary", "byte"}
        case _:
            return False
