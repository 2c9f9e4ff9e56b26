"""What a program prints of an answer, and what that looks like where the document has an example of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.ir.index import Index
from generator.ir.types import (
    ABSENT,
    Accumulator,
    Array,
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
from generator.targets.python.code import response_types as answers
from generator.targets.python.names.names import Names
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.samples import resolved

_TELLING: Final = (
    *("name", "title", "summary", "message", "text", "output", "slug", "status"),
    *("id", "key", "url", "type", "count"),
)
_MESSAGES: Final = ("message", "detail", "error_description", "description", "title", "reason", "msg", "error", "code")
_LISTS: Final = ("data", "items", "results", "values", "list", "entries")
_SHOWN: Final = 3
"""How many fields of an object are printed."""


@dataclass(frozen=True, slots=True)
class Told:
    """Lines of a program, and what they print, or None where that is not known."""

    lines: tuple[str, ...]
    output: tuple[str, ...] | None = None

    def __add__(self, other: Told) -> Told:
        known = self.output is not None and other.output is not None
        return Told(self.lines + other.lines, (self.output or ()) + (other.output or ()) if known else None)


@dataclass(frozen=True, slots=True)
class Teller:
    """Finds what is worth printing in the values of one SDK."""

    index: Index
    names: Names

    def whole(self, operation: Operation) -> Told:
        """The answer of a call, which the program holds as `result`."""
        type, example = whole_type(operation), example_of(operation)
        accumulator = operation.stream.accumulator if operation.stream else None
        path = whole_text(accumulator) if accumulator else ()
        if path and type is not None:
            found = self._follow(type, path, example)
            if found is not None:
                expression, value = found
                return Told((f"print(result{expression})",), _output(value))
        return self.value(type, "result", example)

    def value(self, type: Type | None, name: str, example: Json = ABSENT) -> Told:
        """A value: its most telling field; of a list, that of each item."""
        base = resolved(type, self.index)
        if isinstance(base, Array):
            return self._each(base.item, name, example)
        if isinstance(base, Ref) and isinstance(type, Ref):
            shape = self._object(base)
            listed = self._listed(shape)
            if listed is not None and isinstance(inner := resolved(listed.type, self.index), Array):
                guard = "" if _always(listed) else " or []"
                source = f"{name}.{self._name(base, listed)}{guard}"
                return self._each(inner.item, source, _item(example, listed))
            field = self._telling(shape)
            if field is not None:
                return Told((f"print({name}.{self._name(base, field)})",), self._printed(field, example))
        if type == Scalar("string") or type == Scalar("integer"):
            return Told((f"print({name})",), _output(example))
        return Told((f"print({name})",))

    def error(self, type: Type | None, example: Json) -> Told:
        """An error that the program holds as `error`: its status and message, and what else the example carries."""
        found = self._message(type, "error.data", example)
        status = Told(("print(error.status_code, error.message)",))
        if found is None:
            return status
        expression, value, beside = found
        code = _output(value)
        told = Told((f"print(error.status_code, {expression})",), code and (f"{{status}} {code[0]}",))
        return told + beside

    def _message(self, type: Type | None, name: str, example: Json) -> tuple[str, Json, Told] | None:
        """The way to the message, its value, and what else is printed: what stands beside it on the way."""
        base = resolved(type, self.index)
        if not isinstance(base, Ref) or not isinstance(type, Ref):
            return None
        shape = self._object(base)
        named = sorted(
            (field for field in shape.fields if field.wire in _MESSAGES), key=lambda f: _MESSAGES.index(f.wire)
        )
        for field in named:
            inner = _item(example, field)
            way = f"{name}.{self._name(base, field)}"
            if _is_text(resolved(field.type, self.index)):
                return way, inner, self._beside(base, shape, name, example, field)
            deeper = self._message(field.type, way, inner) if _always(field) else None
            if deeper is not None:
                expression, value, beside = deeper
                return expression, value, beside + self._beside(base, shape, name, example, field)
        return None

    def _beside(self, ref: Ref, shape: Object, name: str, example: Json, spoken: Field) -> Told:
        """The lists and dicts of an error's example that are not its message."""
        told = Told((), ())
        for field in shape.fields:
            value = _item(example, field)
            if field is spoken or not isinstance(value, (dict, list)) or not value:
                continue
            way = f"{name}.{self._name(ref, field)}"
            base = resolved(field.type, self.index)
            if isinstance(base, Ref):
                told += self._lists(base, way, value, always=_always(field))
            elif isinstance(value, dict) and (rows := _rows(value)) is not None:
                told += Told((f"details = {way}{'' if _always(field) else ' or {}'}", *rows.lines), rows.output)
            elif not isinstance(base, Array):
                told += Told((f"print({way})",), (repr(value),) if _is_plain(value) else None)
        return told

    def _lists(self, ref: Ref, way: str, example: Json, always: bool) -> Told:
        """The lists of objects in an object that may not be there: of each item its first words."""
        shape = self._object(ref)
        for field in shape.fields:
            value, base = _item(example, field), resolved(field.type, self.index)
            if not isinstance(base, Array) or not value or not isinstance(value, list):
                continue
            item = resolved(base.item, self.index)
            if not isinstance(item, Ref):
                continue
            words = [
                f
                for f in self._object(item).fields
                if _is_text(resolved(f.type, self.index)) and all(isinstance(_item(row, f), str) for row in value)
            ]
            if not words:
                continue
            words.sort(key=lambda f: _rank(f.wire))
            each = f"details.{self._name(ref, field)}{'' if _always(field) else ' or []'}"
            fields = ", ".join(f"item.{self._name(item, f)}" for f in words[:_SHOWN])
            output = [" ".join(_item(row, f) for f in words[:_SHOWN]) for row in value]
            lines = [f"details = {way}", *([] if always else ["if details:"])]
            pad = "" if always else "    "
            lines += [f"{pad}for item in {each}:", f"{pad}    print({fields})"]
            return Told(tuple(lines), tuple(output))
        return Told((), ())

    def _each(self, item: Type, source: str, example: Json) -> Told:
        rows = example if isinstance(example, list) else []
        told = [self._row(item, row) for row in rows] or [self._row(item, ABSENT)]
        known = rows and all(each.output is not None for each in told)
        output = tuple(line for each in told for line in each.output or ()) if known else None
        return Told((f"for item in {source}:", *(f"    {line}" for line in told[0].lines)), output)

    def _row(self, type: Type, example: Json) -> Told:
        base = resolved(type, self.index)
        field = self._telling(self._object(base)) if isinstance(base, Ref) and isinstance(type, Ref) else None
        if field is None or not isinstance(base, Ref):
            return Told(("print(item)",), _output(example) if _is_text(base) else None)
        return Told((f"print(item.{self._name(base, field)})",), self._printed(field, example))

    def _printed(self, field: Field, example: Json) -> tuple[str, ...] | None:
        return _output(_item(example, field)) if _is_text(resolved(field.type, self.index)) else None

    def _telling(self, shape: Object) -> Field | None:
        known = [(field, resolved(field.type, self.index)) for field in shape.fields if not field.write_only]
        plain = [field for field, type in known if _is_text(type)]
        named = [field for wire in _TELLING for field in plain if field.wire == wire]
        numbers = [field for field, type in known if isinstance(type, Scalar) and type.kind != "null"]
        return next(iter([*[field for field in named if _always(field)], *named, *plain, *numbers]), None)

    def _listed(self, shape: Object) -> Field | None:
        """The list that an object is an envelope of."""
        arrays = [field for field in shape.fields if isinstance(resolved(field.type, self.index), Array)]
        return next((field for field in arrays if field.wire in _LISTS), None)

    def _follow(self, type: Type, path: tuple[str, ...], example: Json) -> tuple[str, Json] | None:
        """The expression of a path below a value, with its example; the first item stands for a list."""
        expression, here, value = "", resolved(type, self.index), example
        for wire in path:
            if isinstance(here, Array):
                expression, value = f"{expression}[0]", value[0] if isinstance(value, list) and value else ABSENT
                here = resolved(here.item, self.index)
            field = next((f for f in self._object(here).fields if f.wire == wire), None) if here else None
            if field is None or not isinstance(here, Ref):
                return None
            expression, value = f"{expression}.{self._name(here, field)}", _item(value, field)
            here = resolved(field.type, self.index)
        return expression, value

    def _object(self, type: Type | None) -> Object:
        return self.index.object(type) or Object(())

    def _name(self, ref: Ref, field: Field) -> str:
        return self.names.fields[ref.id, field.wire]


