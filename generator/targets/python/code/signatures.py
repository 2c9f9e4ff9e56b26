"""The signatures of methods: parameters, return types and overloads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.ir.index import Index
from generator.ir.types import Constant, Content, Field, Operation, Parameter, Ref
from generator.targets.python.code import files, pages, response_types
from generator.targets.python.code.docstrings import attribute_docstring, docstring
from generator.targets.python.code.return_variants import return_variants
from generator.targets.python.models.template_models import field_text
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.views.module_views import KeyView
from generator.targets.python.views.views import ParamsView, SignatureView

OPTIONS = "options: RequestOptions | None = None"


def path_parameters(operation: Operation) -> list[Parameter]:
    """The path parameters, in the order of the path."""
    parameters = [parameter for parameter in operation.parameters if parameter.location == "path"]
    return sorted(parameters, key=lambda parameter: operation.route.find("{" + parameter.wire + "}"))


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of a method: `annotation` is its type, `text` its description."""

    keyword: str
    location: str
    wire: str
    annotation: str
    required: bool
    text: str


def keywords(
    operation: Operation,
    index: Index,
    names: Names,
    scope: Scope,
    content: Content | None = None,
    *,
    only_required: bool = False,
) -> tuple[Keyword, ...]:
    """The keywords of a method: parameters that are not in the path, then the body's fields or the body.

    The body is that of `content`, or the one that is sent by default. With `only_required`, the optional ones are left
    out, and `scope` does not get what their annotations need.
    """
    content = content or index.sent(operation)
    own = names.operation(operation)
    found = [
        Keyword(
            own.keywords[parameter.location, parameter.wire],
            parameter.location,
            parameter.wire,
            annotate(parameter.type, scope, "input"),
            _is_required(parameter),
            parameter_text(parameter),
        )
        for parameter in operation.parameters
        if parameter.location != "path" and (not only_required or _is_required(parameter))
    ]
    spread, body = index.spread(operation, content), operation.body
    if spread is not None and body is not None:
        switch = operation.stream.switch if operation.stream else ""
        for field in spread.fields:
            required = body.required and _is_required(field)
            if field.wire != switch and not field.read_only and (required or not only_required):
                keyword = own.keywords["body", field.wire]
                annotation = annotate(field.type, scope, "input")
                found.append(Keyword(keyword, "body", field.wire, annotation, required, field_text(field)))
    elif body is not None and content is not None and (body.required or not only_required):
        annotation = _body_annotation(content, scope)
        about = body.docs.description or "The request body."
        found.append(Keyword(own.keywords["body", "body"], "body", "body", annotation, body.required, about))
    return tuple(found)


def _is_required(item: Parameter | Field) -> bool:
    """Whether a caller must pass a value: a constant is sent without."""
    return item.required and not isinstance(item.type, Constant)


def params(operation: Operation, index: Index, names: Names, scope: Scope) -> tuple[ParamsView, ...]:
    """The keyword parameters of a method as typed dicts, one for each media type of the body, in document order."""
    own = names.operation(operation)
    found: list[ParamsView] = []
    choices = index.choices(operation)
    for name, content in zip((own.params, *own.further_params), choices or (None,), strict=True):
        keys = tuple(
            KeyView(item.keyword, _required(item.annotation, item.required, scope), attribute_docstring(item.text, 4))
            for item in keywords(operation, index, names, scope, content)
        )
        if keys:
            scope.need("typing_extensions", "TypedDict")
            body = f" with the body `{content.media_type}`" if content is not None and len(choices) > 1 else ""
            about = docstring(f"The keywords of `{names.call(operation)}`{body}.", 4)
            found.append(ParamsView(name, about, keys, _body_name(operation, content, index, names)))
    return tuple(found)


def _body_name(operation: Operation, content: Content | None, index: Index, names: Names) -> str:
    """The typed dict of a body that is spread into keywords; empty for other bodies."""
    content = content or index.sent(operation)
    spread = content is not None and index.spread(operation, content) is not None
    return names.input_types.get(content.type.id, "") if spread and content and isinstance(content.type, Ref) else ""


def explicit(
    operation: Operation, index: Index, names: Names, scope: Scope, content: Content | None = None
) -> tuple[str, ...]:
    """The keyword parameters of a method with their annotations: required ones first, then in document order."""
    return _written(keywords(operation, index, names, scope, content), scope)


def every_keyword(operation: Operation, index: Index, names: Names, scope: Scope) -> tuple[Keyword, ...]:
    """The keywords of all media types of the body; those that differ are optional and of any type."""
    choices = index.choices(operation)
    if len(choices) < 2:
        return keywords(operation, index, names, scope)
    found: dict[str, list[Keyword]] = {}
    for content in choices:
        for item in keywords(operation, index, names, scope, content):
            found.setdefault(item.keyword, []).append(item)
    merged: list[Keyword] = []
    for several in found.values():
        first = several[0]
        same = len(several) == len(choices) and all(
            (item.annotation, item.required) == (first.annotation, first.required) for item in several
        )
        merged.append(first if same else replace(first, annotation=scope.need("typing", "Any"), required=False))
    return tuple(merged)


def _written(found: tuple[Keyword, ...], scope: Scope) -> tuple[str, ...]:
    if not all(item.required for item in found):
        scope.need(".._runtime.request.omit", "Omit")
    return tuple(
        f"{item.keyword}: {item.annotation}" if item.required else f"{item.keyword}: {item.annotation} | Omit = OMIT"
        for item in sorted(found, key=lambda item: not item.required)
    )


