"""What templates see: finished words, in the order to print them. Templates decide nothing and compute nothing.

Every `str` here is ready to print: names are identifiers, annotations and literals are Python source, docstrings
carry their quotes and are wrapped for the indentation that the built-in templates use.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Import:
    """One import line: `from {module} import {names}`, or `import {names}` where `module` is empty."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """The imports of a module, grouped as ruff's isort rules want them: standard library, third party, ours."""

    standard: tuple[Import, ...] = ()
    third: tuple[Import, ...] = ()
    local: tuple[Import, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Import, ...], ...]:
        return tuple(group for group in (self.standard, self.third, self.local) if group)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a model. `value` is what follows the equals sign, or empty."""

    name: str
    wire: str
    annotation: str
    value: str
    docstring: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model. `kind` is `class`, `alias` (a name for an annotation) or `recursive` (an alias that names itself)."""

    name: str
    kind: str
    docstring: str
    fields: tuple[FieldView, ...] = ()
    annotation: str = ""
    base: str = "Model"
    """What a class is made of: `Model`, or `Model, sent=False` where it has constants that no request carries."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of a typed dict, wrapped in `Required` where it is."""

    name: str
    annotation: str
    docstring: str


@dataclass(frozen=True, slots=True)
class TwinView:
    """The typed dict of a model: `kind` is `class`, `functional` (keys that are no identifiers) or `alias`."""

    name: str
    kind: str
    docstring: str
    keys: tuple[KeyView, ...] = ()
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class ModelsModuleView:
    """One module of models."""

    name: str
    docstring: str
    imports: Imports
    models: tuple[ModelView, ...]


@dataclass(frozen=True, slots=True)
class TwinsModuleView:
    """One module of typed dicts, never imported at run time."""

    name: str
    docstring: str
    imports: Imports
    twins: tuple[TwinView, ...]


@dataclass(frozen=True, slots=True)
class ExportView:
    """A public name of a lazy package and the module it is loaded from."""

    name: str
    module: str


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
    """A signature of a method, each parameter a finished `name: annotation = default`."""

    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    params: str
    returns: str
    async_returns: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A method of a resource, and the table that drives it."""

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
    params: ParamsView | None


@dataclass(frozen=True, slots=True)
class ParamsView:
    """The keyword parameters of a method, written once as a `TypedDict`."""

    name: str
    docstring: str
    keys: tuple[KeyView, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource, sync and async."""

    attribute: str
    module: str
    cls: str
    async_cls: str
    docstring: str
    client_docstring: str
    module_docstring: str
    imports: Imports
    typing: Imports
    params_imports: Imports
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error class. `key` is the status as it stands in the table; `body` a lambda's expression, or empty."""

    name: str
    key: str
    status: str
    docstring: str
    annotation: str
    body: str
    is_class: bool


@dataclass(frozen=True, slots=True)
class ErrorsView:
    base: str
    docstring: str
    imports: Imports
    errors: tuple[ErrorView, ...]
    exports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """A keyword argument of the client's constructor."""

    name: str
    annotation: str
    async_annotation: str
    summary: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """The client. `service` are the arguments of the service's table, `arguments` the constructor's own to this API.

    `credentials` and `globals` are among these; `variables` pairs the literal of a server variable with its argument.
    """

    name: str
    async_name: str
    docstring: str
    async_docstring: str
    init_docstring: str
    service: tuple[str, ...]
    service_imports: tuple[str, ...]
    arguments: tuple[ArgumentView, ...]
    credentials: tuple[str, ...]
    globals: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    server_annotation: str
    typing: Imports
    resources: tuple[ResourceView, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """A module and the public names it holds: `names` is a string literal, separated by spaces."""

    module: str
    names: str


@dataclass(frozen=True, slots=True)
class LazyPackageView:
    """A package whose names are loaded on first use. `public` is its `__all__`, or empty for none."""

    docstring: str
    exports: tuple[ExportView, ...]
    homes: tuple[HomeView, ...]
    public: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SdkView:
    """The whole SDK, which every template is given as `sdk`."""

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
