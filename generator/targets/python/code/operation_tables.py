"""The table of an operation: the arguments of the runtime's `Operation(…)`, as source code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.index import Index, body_type
from generator.ir.types import (
    AnyValue,
    Array,
    Constant,
    Content,
    Docs,
    Encoding,
    Enumeration,
    Object,
    Operation,
    Parameter,
    Requirement,
    RetryPolicy,
    Scalar,
    Server,
    Type,
    Union,
    media_kind,
)
from generator.targets.python.code import files, oauth, pages, preparation, response_types
from generator.targets.python.code.docstrings import first_sentence
from generator.targets.python.names.names import Names, OperationNames
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate

RUNTIME = ".._runtime.operation"
_STREAM = ".._runtime.stream.stream_operation"
_BODIES = {
    "json": (RUNTIME, "Body"),
    "form": (".._runtime.request.form", "FormBody"),
    "multipart": (".._runtime.request.multipart", "MultipartBody"),
    "lines": (".._runtime.request.lines_body", "LinesBody"),
}
_FORM_PARAMETER = (".._runtime.request.form_parameter", "FormParameter")
_RAW_BODY = (".._runtime.request.raw_body", "RawBody")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form", "querystring": "form"}


def table_class(operation: Operation, names: Names, scope: Scope) -> str:
    """The class of the table: responses with a value, with a stream, or with either by a switch."""
    if pages.is_paged(operation, scope.index):
        return scope.need(pages.RUNTIME, "PageOperation")
    if names.operation(operation).file_switch:
        return files.table_class(operation, scope)
    if operation.stream is None:
        return scope.need(RUNTIME, "Operation")
    return scope.need(_STREAM, "SwitchOperation" if operation.stream.switch else "StreamOperation")


def arguments(operation: Operation, index: Index, names: Names, scope: Scope) -> Iterator[str]:
    """The keyword arguments of the table, each `name=value`, without those that equal the default."""
    own = names.operation(operation)
    yield f"name={literals.string(names.call(operation))}"
    yield f"method={literals.string(operation.method)}"
    yield f"path={literals.string(operation.route)}"
    if operation.query:
        pairs = (f"({literals.string(name)}, {literals.value(value)})" for name, value in operation.query)
        yield f"query=({', '.join(pairs)},)"
    if operation.parameters:
        parameters = (_parameter(parameter, own, index, scope) for parameter in operation.parameters)
        yield f"parameters=({', '.join(parameters)},)"
    bodies = [_body(operation, content, index, own, scope) for content in index.sendable(operation)]
    if bodies:
        yield f"body={bodies[0]}"
    if len(bodies) > 1:
        yield f"other_bodies=({', '.join(bodies[1:])},)"
    rows = list(response_types.rows(operation, scope))
    if rows:
        scope.need(RUNTIME, "ResponseSpec")
        yield f"responses=({', '.join(rows)},)"
    by_operation = {error.status for error in names.errors if error.by_operation}
    errors = {one.status: body for one in operation.errors if one.status in by_operation and (body := body_type(one))}
    if errors:
        types = (f"{literals.string(status)}: lambda: {annotate(body, scope)}" for status, body in errors.items())
        yield f"errors={{{', '.join(types)}}}"
    if pages.is_paged(operation, index):
        yield from pages.table_arguments(operation, index, names, scope)
    if own.file_switch:
        yield from files.table_arguments(operation, index)
    if operation.stream is not None:
        scope.need(_STREAM, "Events")
        yield f"events={response_types.events(operation.stream, scope)}"
        if operation.stream.switch:
            yield f"switch={literals.string(operation.stream.switch if operation.stream.in_body else '')}"
    if operation.security != index.api.security:
        yield f"security={security(operation.security)}"
    scopes = oauth.operation_scopes(operation.security, index.api)
    if scopes:
        yield f"scopes={literals.value(scopes)}"
    if operation.servers:
        scope.need(".._runtime.service", "Server")
        yield f"servers=({', '.join(server(item) for item in operation.servers)},)"
    if operation.retries is not None and operation.retries != index.api.retries:
        scope.need(".._runtime.service", "RetryPolicy")
        yield f"retries={retries(operation.retries)}"
    if operation.idempotency_header:
        yield f"idempotency_header={literals.string(operation.idempotency_header)}"
    if operation.docs.deprecated:
        yield f"deprecated={literals.string(deprecation(operation))}"
    if deprecated := [keyword for keyword, docs in _keyword_docs(operation, index, own) if docs.deprecated]:
        yield f"deprecated_keywords={literals.words(deprecated)}"


def deprecation(operation: Operation) -> str:
    """What to say of a deprecated operation."""
    return first_sentence(operation.docs.deprecation) or "the API has deprecated it"


def _keyword_docs(operation: Operation, index: Index, names: OperationNames) -> Iterator[tuple[str, Docs]]:
    """The keywords of an operation with the documentation of the parameter or property."""
    for parameter in operation.parameters:
        yield names.keywords[parameter.location, parameter.wire], parameter.docs
    for field in (index.spread(operation) or Object(())).fields:
        if keyword := names.keywords.get(("body", field.wire)):
            yield keyword, field.docs


def _parameter(parameter: Parameter, names: OperationNames, index: Index, scope: Scope) -> str:
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
    form = parameter.media_type and media_kind(parameter.media_type) == "form"
    cls = scope.need(*(_FORM_PARAMETER if form else (RUNTIME, "Parameter")))
    return f"{cls}({', '.join(part for part in parts if part)})"


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


def _body(operation: Operation, content: Content, index: Index, names: OperationNames, scope: Scope) -> str:
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


def security(choices: tuple[tuple[Requirement, ...], ...]) -> str:
    """A choice of sets of schemes, as a tuple of tuples."""
    sets = [strings(item.scheme for item in choice) for choice in choices]
    return _tuple(sets)


def server(item: Server) -> str:
    """A `Server(…)` table."""
    rows = [
        f"{literals.string(variable.name)}: ({literals.string(variable.default)}, {strings(variable.values)})"
        for variable in item.variables
    ]
    variables = f", {{{', '.join(rows)}}}" if rows else ""
    return f"Server({literals.string(item.name)}, {literals.string(item.url)}{variables})"


def strings(texts: Iterable[str]) -> str:
    """A tuple of strings."""
    return _tuple([literals.string(text) for text in texts])


def _tuple(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def retries(policy: RetryPolicy) -> str:
    """A `RetryPolicy(…)` table, with the values that differ from the defaults."""
    default = RetryPolicy()
    values = {
        "statuses": strings(policy.statuses),
        "max_attempts": str(policy.max_attempts),
        "initial_delay": literals.value(policy.initial_delay),
        "max_delay": literals.value(policy.max_delay),
        "exponent": literals.value(policy.exponent),
        "max_elapsed": literals.value(policy.max_elapsed),
        "connection_errors": str(policy.connection_errors),
    }
    changed = (f"{key}={text}" for key, text in values.items() if getattr(policy, key) != getattr(default, key))
    return f"RetryPolicy({', '.join(changed)})"