def parameter_text(parameter: Parameter) -> str:
    """The description of a parameter, as of a field."""
    return field_text(
        Field(
            parameter.wire,
            parameter.type,
            parameter.required,
            parameter.place,
            parameter.docs,
            parameter.default,
            constraints=parameter.constraints,
        )
    )


def _required(annotation: str, required: bool, scope: Scope) -> str:
    return f"{scope.need('typing', 'Required')}[{annotation}]" if required else annotation


def _body_annotation(content: Content, scope: Scope) -> str:
    if content.kind == "text":
        return "str | bytes"
    if content.kind in {"binary", "lines", "events"}:
        file = scope.need(".._runtime.request.files", "FileContent")
        if content.kind == "lines":
            item = annotate(files.line(content, scope.index), scope, "input")
            iterables = (scope.need("collections.abc", name) for name in ("Iterable", "AsyncIterable"))
            return " | ".join([*(f"{iterable}[{item}]" for iterable in iterables), "str", file])
        return file if content.kind == "binary" else f"str | {file}"
    return annotate(content.type, scope, "input")


def signatures(
    operation: Operation,
    index: Index,
    names: Names,
    scope: Scope,
    params: tuple[ParamsView, ...],
    *,
    explicit_keywords: bool = False,
) -> tuple[tuple[SignatureView, ...], SignatureView]:
    """The overloads of a method and its implementation.

    A method has overloads if a switch decides between a value and a stream, `accept` between media types of the
    response, or `content_type` between those of the body. `explicit_keywords` puts the keywords into the signature, in
    place of a typed dict.
    """
    own = names.operation(operation)
    scope.need(".._runtime.call.options", "RequestOptions")
    positional = tuple(
        f"{own.keywords['path', parameter.wire]}: {annotate(parameter.type, scope, 'input')}"
        for parameter in path_parameters(operation)
    )
    choices = index.choices(operation)
    variants, (switch, returns) = return_variants(operation, scope.index, names, scope)
    if len(choices) < 2:
        written = explicit(operation, index, names, scope) if explicit_keywords else ()
        media_type = [_content_type(operation, content, index, names, scope) for content in choices if own.content_type]
        unpack = _unpack(own.params, scope, params)
        views = [
            SignatureView(positional, (*media_type, *switch, *written, OPTIONS), unpack, *returns)
            for switch, returns in (*variants, (switch, returns))
        ]
        return tuple(views[:-1]), views[-1]
    overloads: list[SignatureView] = []
    for name, content in zip((own.params, *own.further_params), choices, strict=True):
        written = explicit(operation, index, names, scope, content) if explicit_keywords else ()
        keyword = _content_type(operation, content, index, names, scope)
        unpack = _unpack(name, scope, params)
        overloads += [
            SignatureView(positional, (keyword, *switch, *written, OPTIONS), unpack, *returns)
            for switch, returns in (variants or [(switch, returns)])
        ]
    every = _written(every_keyword(operation, index, names, scope), scope) if explicit_keywords else ()
    keyword = f"{own.content_type}: str = {literals.string(choices[0].media_type)}"
    anything = scope.need("typing", "Any") if params else ""
    return tuple(overloads), SignatureView(positional, (keyword, *switch, *every, OPTIONS), anything, *returns)


def _content_type(operation: Operation, content: Content, index: Index, names: Names, scope: Scope) -> str:
    """The keyword that chooses the media type of a body, for the overload of a content."""
    media_types = ", ".join(literals.string(each.media_type) for each in index.same(operation, content))
    default = f" = {literals.string(content.media_type)}" if content is index.sent(operation) else ""
    literal = scope.need("typing", "Literal")
    return f"{names.operation(operation).content_type}: {literal}[{media_types}]{default}"


def _unpack(name: str, scope: Scope, params: tuple[ParamsView, ...]) -> str:
    """The annotation of `**kwargs`, or nothing if the typed dict of that name has no keys."""
    if all(view.name != name for view in params):
        return ""
    return f"{scope.need('typing', 'Unpack')}[{scope.need('..', 'params')}.{name}]"


def arguments_of(operation: Operation, names: Names, has_params: bool, written: tuple[Keyword, ...] = ()) -> str:
    """The expression of the arguments by keyword. `written` are the keywords in the signature."""
    own = names.operation(operation)
    path = [own.keywords["path", parameter.wire] for parameter in path_parameters(operation)]
    passed = [f'"{keyword}": {keyword}' for keyword in (*path, *(item.keyword for item in written))]
    unpacked = ["**kwargs"] if has_params else []
    arguments = f"{{{', '.join(passed + unpacked)}}}" if passed or not has_params else "kwargs"
    return arguments if all(item.required for item in written) else f"_provided({arguments})"


def call(operation: Operation, index: Index, names: Names, has_params: bool, written: tuple[Keyword, ...] = ()) -> str:
    """The one expression that a method returns. `written` are the keywords in the signature."""
    own, arguments = names.operation(operation), arguments_of(operation, names, has_params, written)
    table = f"{own.table}.sent_as({own.content_type})" if own.content_type else own.table
    if operation.stream is not None and not operation.stream.switch:
        return f"self._client.stream({table}, {arguments}, options)"
    if pages.is_paged(operation, index):
        return f"{table}.call(self._client, {arguments}, options)"
    accept = ", accept" if response_types.choices(operation, index) else ""
    if own.file_switch:
        switches = f"{own.switch}, {own.file_switch}" if operation.stream is not None else own.file_switch
        return f"{table}.call(self._client, {arguments}, {switches}, options{accept})"
    if operation.stream is None:
        return f"self._client.request({table}, {arguments}, options{accept})"
    return f"self._client.request_or_stream({table}, {arguments}, {own.switch}, options{accept})"
