"""Types of the IR as Python annotations, and the imports they need: printing a name adds its import.

There are two readings of a type. The *model* reading is what a pydantic model holds once validated; the *twin*
reading is what a caller may pass: plain dicts (their `TypedDict` twins) or models, any sequence, any mapping.
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

Reading = Literal["model", "twin"]

_STRINGS = {
    "date-time": ("dt.datetime", ("datetime", "dt")),
    "date": ("dt.date", ("datetime", "dt")),
    "uuid": ("UUID", ("uuid", "UUID")),
    "decimal": ("Decimal", ("decimal", "Decimal")),
}


@dataclass
class Scope:
    """The imports of one module, gathered while its annotations are written.

    `prefix` is put before the names of models (`models.` outside the package of models, nothing within); `local`
    tells whether a definition's name is in this module and ready to use, `quote` whether it must wait in quotes.
    """

    index: Index
    names: Names
    prefix: str = ""
    module: str = ""
    module_of: Callable[[str], str] = lambda id: ""
    twin_module_of: Callable[[str], str] = lambda id: ""
    ready: Callable[[str], bool] = lambda id: True
    imports: set[tuple[str, str]] = field(default_factory=set)
    runtime: str = ".._runtime.models"
    shadowed: frozenset[str] = frozenset()
    """Builtins that names of this scope hide (a method called `list`): they are written `builtins.list`."""

    def need(self, module: str, name: str) -> str:
        self.imports.add((module, name))
        return name

    def builtin(self, name: str) -> str:
        return f"{self.need('', 'builtins')}.{name}" if name in self.shadowed else name

    def model(self, id: str) -> str:
        """The name of a definition's class or alias, from here."""
        return self._refer(self.names.types[id], self.module_of(id))

    def twin(self, id: str) -> str:
        """The name of a definition's twin, from here."""
        return self._refer(self.names.twin(id), self.twin_module_of(id))

    def _refer(self, name: str, module: str) -> str:
        if self.prefix:
            self.need("..", "models")
            return f"{self.prefix}{name}"
        if module != self.module:
            self.need(f".{module}", name)
        return name


def annotate(type: Type | None, scope: Scope, reading: Reading = "model") -> str:
    """The annotation of a type in a scope, quoted as a whole where part of it is not defined yet."""
    text = _Writer(scope, reading).write(type)
    waits = reading == "model" and type is not None and not all(scope.ready(id) for id in references([type]))
    return quoted(text) if waits else text


def either(types: Iterable[Type], scope: Scope) -> str:
    """The annotation of a value of one of the types, all of whose definitions are known."""
    return _Writer(scope, "model").write(*types)


def quoted(annotation: str) -> str:
    """An annotation as a string, for names that come later; in the quotes that it has none of, where there are such."""
    if "\\" in annotation or ('"' in annotation and "'" in annotation):
        return literals.string(annotation)
    return f"'{annotation}'" if '"' in annotation else f'"{annotation}"'


class _Writer:
    """Writes one type; every method gives the members of the union that the annotation is."""

    def __init__(self, scope: Scope, reading: Reading) -> None:
        self.scope = scope
        self.twin = reading == "twin"

    def write(self, *types: Type | None) -> str:
        """The union of the types, each member said once, `None` last, and nothing but `Any` where one of them is."""
        members = list(dict.fromkeys(member for type in types for member in self.members(type)))
        if "Any" in members:
            return "Any"
        return " | ".join(sorted(members, key=lambda member: member == "None"))

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
            case Tuple(items, None) if not self.twin:
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
        name = self.scope.need("collections.abc", "Sequence") if self.twin else self.scope.builtin("list")
        return f"{name}[{self.write(*items)}]"

    def mapping(self, value: Type) -> str:
        name = self.scope.need("collections.abc", "Mapping") if self.twin else self.scope.builtin("dict")
        return f"{name}[{self.scope.builtin('str')}, {self.write(value)}]"

    def scalar(self, kind: str, format: str) -> list[str]:
        if kind == "string" and format == "binary":
            return [
                self.scope.need(".._runtime.request.files", "FileContent") if self.twin else self.scope.builtin("bytes")
            ]
        if kind == "string" and format == "byte":
            return [self.scope.builtin("bytes") if self.twin else self.scope.need(self.scope.runtime, "Base64Bytes")]
        if kind == "string" and format in _STRINGS:
            text, (module, name) = _STRINGS[format]
            self.scope.need(module, name)
            return [text, self.scope.builtin("str")] if self.twin else [text]
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
        unknown = self.scope.need(self.scope.runtime, "UnknownVariant")
        text = f"{self.write(*members)} | {unknown}"
        if self.twin:
            return text
        annotation = f"{self.scope.need(self.scope.runtime, 'OpenUnion')}({literals.string(tag.property)})"
        return f"{self.scope.need('typing', 'Annotated')}[{text}, {annotation}]"

    def reference(self, id: str) -> list[str]:
        if not self.twin or not has_twin(self.scope.index, id):
            return [self.scope.model(id)]
        if isinstance(self.scope.index.definition(id).shape, Object):
            return [self.scope.model(id), self.scope.twin(id)]
        return [self.scope.twin(id)]


def is_null(index: Index, type: Type) -> bool:
    """Whether a type is null and nothing else, by whatever name: Python has no `None | None`."""
    seen: set[str] = set()
    while isinstance(type, Ref) and type.id not in seen:
        seen.add(type.id)
        shape = index.definition(type.id).shape
        if isinstance(shape, Object):
            return False
        type = shape.type
    return type == Scalar("null") or (isinstance(type, Constant) and type.value is None)


def has_twin(index: Index, id: str) -> bool:
    """Whether what a caller may pass differs from what a model holds: objects, and aliases that reach past scalars."""
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
