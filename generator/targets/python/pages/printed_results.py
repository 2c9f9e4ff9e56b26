"""The lines of a program that print a result, and their output if the document has an example of the response."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    Accumulator,
    Array,
    Content,
    Enumeration,
    Field,
    Json,
    Nullable,
    Object,
    Operation,
    Ref,
    Scalar,
    Type,
)
from generator.targets.python.code import response_types
from generator.targets.python.names.names import Names
from generator.targets.python.pages.samples.calls import resolved
from generator.targets.python.types.json_values import elements, is_array, is_object, is_plain, member

_SUMMARY_FIELDS: Final = (
    *("name", "title", "summary", "message", "text", "output", "slug", "status"),
    *("id", "key", "url", "type", "count"),
)
_MESSAGES: Final = ("message", "detail", "error_description", "title", "msg", "description", "reason")
"""Members of an error body that hold its message, as in the runtime's `error_factory`."""
_MAX_MESSAGE: Final = 500
_LISTS: Final = ("data", "items", "results", "values", "list", "entries")
_MAX_FIELDS: Final = 3
"""How many fields of an object are printed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Lines of a program, and their output, or None if it is unknown."""

    lines: tuple[str, ...]
    output: tuple[str, ...] | None = None

    def __add__(self, other: Printed) -> Printed:
        known = self.output is not None and other.output is not None
        return Printed(self.lines + other.lines, (self.output or ()) + (other.output or ()) if known else None)

    def under(self, head: str) -> Printed:
        """The lines as the block of a statement, or nothing if there are none."""
        return Printed((head, *(f"    {line}" for line in self.lines)), self.output) if self.lines else self


