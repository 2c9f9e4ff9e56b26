"""The response headers that the document declares: one attribute for each name in all operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.ir.index import Index
from generator.ir.types import Array, ResponseHeader, Scalar, Type
from generator.targets.python.code.docstrings import docstring, first_sentence, prose
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import HeadersView, HeaderView

_PARSERS = {
    Scalar("integer"): ("int", "integer"),
    Scalar("number"): ("float", "number"),
    Scalar("boolean"): ("bool", "boolean"),
    Scalar("string", "date-time"): ("dt.datetime", "date_time"),
    Scalar("string", "date"): ("dt.date", "date"),
}
_TEXT = ("str", "str")
_MODULE = ".headers"


def headers(index: Index, names: Names) -> HeadersView:
    """The view of the module of response headers."""
    rows = [_view(name, index.headers[wire]) for wire, name in names.headers.items()]
    imports = {(_MODULE, "Headers")}
    imports |= {(_MODULE, parser) for _, parser in _PARSERS.values() if any(f", {parser})" in r.value for r in rows)}
    if any("dt." in row.annotation for row in rows):
        imports.add(("", "datetime as dt"))
    return HeadersView(arrange(imports), tuple(rows))


def annotation(headers: Iterable[ResponseHeader]) -> str:
    """The type of headers with one name, without None; `str` if they differ."""
    types = {header.type for header in headers}
    type = types.pop() if len(types) == 1 else Scalar("string")
    name = _parser(type.item if isinstance(type, Array) else type)[0]
    return f"list[{name}]" if isinstance(type, Array) else name


def declared(found: Iterable[ResponseHeader]) -> Iterator[tuple[ResponseHeader, list[str]]]:
    """The headers of an operation, each once, with the statuses that have it."""
    by_name: dict[str, list[ResponseHeader]] = {}
    for header in found:
        by_name.setdefault(header.wire.lower(), []).append(header)
    for same in by_name.values():
        yield same[0], [header.status for header in same]


def type_of(index: Index, header: ResponseHeader) -> str:
    """The type of a header's attribute."""
    return f"{annotation(index.headers[header.wire.lower()])} | None"


def _view(name: str, same: Sequence[ResponseHeader]) -> HeaderView:
    kind = annotation(same)
    is_list = kind.startswith("list[")
    parser = next((p for plain, p in (*_PARSERS.values(), _TEXT) if plain == kind.removeprefix("list[").rstrip("]")))
    about = next((first_sentence(prose(header.docs)) for header in same if header.docs.description), "")
    text = f"`{same[0].wire}`" + (f": {about}" if about else ".")
    method = "_typed_list" if is_list else "_typed"
    value = f"self.{method}({literals.string(same[0].wire)}, {parser})"
    return HeaderView(name, f"{kind} | None", value, docstring(text, 8))


def _parser(type: Type) -> tuple[str, str]:
    return _PARSERS[type] if isinstance(type, Scalar) and type in _PARSERS else _TEXT
