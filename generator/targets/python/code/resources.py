"""Resources: a class of methods and sub-resources, sync and async."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code import operation_tables as tables
from generator.targets.python.code import pages, response_types, signatures
from generator.targets.python.code.docstrings import (
    attribute_docstring,
    docstring,
    first_sentence,
    inside,
    lines,
    prose,
    section,
)
from generator.targets.python.code.features.waits import wait
from generator.targets.python.names.names import RECEIVER, Names, ResourceNames, ResourcePath
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope
from generator.targets.python.types.imports import arrange
from generator.targets.python.types.module_layout import Modules
from generator.targets.python.types.resource_topics import Topic
from generator.targets.python.views.views import (
    ChildView,
    OperationView,
    ParameterView,
    ParamsView,
    RaisedView,
    ResourceView,
    TopicView,
)

_BUILTINS = frozenset({"list", "dict", "str", "int", "float", "bool", "bytes", "tuple"})


def resource(
    own: ResourceNames, index: Index, names: Names, modules: Modules, *, explicit: bool = False
) -> ResourceView:
    """The view of one resource. `explicit`: keywords are in the signatures, not in a typed dict."""
    operations = names.operations_of(own.path, index.api.operations)
    topics = modules.topics.of.get(own.path, ())
    moved = {operation.key for topic in topics for operation in topic.operations}
    rest = [operation for operation in operations if operation.key not in moved]
    main = _module(own, None, rest, index, names, modules, explicit=explicit)
    if not topics:
        return main
    parts = [_module(own, topic, topic.operations, index, names, modules, explicit=explicit) for topic in topics]
    keys = [operation.key for members in (rest, *(topic.operations for topic in topics)) for operation in members]
    views = dict(zip(keys, (view for part in (main, *parts) for view in part.operations), strict=True))
    return replace(main, operations=tuple(views[operation.key] for operation in operations), modules=(main, *parts))


def _module(
    own: ResourceNames,
    topic: Topic | None,
    operations: Sequence[Operation],
    index: Index,
    names: Names,
    modules: Modules,
    *,
    explicit: bool,
) -> ResourceView:
    """The view of a module of a resource: of a topic, or the resource's own."""
    below = () if topic else own.children
    attributes = {names.operation(operation).method for operation in operations} | {path[-1] for path in below}
    scope = Scope(index, names, shadowed=frozenset(attributes & _BUILTINS))
    tables_scope = Scope(index, names)
    params = topic.params if topic else own.module
    params_scope = Scope(
        index, names, module=params, input_type_module_of=lambda id: modules.input_types.get(id, own.module)
    )
    views = tuple(
        _operation(operation, index, names, tables_scope, scope, None if explicit else params_scope)
        for operation in operations
    )
    if any(view.overloads for view in views):
        scope.need("typing", "overload")
    if any(view.deprecated for view in views):
        scope.need("typing_extensions", "deprecated as _deprecated")
    if below:
        scope.need("functools", "cached_property")
        scope.need("..", "resources")
    every = names.operations_below(own.path, index.api.operations)
    (client_module, client), (async_module, async_client) = client_bases(every)
    topics = () if topic else modules.topics.of.get(own.path, ())
    receives = own.path == names.receiver and topic is None
    if receives:
        scope.need("..webhooks", "Receiver")
    scope.need(".._runtime.resource", "Resource")
    scope.need(client_module, client)
    scope.need(async_module, async_client)
    if topics:
        scope.need("typing", "TYPE_CHECKING")
        scope.need(".._runtime.topics", "topic")
    docs = prose(index.group_docs(own.words))
    about = f"The operations of `{own.call}` on `{'/'.join(topic.nouns)}`." if topic else _about(own, index)
    file = topic.file if topic else modules.topics.file(own)
    # The imports are written for a module in `resources`; one that is deeper has a dot more for each level.
    up = "." * file.count("/")
    imports = {
        (f"{up}{module}" if module.startswith("..") else module, name)
        for module, name in scope.imports | tables_scope.imports
    }
    topic_imports = {(one.module, cls) for one in topics for cls in (one.cls, one.async_cls)}
    receiver = ["Receiver"] if receives else []
    return ResourceView(
        attribute=own.attribute,
        call=own.call,
        topic="/".join(topic.nouns) if topic else "",
        module=params,
        file=file,
        cls=topic.cls if topic else own.cls,
        async_cls=topic.async_cls if topic else own.async_cls,
        bases=", ".join([*receiver, *(one.cls for one in topics), f"Resource[{client}]"]),
        async_bases=", ".join([*receiver, *(one.async_cls for one in topics), f"Resource[{async_client}]"]),
        client=client,
        async_client=async_client,
        docstring=docstring(about if topic else docs or about, 4),
        attribute_docstring=docstring(about, 8),
        module_docstring=docstring(about, 0),
        imports=arrange(imports),
        params_imports=arrange(params_scope.imports),
        children=() if topic else tuple(children(names.resources, own.path, index)),
        operations=views,
        receives=receives,
        topics=tuple(_topic(topic, names) for topic in topics),
        topic_imports=arrange(topic_imports),
    )


def _topic(topic: Topic, names: Names) -> TopicView:
    methods = [names.operation(operation) for operation in topic.operations]
    every = [name for own in methods for name in (own.method, own.wait) if name]
    return TopicView(literals.string(topic.module), topic.cls, topic.async_cls, literals.words(every))


