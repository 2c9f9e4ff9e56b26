"""The signatures of methods: what a caller may pass, and what comes back."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import Constant, Field, Operation, Parameter
from generator.targets.python import answers
from generator.targets.python.annotations import Scope, annotate
from generator.targets.python.docstrings import docstring
from generator.targets.python.models.templates import field_text, key_view
from generator.targets.python.names import Names
from generator.targets.python.views import KeyView, ParamsView, SignatureView

_OPTIONS = "options: RequestOptions | None = None"


def path_parameters(operation: Operation) -> list[Parameter]:
    """The path parameters in the order the path has them."""
    parameters = [parameter for parameter in operation.parameters if parameter.location == "path"]
    return sorted(parameters, key=lambda parameter: operation.path.find("{" + parameter.wire + "}"))


def params(operation: Operation, index: Index, names: Names, scope: Scope) -> ParamsView | None:
    """The keyword parameters of a method as a typed dict: required ones first, then each in document order."""
    own = names.operation(operation)
    keys = [
        _parameter_key(parameter, own.keywords[parameter.location, parameter.wire], scope)
        for parameter in operation.parameters
        if parameter.location != "path"
    ]
    spread = index.spread(operation)
    content = index.sent(operation)
    if spread is not None and operation.body is not None:
        switch = operation.stream.switch if operation.stream else ""
        for field in spread.fields:
            if field.wire != switch and not field.read_only:
                body_field = field if operation.body.required else _optional(field)
                keys.append(key_view(body_field, own.keywords["body", field.wire], scope))
    elif operation.body is not None and content is not None:
        text = _body_annotation(operation, scope, index)
        about = operation.body.docs.description or "The request body."
        keys.append(
            KeyView(own.keywords["body", "body"], _required(text, operation.body.required, scope), docstring(about, 4))
        )
    if not keys:
        return None
    scope.need("typing", "TypedDict")
    group = names.groups[operation.group]
    return ParamsView(own.params, docstring(f"What `{group.cls}.{own.method}` takes.", 4), tuple(keys))


def _parameter_key(parameter: Parameter, keyword: str, scope: Scope) -> KeyView:
    required = parameter.required and not isinstance(parameter.type, Constant)
    annotation = _required(annotate(parameter.type, scope, "twin"), required, scope)
    return KeyView(keyword, annotation, docstring(parameter_text(parameter), 4))


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


def _optional(field: Field) -> Field:
    return Field(
        field.wire,
        field.type,
        False,
        field.place,
        field.docs,
        field.default,
        constraints=field.constraints,
        name=field.name,
    )


def _required(annotation: str, required: bool, scope: Scope) -> str:
    return f"{scope.need('typing', 'Required')}[{annotation}]" if required else annotation


def _body_annotation(operation: Operation, scope: Scope, index: Index) -> str:
    content = index.sent(operation)
    assert content is not None
    if content.kind == "text":
        return "str | bytes"
    if content.kind in {"binary", "lines", "events"}:
        return scope.need(".._runtime.files", "FileContent")
    return annotate(content.type, scope, "twin")


def signatures(
    operation: Operation, index: Index, names: Names, scope: Scope, has_params: bool
) -> tuple[tuple[SignatureView, ...], SignatureView]:
    """The overloads of a method and its implementation.

    A method has overloads where a switch decides between whole and stream.
    """
    own = names.operation(operation)
    scope.need(".._runtime.options", "RequestOptions")
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
        return (), SignatureView(positional, (_OPTIONS,), unpack, whole, whole)
    item = answers.item(operation, scope)
    module = ".._runtime.stream"
    streamed = f"{scope.need(module, 'Stream')}[{item}]"
    async_streamed = f"{scope.need(module, 'AsyncStream')}[{item}]"
    if not stream.switch:
        return (), SignatureView(positional, (_OPTIONS,), unpack, streamed, async_streamed)
    whole = answers.annotation(operation, scope)
    literal = scope.need("typing", "Literal")
    switch = own.switch
    both, async_both = f"{whole} | {streamed}", f"{whole} | {async_streamed}"

    def signature(keyword: str, returns: str, async_returns: str) -> SignatureView:
        return SignatureView(positional, (keyword, _OPTIONS), unpack, returns, async_returns)

    overloads = (
        signature(f"{switch}: {literal}[False] = False", whole, whole),
        signature(f"{switch}: {literal}[True]", streamed, async_streamed),
        signature(f"{switch}: bool", both, async_both),
    )
    return overloads, signature(f"{switch}: bool = False", both, async_both)


def call(operation: Operation, names: Names, has_params: bool) -> str:
    """The one expression that a method returns."""
    own = names.operation(operation)
    path = [own.keywords["path", parameter.wire] for parameter in path_parameters(operation)]
    given = "".join(f'"{keyword}": {keyword}, ' for keyword in path)
    arguments = f"{{{given}{'**params' if has_params else ''}}}" if path or not has_params else "params"
    if operation.stream is None:
        return f"self._client.request({own.table}, {arguments}, options)"
    if not operation.stream.switch:
        return f"self._client.stream({own.table}, {arguments}, options)"
    return f"self._client.request_or_stream({own.table}, {arguments}, {own.switch}, options)"
