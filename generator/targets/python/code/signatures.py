"""The signatures of methods: what a caller may pass, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.types import Constant, Field, Operation, Parameter
from generator.targets.python.code import response_types as answers
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.models.template_models import field_text
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.views.module_views import KeyView
from generator.targets.python.views.views import ParamsView, SignatureView

_OPTIONS = "options: RequestOptions | None = None"


def path_parameters(operation: Operation) -> list[Parameter]:
    """The path parameters in the order the path has them."""
    parameters = [parameter for parameter in operation.parameters if parameter.location == "path"]
    return sorted(parameters, key=lambda parameter: operation.route.find("{" + parameter.wire + "}"))


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of a method: `annotation` is its bare type, `text` what the document says of it."""

    keyword: str
    location: str
    wire: str
    annotation: str
    required: bool
    text: str


def keywords(operation: Operation, index: Index, names: Names, scope: Scope) -> tuple[Keyword, ...]:
    """All that a method takes beside its path: the other parameters, then the body's fields or the body itself."""
    own = names.operation(operation)
    found = [
        Keyword(
            own.keywords[parameter.location, parameter.wire],
            parameter.location,
            parameter.wire,
            annotate(parameter.type, scope, "twin"),
            parameter.required and not isinstance(parameter.type, Constant),
            parameter_text(parameter),
        )
        for parameter in operation.parameters
        if parameter.location != "path"
    ]
    spread, content, body = index.spread(operation), index.sent(operation), operation.body
    if spread is not None and body is not None:
        switch = operation.stream.switch if operation.stream else ""
        for field in spread.fields:
            if field.wire != switch and not field.read_only:
                keyword = own.keywords["body", field.wire]
                required = body.required and field.required and not isinstance(field.type, Constant)
                annotation = annotate(field.type, scope, "twin")
                found.append(Keyword(keyword, "body", field.wire, annotation, required, field_text(field)))
    elif body is not None and content is not None:
        annotation = _body_annotation(operation, scope, index)
        about = body.docs.description or "The request body."
        found.append(Keyword(own.keywords["body", "body"], "body", "body", annotation, body.required, about))
    return tuple(found)


def params(operation: Operation, index: Index, names: Names, scope: Scope) -> ParamsView | None:
    """The keyword parameters of a method as a typed dict, in document order."""
    own = names.operation(operation)
    keys = tuple(
        KeyView(item.keyword, _required(item.annotation, item.required, scope), docstring(item.text, 4))
        for item in keywords(operation, index, names, scope)
    )
    if not keys:
        return None
    scope.need("typing", "TypedDict")
    group = names.groups[operation.group]
    return ParamsView(own.params, docstring(f"What `{group.cls}.{own.method}` takes.", 4), keys)


def explicit(operation: Operation, index: Index, names: Names, scope: Scope) -> tuple[str, ...]:
    """The keyword parameters of a method, each written out: required ones first, then each in document order."""
    found = keywords(operation, index, names, scope)
    if not all(item.required for item in found):
        scope.need(".._runtime.request.omit", "Omit")
    return tuple(
        f"{item.keyword}: {item.annotation}" if item.required else f"{item.keyword}: {item.annotation} | Omit = OMIT"
        for item in sorted(found, key=lambda item: not item.required)
    )


def parameter_text(parameter: Parameter) -> str:
    """What is said about a parameter, as for a field."""
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


def _body_annotation(operation: Operation, scope: Scope, index: Index) -> str:
    content = index.sent(operation)
    assert content is not None
    if content.kind == "text":
        return "str | bytes"
    if content.kind in {"binary", "lines", "events"}:
        file = scope.need(".._runtime.request.files", "FileContent")
        return file if content.kind == "binary" else f"str | {file}"
    return annotate(content.type, scope, "twin")


def signatures(
    operation: Operation, index: Index, names: Names, scope: Scope, has_params: bool, written: tuple[str, ...] = ()
) -> tuple[tuple[SignatureView, ...], SignatureView]:
    """The overloads of a method and its implementation.

    A method has overloads where a switch decides between whole and stream. `written` are the keywords of `explicit`.
    """
    own = names.operation(operation)
    scope.need(".._runtime.call.options", "RequestOptions")
    positional = tuple(
        f"{own.keywords['path', parameter.wire]}: {annotate(parameter.type, scope, 'twin')}"
        for parameter in path_parameters(operation)
    )
    unpack = f"{scope.need('typing', 'Unpack')}[{own.params}]" if has_params else ""
    if has_params:
        scope.need(f".{names.groups[operation.group].module}_params", own.params)
    stream = operation.stream
    if stream is None:
        whole = answers.annotation(operation, scope)
        return (), SignatureView(positional, (*written, _OPTIONS), unpack, whole, whole)
    item = answers.item(operation, scope)
    module = ".._runtime.stream.stream"
    streamed = f"{scope.need(module, 'Stream')}[{item}]"
    async_streamed = f"{scope.need(module, 'AsyncStream')}[{item}]"
    if not stream.switch:
        return (), SignatureView(positional, (*written, _OPTIONS), unpack, streamed, async_streamed)
    whole = answers.annotation(operation, scope)
    literal = scope.need("typing", "Literal")
    switch = own.switch
    both, async_both = f"{whole} | {streamed}", f"{whole} | {async_streamed}"

    def signature(keyword: str, returns: str, async_returns: str) -> SignatureView:
        return SignatureView(positional, (keyword, *written, _OPTIONS), unpack, returns, async_returns)

    overloads = (
        signature(f"{switch}: {literal}[False] = False", whole, whole),
        signature(f"{switch}: {literal}[True]", streamed, async_streamed),
        signature(f"{switch}: bool", both, async_both),
    )
    return overloads, signature(f"{switch}: bool = False", both, async_both)


def call(operation: Operation, names: Names, has_params: bool, written: tuple[Keyword, ...] = ()) -> str:
    """The one expression that a method returns. `written` are the keywords that stand in the signature."""
    own = names.operation(operation)
    path = [own.keywords["path", parameter.wire] for parameter in path_parameters(operation)]
    passed = "".join(f'"{keyword}": {keyword}, ' for keyword in (*path, *(item.keyword for item in written)))
    arguments = f"{{{passed}{'**params' if has_params else ''}}}" if passed or not has_params else "params"
    if not all(item.required for item in written):
        arguments = f"_provided({arguments})"
    if operation.stream is None:
        return f"self._client.request({own.table}, {arguments}, options)"
    if not operation.stream.switch:
        return f"self._client.stream({own.table}, {arguments}, options)"
    return f"self._client.request_or_stream({own.table}, {arguments}, {own.switch}, options)"