@dataclass(frozen=True, slots=True)
class ResultPrinter:
    """Writes the lines that print a result, for one SDK."""

    index: Index
    names: Names

    def result(self, operation: Operation, *, from_stream: bool = False) -> Printed:
        """The return value of a call, which the program holds as `result`.

        A result put together from a stream may have empty lists, so its lists are iterated, not indexed.
        """
        content = json_content(operation, self.index)
        type, example = content.type if content else None, example_of(operation, self.index)
        fold = operation.stream.accumulator if operation.stream else None
        path = _result_text(fold) if fold else ()
        found = self._follow(type, path, example) if path and type is not None else None
        if found is None:
            return self.value(type, "result", example)
        names, value = found
        if not from_stream:
            return Printed((f"print(result.{'[0].'.join(names)})",), _output(value))
        loops = [
            f"{'    ' * depth}for {_loop_name(depth)} in {_loop_name(depth - 1)}.{name}:"
            for depth, name in enumerate(names[:-1])
        ]
        depth = len(loops)
        return Printed((*loops, f"{'    ' * depth}print({_loop_name(depth - 1)}.{names[-1]})"))

    def value(self, type: Type | None, name: str, example: Json = ABSENT) -> Printed:
        """A value: one field of an object; for a list, one field of each item."""
        base = resolved(type, self.index)
        if isinstance(base, Array):
            return self.each(base.item, name, example)
        if isinstance(base, Ref) and isinstance(type, Ref):
            shape = self.object(base)
            listed = self._listed(shape)
            if listed is not None and isinstance(inner := resolved(listed.type, self.index), Array):
                guard = "" if always(listed) else " or []"
                source = f"{name}.{self.name(base, listed)}{guard}"
                return self.each(inner.item, source, _item(example, listed))
            field = self._summary_field(shape)
            if field is not None:
                return Printed((f"print({name}.{self.name(base, field)})",), self._printed(field, example))
        if type == Scalar("string") or type == Scalar("integer"):
            return Printed((f"print({name})",), _output(example))
        return Printed((f"print({name})",))

    def error(self, status: str, type: Type | None, example: Json) -> Printed:
        """An error that the program holds as `error`: its message, and the details that the example has.

        A body need not have the documented shape, so every object below `error.data` is checked before use.
        """
        base = resolved(type, self.index)
        details = Printed((), ())
        if isinstance(base, Ref) and isinstance(type, Ref):
            details = self._details(base, "error.data", example).under("if error.data is not None:")
        return Printed(("print(error.message)",), _error_message(status, example)) + details

    def _details(self, ref: Ref, name: str, example: Json) -> Printed:
        """The lists and dicts in an error's example: those at its top, and those inside its `error` member."""
        printed = Printed((), ())
        for field in self.object(ref).fields:
            value, path = _item(example, field), f"{name}.{self.name(ref, field)}"
            if not (is_object(value) or is_array(value)) or not value:
                continue
            base = resolved(field.type, self.index)
            if isinstance(base, Ref):
                inner = self._details if field.wire == "error" else self._list_items
                printed += self._checked(field, base, path, inner(base, path, value))
            elif not isinstance(base, Array):
                printed += Printed((f"print({path})",), (repr(value),) if is_plain(value) else None)
        return printed

    def _checked(self, field: Field, ref: Ref, path: str, printed: Printed) -> Printed:
        """The lines, run if the value at `path` is the model; pyright would report an `isinstance`."""
        model = f"models.{self.names.types[ref.id]}"
        if always(field):
            return printed.under(f"case {model}():").under(f"match {path}:")
        return printed.under(f"if isinstance({path}, {model}):")

    def _list_items(self, ref: Ref, path: str, example: Json) -> Printed:
        """The first list of objects in an object: the text fields of each item."""
        for field in self.object(ref).fields:
            base, rows = resolved(field.type, self.index), elements(_item(example, field))
            item = resolved(base.item, self.index) if isinstance(base, Array) else None
            if not isinstance(item, Ref) or not rows:
                continue
            texts = [
                f
                for f in self.object(item).fields
                if _is_text(resolved(f.type, self.index)) and all(isinstance(_item(row, f), str) for row in rows)
            ]
            if texts:
                texts = sorted(texts, key=lambda f: _rank(f.wire))[:_MAX_FIELDS]
                source = f"{path}.{self.name(ref, field)}{'' if always(field) else ' or []'}"
                fields = ", ".join(f"item.{self.name(item, f)}" for f in texts)
                output = tuple(" ".join(_item(row, f) for f in texts) for row in rows)
                return Printed((f"for item in {source}:", f"    print({fields})"), output)
        return Printed((), ())

    def each(self, item: Type, source: str, example: Json) -> Printed:
        """A loop over the items of a list."""
        printed = [self.row(item, row) for row in elements(example)] or [self.row(item, ABSENT)]
        known = all(each.output is not None for each in printed)
        output = tuple(line for each in printed for line in each.output or ()) if known else None
        return Printed((f"for item in {source}:", *(f"    {line}" for line in printed[0].lines)), output)

    def row(self, type: Type, example: Json) -> Printed:
        """One item, which the program holds as `item`."""
        base = resolved(type, self.index)
        field = self._summary_field(self.object(base)) if isinstance(base, Ref) and isinstance(type, Ref) else None
        if field is None or not isinstance(base, Ref):
            return Printed(("print(item)",), _output(example) if _is_text(base) else None)
        return Printed((f"print(item.{self.name(base, field)})",), self._printed(field, example))

    def _printed(self, field: Field, example: Json) -> tuple[str, ...] | None:
        return _output(_item(example, field)) if _is_text(resolved(field.type, self.index)) else None

    def _summary_field(self, shape: Object) -> Field | None:
        """The field that says best what an object is."""
        known = [(field, resolved(field.type, self.index)) for field in shape.fields if not field.write_only]
        plain = [field for field, type in known if _is_text(type)]
        named = [field for wire in _SUMMARY_FIELDS for field in plain if field.wire == wire]
        numbers = [field for field, type in known if isinstance(type, Scalar) and type.kind != "null"]
        return next(iter([*[field for field in named if always(field)], *named, *plain, *numbers]), None)

    def _listed(self, shape: Object) -> Field | None:
        """The list in an object that is the envelope of one."""
        arrays = [field for field in shape.fields if isinstance(resolved(field.type, self.index), Array)]
        return next((field for field in arrays if field.wire in _LISTS), None)

    def _follow(self, type: Type, path: tuple[str, ...], example: Json) -> tuple[list[str], Json] | None:
        """The attributes along a path below a value, split where a list is on it, and the value in the example.

        None if the path leaves the models, or something before its end may be missing.
        """
        names: list[list[str]] = [[]]
        here, value = resolved(type, self.index), example
        for number, wire in enumerate(path):
            if isinstance(here, Array):
                names.append([])
                value = next(iter(elements(value)), ABSENT)
                here = resolved(here.item, self.index)
            field = next((f for f in self.object(here).fields if f.wire == wire), None)
            if field is None or not isinstance(here, Ref) or not (always(field) or number == len(path) - 1):
                return None
            names[-1].append(self.name(here, field))
            here, value = resolved(field.type, self.index), _item(value, field)
        return ([".".join(part) for part in names], value) if names[0] else None

    def object(self, type: Type | None) -> Object:
        """The object that a type is; one without fields for any other type."""
        return self.index.object(type) or Object(())

    def name(self, ref: Ref, field: Field) -> str:
        """The attribute of a field."""
        return self.names.fields[ref.id, field.wire]


