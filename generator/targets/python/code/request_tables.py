"""The tables of a request: the parameters and bodies of the runtime's `Operation(…)`, as source code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ir.index import Index
from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Content,
    Encoding,
    Enumeration,
    Operation,
    Parameter,
    Scalar,
    Type,
    Union,
    media_kind,
)
from generator.targets.python.code import files, preparation
from generator.targets.python.names.names import OperationNames
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope

_OPERATION = ".._runtime.operation"
_BODIES = {
    "json": (_OPERATION, "Body"),
    "form": (".._runtime.request.form", "FormBody"),
    "multipart": (".._runtime.request.multipart", "MultipartBody"),
    "lines": (".._runtime.request.lines_body", "LinesBody"),
}
_FORM_PARAMETER = (".._runtime.request.form_parameter", "FormParameter")
_RAW_BODY = (".._runtime.request.raw_body", "RawBody")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "querystring": "form"}


def parameters(operation: Operation, names: OperationNames, index: Index, scope: Scope) -> Iterator[str]:
    """The arguments for parameters. One in the path follows from it, an optional one in the query from its keyword."""
    tables = [(one, *_parameter(one, names, index, scope)) for one in operation.parameters]
    others = [one for one, _, table in tables if table]
    if any(not table for one, _, table in tables if one.location == "query"):
        yield f"query={literals.words([keyword for one, keyword, _ in tables if one.location == 'query'])}"
    if others:
        yield f"other_parameters=({', '.join(table for _, _, table in tables if table)},)"
    described = {one.wire for one in others if one.location == "path"}
    follow = [one.wire for one, _, table in tables if one.location == "path" and not table]
    if {*re.findall(r"{([^}]*)}", operation.route)} - described != {*follow}:
        yield f"in_path={literals.words(follow)}"


def _parameter(parameter: Parameter, names: OperationNames, index: Index, scope: Scope) -> tuple[str, str]:
    """The keyword of a parameter, and its table; empty if that is the default of its location."""
    style = _STYLES[parameter.location]
    keyword = names.keywords[parameter.location, parameter.wire]
    constant = parameter.type.value if isinstance(parameter.type, Constant) and parameter.required else None
    parts = [
        literals.string(keyword),
        literals.string(parameter.location),
        literals.string(parameter.wire),
        "required=True" if parameter.required and constant is None else "",
        f"style={literals.string(parameter.style)}" if parameter.style and parameter.style != style else "",
        f"explode={parameter.explode}"
        if parameter.explode != (parameter.style in {"form", "cookie"}) and not parameter.media_type
        else "",
        "allow_reserved=True" if parameter.allow_reserved else "",
        f"media_type={literals.string(parameter.media_type)}" if parameter.media_type else "",
        'format="date"' if index.plain(parameter.type) == Scalar("string", "date") else "",
        "boolean=True" if parameter.location == "path" and _may_be_boolean(parameter.type, index) else "",
        f"constant={literals.value(constant)}" if constant is not None else "",
        _parameter_preparation(parameter, keyword, index, scope),
    ]
    given = [part for part in parts[3:] if part]
    plain = {"path": ["required=True"], "query": []}.get(parameter.location)
    if given == plain and keyword == parameter.wire:
        return keyword, ""
    form = parameter.media_type and media_kind(parameter.media_type) == "form"
    cls = scope.need(*(_FORM_PARAMETER if form else (_OPERATION, "Parameter")))
    return keyword, f"{cls}({', '.join(part for part in parts if part)})"


def _parameter_preparation(parameter: Parameter, keyword: str, index: Index, scope: Scope) -> str:
    """What completes the value of an object or array; scalars need nothing."""
    if isinstance(index.plain(parameter.type), Scalar) or not preparation.is_prepared(parameter.type, None, index):
        return ""
    return f"prepare={preparation.preparation(parameter.type, None, keyword, scope)}"


def _may_be_boolean(type: Type, index: Index) -> bool:
    match index.plain(type):
        case Scalar(kind):
            return kind == "boolean"
        case Constant(value):
            return isinstance(value, bool)
        case Enumeration(values):
            return any(isinstance(value, bool) for value in values)
        case Union(members):
            return any(_may_be_boolean(member, index) for member in members)
        case Array(item):
            return _may_be_boolean(item, index)
        case AnyValue():
            return True
        case _:
            return False


def body(operation: Operation, content: Content, index: Index, names: OperationNames, scope: Scope) -> str:
    """The table of a body in the media type of a content."""
    assert operation.body is not None
    cls = scope.need(*_BODIES.get(content.kind, _RAW_BODY))
    spread = index.spread(operation, content)
    parts = [literals.string(content.media_type)]
    if spread is not None:
        switch = operation.stream.switch if operation.stream else ""
        fields = [field for field in spread.fields if field.wire != switch and not field.read_only]
        constants = {
            field.wire: field.type.value for field in fields if isinstance(field.type, Constant) and field.required
        }
        if any(field.wire == switch and field.default is True for field in spread.fields):
            constants[switch] = False  # the server streams unless it is asked not to
        keywords = {field.wire: names.keywords["body", field.wire] for field in fields}
        required = [keywords[f.wire] for f in fields if f.required and f.wire not in constants]
        renamed = {keyword: wire for wire, keyword in keywords.items() if keyword != wire}
        parts.append(f"fields={literals.words(list(keywords.values()))}")
        needed = operation.body.required or constants  # constants alone are not sent in place of an optional body
        parts.append(f"required={literals.words(required)}" if required and needed else "")
        parts.append(f"renamed={literals.value(renamed)}" if renamed else "")
        parts.append(f"constants={literals.value(constants)}" if constants else "")
    parts.append("optional=True" if not operation.body.required else "")
    path = "" if spread is not None else "body"
    if content.is_typed and content.type is not None and preparation.is_prepared(content.type, spread, index):
        parts.append(f"prepare={preparation.preparation(content.type, spread, path, scope)}")
    elif content.kind == "json" and content.type and preparation.reaches(content.type, preparation.is_number, index):
        parts.append(f"prepare={preparation.decimals(content.type, path, scope)}")
    if content.kind == "lines" and preparation.is_prepared(line := files.line(content, index), None, index):
        parts.append(f"prepare_item={preparation.preparation(line, None, '', scope)}")
    shape = index.object(content.type)
    if content.kind == "multipart" and shape is not None:
        uploads = [field.wire for field in shape.fields if files.is_upload(field.type, index)]
        parts.append(f"files={literals.words(uploads)}" if uploads else "")
    if content.encodings and content.kind in {"form", "multipart"}:
        scope.need(".._runtime.request.form_fields", "Encoding")
        rows = (f"{literals.string(item.property)}: {_encoding(item)}" for item in content.encodings)
        parts.append(f"encodings={{{', '.join(rows)}}}")
    return f"{cls}({', '.join(part for part in parts if part)})"


def _encoding(encoding: Encoding) -> str:
    parts = [
        literals.string(encoding.media_type) if encoding.media_type else "",
        f"style={literals.string(encoding.style)}" if encoding.style else "",
        f"explode={encoding.explode}" if not encoding.explode else "",
        "allow_reserved=True" if encoding.allow_reserved else "",
        f"headers={literals.value(dict(encoding.headers))}" if encoding.headers else "",
    ]
    return f"Encoding({', '.join(part for part in parts if part)})"