def _rows(example: dict[str, Json]) -> Told | None:
    """A dict's first list of objects: of each its first words."""
    for key, rows in example.items():
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
            texts = [name for name in rows[0] if all(isinstance(row.get(name), str) for row in rows)]
            words = sorted(texts, key=_rank)[:_SHOWN]
            if words:
                fields = ", ".join(f"item[{layout.string(name)}]" for name in words)
                lines = (f"for item in details.get({layout.string(key)}, []):", f"    print({fields})")
                return Told(lines, tuple(" ".join(row[name] for name in words) for row in rows))
    return None


def _rank(wire: str) -> int:
    """Where a property stands among those that tell most."""
    return _TELLING.index(wire) if wire in _TELLING else len(_TELLING)


def whole_type(operation: Operation) -> Type | None:
    """The type of the first answer with a JSON body; None where there is none."""
    contents = (answer.content for answer in answers.chosen(operation))
    return next((content.type for content in contents if content and content.kind == "json"), None)


def example_of(operation: Operation) -> Json:
    """The document's example of that answer, or `ABSENT`."""
    contents = (answer.content for answer in answers.chosen(operation))
    first = next((content for content in contents if content and content.kind == "json"), None)
    return next((example.value for example in first.examples), ABSENT) if first else ABSENT


def whole_text(accumulator: Accumulator) -> tuple[str, ...]:
    """Where the whole has the text of a stream: the chunk's path, with its objects called as the whole calls them."""
    if not accumulator.text or accumulator.event:
        return ()
    rules, parts, path = dict(accumulator.rules), [], ""
    for part in accumulator.text.split("."):
        path = f"{path}.{part}" if path else part
        rule = rules.get(path, "")
        parts.append(rule.removeprefix("into:") if rule.startswith("into:") else part)
    return tuple(parts)


def _item(example: Json, field: Field) -> Json:
    return example.get(field.wire, ABSENT) if isinstance(example, dict) else ABSENT


def _always(field: Field) -> bool:
    return field.required and not isinstance(field.type, Nullable) and not field.write_only


def _is_text(type: Type | None) -> bool:
    """Whether a value prints as it stands in JSON."""
    if isinstance(type, Enumeration):
        return all(isinstance(value, str) for value in type.values)
    return type == Scalar("integer") or (
        isinstance(type, Scalar) and type.kind == "string" and type.format in {"", "uri", "email", "password"}
    )


def _is_plain(value: Json) -> bool:
    """Whether Python prints a value the same however it was read: no numbers with a point, no nulls inside."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if isinstance(value, list) else isinstance(value, str)


def _output(value: Json) -> tuple[str, ...] | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return (str(value),) if whole or (isinstance(value, str) and value.isprintable()) else None