def _rank(wire: str) -> int:
    """The rank of a property as a summary of its object."""
    return _SUMMARY_FIELDS.index(wire) if wire in _SUMMARY_FIELDS else len(_SUMMARY_FIELDS)


def example_of(operation: Operation, index: Index) -> Json:
    """The document's example of the first response with a JSON body, or `ABSENT`."""
    content = json_content(operation, index)
    return next((example.value for example in content.examples), ABSENT) if content else ABSENT


def json_content(operation: Operation, index: Index) -> Content | None:
    """The JSON content of an operation's response."""
    contents = (chosen.content for chosen in response_types.chosen(operation, index))
    return next((content for content in contents if content and content.kind == "json"), None)


def _result_text(fold: Accumulator) -> tuple[str, ...]:
    """The path of the text in the result of a stream: the chunk's path, with the result's names for its objects."""
    if not fold.text or fold.event:
        return ()
    rules, path = dict(fold.rules), ""
    parts: list[str] = []
    for part in fold.text.split("."):
        path = f"{path}.{part}" if path else part
        rule = rules.get(path, "")
        parts.append(rule.removeprefix("into:") if rule.startswith("into:") else part)
    return tuple(parts)


def _loop_name(depth: int) -> str:
    return "result" if depth < 0 else f"item{depth + 1 if depth else ''}"


def _error_message(status: str, example: Json) -> tuple[str, ...] | None:
    """The output of `print(error.message)`; None for a range of statuses, and where there is no example."""
    if not status.isdigit() or example is ABSENT:
        return None
    text = " ".join(_message(example).split())
    try:
        line = f"{status} {HTTPStatus(int(status)).phrase}"
    except ValueError:  # the phrase is the server's own, and HTTP/2 has none
        line = status
    return _output(f"{line}: {text}" if text else line) if len(text) <= _MAX_MESSAGE else None


def _message(value: Json) -> str:
    """The message in an error body, as the runtime finds it."""
    if isinstance(value, str):
        return value
    if rows := elements(value):
        return _message(rows[0])
    if not is_object(value):
        return ""
    error = value.get("error")
    nested = "" if isinstance(error, str) else _message(error)
    named = (_message(value.get(name)) for name in (*_MESSAGES, "error", "errors"))
    return nested or next(filter(None, named), "")


def _item(example: Json, field: Field) -> Json:
    return member(example, field.wire, ABSENT)


def always(field: Field) -> bool:
    """Whether a received object has a value of a field."""
    return field.required and not isinstance(field.type, Nullable) and not field.write_only


def _is_text(type: Type | None) -> bool:
    """Whether a value prints as its JSON text, without quotes."""
    if isinstance(type, Enumeration):
        return all(isinstance(value, str) for value in type.values)
    return type == Scalar("integer") or (
        isinstance(type, Scalar) and type.kind == "string" and type.format in {"", "uri", "email", "password"}
    )


def _output(value: Json) -> tuple[str, ...] | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return (str(value),) if whole or (isinstance(value, str) and value.isprintable()) else None