def children(resources: Mapping[ResourcePath, ResourceNames], above: ResourcePath, index: Index) -> Iterator[ChildView]:
    """The resources directly below a resource, or below the client for an empty path."""
    for path, own in resources.items():
        if path[:-1] == above:
            yield ChildView(own.attribute, own.cls, own.async_cls, docstring(_about(own, index), 8))


def _about(own: ResourceNames, index: Index) -> str:
    if own.path == RECEIVER and index.api.receiving is not None and not own.words:
        return "The webhooks that the API sends."
    return first_sentence(prose(index.group_docs(own.words))) or f"The operations of `{own.call}`."


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
    cls = tables.table_class(operation, names, tables_scope)
    params = signatures.params(operation, index, names, params_scope) if params_scope else ()
    plain = Scope(index, names)
    keywords = signatures.keywords(operation, index, names, Scope(index, names))
    every = signatures.every_keyword(operation, index, names, Scope(index, names))
    if params_scope is None and not all(item.required for item in every):
        tables_scope.need(".._runtime.request.omit", "OMIT")
        tables_scope.need(".._runtime.request.omit", "provided as _provided")
    overloads, signature = signatures.signatures(
        operation, index, names, typing, params, explicit_keywords=params_scope is None
    )
    types: list[str] = []
    if pages.is_paged(operation, index):
        paged = pages.page_types(operation, index, names, plain)
        types += [paged.page, paged.async_page]
    elif operation.stream is None or operation.stream.switch:
        types.append(response_types.every_annotation(operation, plain))
    if operation.stream is not None:
        types.append(response_types.item(operation, plain))
    typing.imports |= plain.imports
    summary = first_sentence(prose(operation.docs)) or f"{operation.key}."
    return OperationView(
        method=own.method,
        summary=inside(summary if summary.endswith((".", "!", "?", ":")) else f"{summary}."),
        description=lines(prose(operation.docs), 8)[1:],
        parameters=tuple(_parameters(operation, names, keywords)),
        raises=tuple(_raises(operation, names)),
        verb=operation.method,
        path=operation.path,
        docstring=docstring(_text(operation, index, names, keywords, params), 8),
        async_docstring=attribute_docstring(f"{summary}\n\nSee `{names.resource(operation).cls}.{own.method}`.", 8),
        table=own.table,
        table_type=f"{cls}[{', '.join(types)}]",
        table_class=cls,
        table_arguments=tuple(tables.arguments(operation, index, names, tables_scope)),
        deprecated=literals.string(tables.deprecation(operation)) if operation.docs.deprecated else "",
        overloads=overloads,
        signature=signature,
        call=signatures.call(operation, index, names, bool(params), () if params_scope else every),
        params=params,
        wait=wait(operation, index, names, typing, signature, () if params_scope else every),
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
    operation: Operation,
    index: Index,
    names: Names,
    keywords: tuple[signatures.Keyword, ...],
    params: tuple[ParamsView, ...],
) -> str:
    """A method's docstring in Google style: the document's text, the arguments, the result, the errors, the route."""
    own = names.operation(operation)
    arguments: list[tuple[str, str]] = []
    for parameter in signatures.path_parameters(operation):
        about = first_sentence(signatures.parameter_text(parameter))
        arguments.append((own.keywords["path", parameter.wire], about or "A part of the path."))
    if own.switch:
        arguments.append((own.switch, "Whether the response is a stream."))
    if own.file_switch:
        arguments.append((own.file_switch, "Whether to return the file as a stream, to save it or read it in parts."))
    if choices := response_types.choices(operation, index):
        known = ", ".join(f"`{name}`" for choice in choices for name in choice.media_types)
        arguments.append(("accept", f"The media type of the response: {known}."))
    if own.content_type:
        known = ", ".join(f"`{content.media_type}`" for content in index.sendable(operation))
        arguments.append((own.content_type, f"The media type of the body: {known}."))
    if not params:
        arguments += [(item.keyword, first_sentence(item.text)) for item in keywords]
    arguments.append(("options", "Timeout, retries, headers and other settings of this call."))
    if params:
        arguments.append(("**kwargs", f"The keywords of {' or '.join(f'`{one.name}`' for one in params)}."))
    raised = [(error.name, f"Status {error.status}.") for error in _raises(operation, names)]
    raised.append((names.package_names.error, "Any other failure." if raised else "Every failure."))
    route, returns = operation.key, _returns(operation, index, names)
    return "\n\n".join(
        [
            prose(operation.docs) or f"Call `{route}`.",
            section("Args", arguments),
            *([f"Returns:\n    {returns}"] if returns else []),
            section("Raises", raised),
            f"Source: `{route}`.",
        ]
    )


def _returns(operation: Operation, index: Index, names: Names) -> str:
    """The result of a call in words; empty if there is none."""
    scope = Scope(index, names)
    if pages.is_paged(operation, index):
        types = pages.page_types(operation, index, names, scope)
        further = (
            "" if operation.pagination and operation.pagination.kind == "single" else " of this page and those after it"
        )
        return f"`{types.page.removeprefix('_')}`; iterating over it yields each `{types.item}`{further}."
    own = names.operation(operation)
    value = "" if operation.stream and not operation.stream.switch else response_types.annotation(operation, scope)
    streams: list[str] = []
    if operation.stream is not None:
        streamed = f" stream of `{response_types.item(operation, scope)}`"
        if not value:
            return f"A{streamed}."
        streams.append(f"a{streamed} if `{own.switch}` is true")
    if own.file_switch:
        streams.append(f"a `FileStream` if `{own.file_switch}` is true")
    if not streams:
        return "" if value == "None" else f"`{value}`."
    return f"`{value}`, or {', or '.join(streams)}."
