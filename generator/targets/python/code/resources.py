"""Resources: one class of methods a group of operations, sync and async."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.index import Index
from generator.ir.types import Group, Operation
from generator.targets.python.code import operation_tables as tables
from generator.targets.python.code import response_types as answers
from generator.targets.python.code import signatures
from generator.targets.python.code.docstrings import docstring, first_sentence, inside, lines, prose
from generator.targets.python.names.names import Names
from generator.targets.python.types.annotations import Scope
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.views import OperationView, ParameterView, RaisedView, ResourceView

_BUILTINS = frozenset({"list", "dict", "str", "int", "float", "bool", "bytes", "tuple"})


def resource(group: Group, index: Index, names: Names, *, explicit: bool = False) -> ResourceView:
    """The view of one group. `explicit`: keywords stand in the signatures, not in a typed dict beside them."""
    own = names.groups[group.path]
    operations = [operation for operation in index.api.operations if operation.group == group.path]
    methods = frozenset(names.operation(operation).method for operation in operations)
    table_scope = Scope(index, names, prefix="models.", runtime=".._runtime.models")
    typing_scope = Scope(index, names, prefix="models.", runtime=".._runtime.models", shadowed=methods & _BUILTINS)
    params_scope = Scope(index, names, prefix="models.", runtime=".._runtime.models")
    views = tuple(
        _operation(operation, index, names, table_scope, typing_scope, None if explicit else params_scope)
        for operation in operations
    )
    table_scope.need("typing", "TYPE_CHECKING")
    if any(view.overloads for view in views):
        table_scope.need("typing", "overload")
    table_scope.need(".._runtime.resource", "Resource")
    client, async_client = (table_scope.need(*base) for base in client_bases(operations))
    about = first_sentence(prose(group.docs)) or f"The operations of `{' '.join(group.path)}`."
    return ResourceView(
        attribute=own.attribute,
        module=own.module,
        cls=own.cls,
        async_cls=own.async_cls,
        client=client,
        async_client=async_client,
        docstring=docstring(prose(group.docs) or about, 4),
        client_docstring=docstring(about, 8),
        module_docstring=docstring(about, 0),
        imports=arrange(table_scope.imports),
        typing=arrange(typing_scope.imports - table_scope.imports),
        params_imports=arrange(params_scope.imports),
        operations=views,
    )


def client_bases(operations: Iterable[Operation]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The runtime's clients that can call these operations, sync and async: module and class."""
    if any(operation.stream is not None for operation in operations):
        module = ".._runtime.stream.stream_client"
        return (module, "SyncStreamClient"), (module, "AsyncStreamClient")
    return (".._runtime.client", "SyncClient"), (".._runtime.client", "AsyncClient")


def _operation(
    operation: Operation, index: Index, names: Names, tables_scope: Scope, typing: Scope, params_scope: Scope | None
) -> OperationView:
    own = names.operation(operation)
    cls = tables.table_class(operation, tables_scope)
    params = signatures.params(operation, index, names, params_scope) if params_scope else ()
    plain = Scope(index, names, prefix="models.", runtime=".._runtime.models")
    keywords = signatures.keywords(operation, index, names, Scope(index, names, prefix="models."))
    every = signatures.every_keyword(operation, index, names, Scope(index, names, prefix="models."))
    if params_scope is None and not all(item.required for item in every):
        tables_scope.need(".._runtime.request.omit", "OMIT")
        tables_scope.need(".._runtime.request.omit", "provided as _provided")
    overloads, signature = signatures.signatures(
        operation, index, names, typing, params, explicit_keywords=params_scope is None
    )
    types = []
    if operation.stream is None or operation.stream.switch:
        types.append(answers.annotation(operation, plain))
    if operation.stream is not None:
        types.append(answers.item(operation, plain))
    typing.imports |= plain.imports
    summary = first_sentence(prose(operation.docs)) or f"{operation.method} {operation.path}."
    return OperationView(
        method=own.method,
        summary=inside(summary if summary.endswith((".", "!", "?", ":")) else f"{summary}."),
        description=lines(prose(operation.docs), 8)[1:],
        parameters=tuple(_parameters(operation, names, keywords)),
        raises=tuple(_raises(operation, names)),
        verb=operation.method,
        path=operation.path,
        docstring=docstring(_text(operation, index, names, keywords, bool(params)), 8),
        async_docstring=docstring(f"{summary}\n\nAs `{names.groups[operation.group].cls}.{own.method}`, awaited.", 8),
        table=own.table,
        table_type=f"{cls}[{', '.join(types)}]",
        table_class=cls,
        table_arguments=tuple(tables.arguments(operation, index, names, tables_scope)),
        overloads=overloads,
        signature=signature,
        call=signatures.call(operation, names, bool(params), () if params_scope else every),
        params=params,
    )


def _parameters(
    operation: Operation, names: Names, keywords: tuple[signatures.Keyword, ...]
) -> Iterator[ParameterView]:
    own = names.operation(operation)
    for parameter in signatures.path_parameters(operation):
        about = first_sentence(signatures.parameter_text(parameter)) or "part of the path."
        keyword = own.keywords["path", parameter.wire]
        yield ParameterView(keyword, parameter.wire, "path", required=True, summary=inside(about))
    for item in keywords:
        yield ParameterView(item.keyword, item.wire, item.location, item.required, inside(first_sentence(item.text)))


def _raises(operation: Operation, names: Names) -> Iterator[RaisedView]:
    documented = {response.status for response in operation.errors}
    for error in names.errors:
        if error.status in documented and error.status != "default":
            yield RaisedView(error.cls, error.status)


def _text(
    operation: Operation, index: Index, names: Names, keywords: tuple[signatures.Keyword, ...], has_params: bool
) -> str:
    """A method's docstring: the document's words, the arguments, what may be raised, the source."""
    own = names.operation(operation)
    scope = Scope(index, names)
    blocks = [prose(operation.docs) or f"{operation.method} {operation.path}."]
    takes = []
    for parameter in signatures.path_parameters(operation):
        about = first_sentence(signatures.parameter_text(parameter))
        takes.append(f"- `{own.keywords['path', parameter.wire]}`: {about or 'part of the path.'}")
    if own.switch:
        takes.append(f"- `{own.switch}`: whether the answer arrives as a stream of `{answers.item(operation, scope)}`.")
    if has_params:
        takes.append(f"- Further keywords: see `{own.params}`.")
    else:
        takes += [f"- `{item.keyword}`: {first_sentence(item.text) or 'see the document.'}" for item in keywords]
    if own.content_type:
        chosen = " or ".join(f"`{content.media_type}`" for content in index.choices(operation))
        takes.append(f"- `{own.content_type}`: the media type of the body: {chosen}.")
    takes.append("- `options`: timeout, retries, headers and the like for this call alone.")
    blocks.append("Takes:\n" + "\n".join(takes))
    raised = [f"`{error.name}` ({error.status})" for error in _raises(operation, names)]
    if raised:
        blocks.append(f"Raises {', '.join(raised)}, or another `{names.brand.error}`.")
    else:
        blocks.append(f"Raises `{names.brand.error}`.")
    blocks.append(f"Source: `{operation.method} {operation.path}`.")
    return "\n\n".join(blocks)
