"""What templates see: finished words, in the order to print them. Templates decide nothing and compute nothing.

Every `str` here is ready to print: names are identifiers, annotations and literals are Python source, docstrings
carry their quotes and are wrapped for the indentation that the built-in templates use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.targets.python.views.module_views import (
    ErrorsView,
    Imports,
    KeyView,
    LazyPackageView,
    ModelsModuleView,
    TwinsModuleView,
)

VIEWS_VERSION: Final = "1.0"
"""Of what templates see: the first number rises where something goes or changes, the second where something comes."""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a method, for its docstring.

    - `keyword`: what a caller writes.
    - `wire`: what the API calls it.
    - `location`: `path`, `query`, `header`, `cookie` or `body`.
    - `required`: whether it must be given.
    - `summary`: its first sentence, which may be empty.
    """

    keyword: str
    wire: str
    location: str
    required: bool
    summary: str


@dataclass(frozen=True, slots=True)
class RaisedView:
    """An error that the document names for an operation.

    - `name`: its class.
    - `status`: the status, or a range such as `4XX`.
    """

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature of a method, each parameter a finished `name: annotation = default`.

    - `positional`: path parameters, in the path's order.
    - `keywords`: what is given by keyword alone.
    - `params`: the type of `**params`, or empty.
    - `returns`: what the method returns.
    - `async_returns`: likewise, awaited.
    """

    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    params: str
    returns: str
    async_returns: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A method of a resource, and the table that drives it.

    - `method`: its name.
    - `summary`: its first sentence, as it may stand in a docstring.
    - `description`: the lines after the summary, wrapped for eight spaces.
    - `parameters`: all that it takes, for a docstring of another style.
    - `raises`: the errors that the document names for it.
    - `verb`: the HTTP method.
    - `path`: the path template.
    - `docstring`: with quotes, wrapped for eight spaces.
    - `async_docstring`: likewise, shorter.
    - `table`: the name of its table.
    - `table_type`: the table's annotation.
    - `table_class`: the table's class.
    - `table_arguments`: the arguments of the class.
    - `overloads`: where the answer comes whole or as a stream.
    - `signature`: of the method itself.
    - `call`: the expression that the method returns.
    - `params`: its typed dicts, one for each media type of the body; none where signatures are explicit.
    """

    method: str
    summary: str
    description: tuple[str, ...]
    parameters: tuple[ParameterView, ...]
    raises: tuple[RaisedView, ...]
    verb: str
    path: str
    docstring: str
    async_docstring: str
    table: str
    table_type: str
    table_class: str
    table_arguments: tuple[str, ...]
    overloads: tuple[SignatureView, ...]
    signature: SignatureView
    call: str
    params: tuple[ParamsView, ...]


@dataclass(frozen=True, slots=True)
class ParamsView:
    """The keyword parameters of a method, written once as a `TypedDict`.

    - `name`: of the typed dict.
    - `docstring`: with quotes, wrapped for four spaces.
    - `keys`: in document order.
    """

    name: str
    docstring: str
    keys: tuple[KeyView, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource, sync and async.

    - `attribute`: of the client.
    - `module`: its file.
    - `cls`: the class.
    - `async_cls`: the async class.
    - `client`: the class of the client that the resource is bound to.
    - `async_client`: the same of the async class.
    - `docstring`: of both classes, with quotes, wrapped for four spaces.
    - `client_docstring`: of the client's property, wrapped for eight.
    - `module_docstring`: of the module.
    - `imports`: needed at run time.
    - `typing`: needed by type checkers alone.
    - `params_imports`: of the module of typed dicts.
    - `operations`: in document order.
    """

    attribute: str
    module: str
    cls: str
    async_cls: str
    client: str
    async_client: str
    docstring: str
    client_docstring: str
    module_docstring: str
    imports: Imports
    typing: Imports
    params_imports: Imports
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """A keyword argument of the client's constructor.

    - `name`: what a caller writes.
    - `annotation`: its type.
    - `async_annotation`: its type for the async client.
    - `summary`: what the document says of it.
    """

    name: str
    annotation: str
    async_annotation: str
    summary: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client, sync and async.

    - `name`: the class.
    - `async_name`: the async class.
    - `docstring`: with quotes, wrapped for four spaces.
    - `async_docstring`: likewise.
    - `init_docstring`: of the constructor, wrapped for eight.
    - `service`: the arguments of the service's table.
    - `base`: the class that the client is derived from.
    - `async_base`: the same of the async client.
    - `imports`: needed at run time.
    - `arguments`: those of the constructor that are this API's own.
    - `credentials`: which of them are credentials.
    - `globals`: which of them are parameters of every call.
    - `variables`: the literal of a server variable, with its argument.
    - `server_annotation`: the type of `server`.
    - `typing`: needed by type checkers alone.
    - `resources`: in document order.
    """

    name: str
    async_name: str
    docstring: str
    async_docstring: str
    init_docstring: str
    service: tuple[str, ...]
    base: str
    async_base: str
    imports: Imports
    arguments: tuple[ArgumentView, ...]
    credentials: tuple[str, ...]
    globals: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    server_annotation: str
    typing: Imports
    resources: tuple[ResourceView, ...]


@dataclass(frozen=True, slots=True)
class SdkView:
    """The whole SDK, which every template is given as `sdk`.

    - `header`: the line that tells source and command, without a comment sign.
    - `package`: what is imported.
    - `distribution`: what is installed.
    - `title`: the API's, for people.
    - `version`: the distribution's (PEP 440).
    - `summary`: of the API, on one line.
    - `summary_literal`: likewise, as a string literal.
    - `environment`: the prefix of environment variables.
    - `root`: the package itself.
    - `client`: sync and async.
    - `resources`: in document order.
    - `errors`: the module of errors.
    - `models_package`: the package of models.
    - `models`: its modules.
    - `twins`: its modules of typed dicts.
    """

    header: str
    package: str
    distribution: str
    title: str
    version: str
    summary: str
    summary_literal: str
    environment: str
    root: LazyPackageView
    client: ClientView
    resources: tuple[ResourceView, ...]
    errors: ErrorsView
    models_package: LazyPackageView
    models: tuple[ModelsModuleView, ...]
    twins: tuple[TwinsModuleView, ...]
