"""Views: the values that templates print, in order. Templates decide nothing and compute nothing.

Every `str` is ready to print: names are identifiers, annotations and literals are Python source, docstrings have their
quotes and are wrapped for the indentation in the built-in templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.targets.python.views.module_views import (
    Imports,
    KeyView,
)
from generator.targets.python.views.wait_views import WaitView

VIEWS_VERSION: Final = "3.0"
"""The version of the views: the first number rises when a field goes or changes, the second when one is added."""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a method, for its docstring.

    - `keyword`: the keyword argument.
    - `wire`: the name in the API.
    - `location`: `path`, `query`, `header`, `cookie` or `body`.
    - `required`: whether it is required.
    - `summary`: the first sentence of its description, or empty.
    """

    keyword: str
    wire: str
    location: str
    required: bool
    summary: str


@dataclass(frozen=True, slots=True)
class RaisedView:
    """An error that the document has for an operation.

    - `name`: its class.
    - `status`: the status, or a range such as `4XX`.
    """

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature of a method. Each parameter is `name: annotation = default`.

    - `positional`: path parameters, in the path's order.
    - `keywords`: keyword-only parameters.
    - `params`: the type of `**kwargs`, or empty.
    - `returns`: the return type.
    - `async_returns`: the return type of the async method.
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
    - `summary`: the first sentence of its description, escaped for a docstring.
    - `description`: the lines after the summary, wrapped for eight spaces.
    - `parameters`: its parameters, for a docstring in another style.
    - `raises`: the errors that the document has for it.
    - `verb`: the HTTP method.
    - `path`: the path template.
    - `docstring`: with quotes, wrapped for eight spaces.
    - `async_docstring`: a shorter one, of the async method.
    - `table`: the name of its table.
    - `table_type`: the table's annotation.
    - `table_class`: the table's class.
    - `table_arguments`: the arguments of the class.
    - `deprecated`: the message of a deprecated method, as a string literal; or empty.
    - `overloads`: if a switch decides between a value and a stream, or `accept` between media types.
    - `signature`: of the method itself.
    - `call`: the expression that the method returns.
    - `params`: its typed dicts, one for each media type of the body; empty if signatures are explicit.
    - `wait`: the method that waits for its work, or None.
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
    deprecated: str
    overloads: tuple[SignatureView, ...]
    signature: SignatureView
    call: str
    params: tuple[ParamsView, ...]
    wait: WaitView | None


@dataclass(frozen=True, slots=True)
class ParamsView:
    """The keyword parameters of a method, written once as a `TypedDict`.

    - `name`: of the typed dict.
    - `docstring`: with quotes, wrapped for four spaces.
    - `keys`: in document order.
    - `body`: the typed dict of the body that is spread into keywords, or empty.
    """

    name: str
    docstring: str
    keys: tuple[KeyView, ...]
    body: str = ""


@dataclass(frozen=True, slots=True)
class ChildView:
    """A property that leads to a resource.

    - `attribute`: its name.
    - `cls`: the class of the resource.
    - `async_cls`: the async class.
    - `attribute_docstring`: with quotes, wrapped for eight spaces.
    """

    attribute: str
    cls: str
    async_cls: str
    attribute_docstring: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """A class that a resource is derived from, which is in a module of its own, imported on first use.

    - `module`: a string literal, relative to the resource's package.
    - `cls`: the class.
    - `async_cls`: the async class.
    - `methods`: a string literal, the names separated by spaces.
    """

    module: str
    cls: str
    async_cls: str
    methods: str


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A resource, sync and async, or one module of a resource that is divided by topic.

    - `attribute`: its name on the client or on the resource above.
    - `call`: how it is reached from the client, such as `chat.completions`.
    - `topic`: the words of the paths that a module of a topic is for, such as `branches`; or empty.
    - `module`: the name of its modules of models and typed dicts.
    - `file`: its module below `resources`, with slashes.
    - `cls`: the class.
    - `async_cls`: the async class.
    - `bases`: the classes that the class is derived from.
    - `async_bases`: the same of the async class.
    - `client`: the class of the client that the resource is bound to.
    - `async_client`: the same of the async class.
    - `docstring`: of both classes, with quotes, wrapped for four spaces.
    - `attribute_docstring`: of the property that leads to it, wrapped for eight.
    - `module_docstring`: of the module.
    - `imports`: of the module.
    - `params_imports`: what its typed dicts need.
    - `children`: its sub-resources, with `attribute`, `cls`, `async_cls` and `attribute_docstring`.
    - `operations`: in document order; of a resource, all of them.
    - `receives`: whether it reads webhooks.
    - `topics`: of the resource's own module, if it is divided.
    - `topic_imports`: the imports of their classes, for type checkers.
    - `modules`: the views of the modules of a resource that is divided by topic, its own first; else empty.
    """

    attribute: str
    call: str
    topic: str
    module: str
    file: str
    cls: str
    async_cls: str
    bases: str
    async_bases: str
    client: str
    async_client: str
    docstring: str
    attribute_docstring: str
    module_docstring: str
    imports: Imports
    params_imports: Imports
    children: tuple[ChildView, ...]
    operations: tuple[OperationView, ...]
    receives: bool
    topics: tuple[TopicView, ...]
    topic_imports: Imports
    modules: tuple[ResourceView, ...] = ()

    @property
    def files(self) -> tuple[ResourceView, ...]:
        """The views of its modules; itself if it is not divided."""
        return self.modules or (self,)


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """A keyword argument of the client's constructor.

    - `name`: the keyword.
    - `annotation`: its type.
    - `async_annotation`: its type for the async client.
    - `summary`: its description.
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
    - `async_docstring`: the same of the async class.
    - `init_docstring`: of the constructor, wrapped for eight.
    - `service`: the arguments of the service's table.
    - `base`: the classes that the client is derived from.
    - `async_base`: the same of the async client.
    - `imports`: the imports of the module.
    - `typing`: the imports of names that only annotations need.
    - `deferred`: the same names, which `_runtime/deferred.py` has at run time.
    - `arguments`: those of the constructor that only this API has.
    - `credentials`: which of them are credentials.
    - `globals`: which of them are parameters of every call.
    - `variables`: the name of each server variable, as a literal, and its argument.
    - `server_annotation`: the type of `server`.
    - `resources`: the resources that are attributes of the client, in document order.
    - `has_oauth`: whether the client can fetch access tokens.
    - `code_schemes`: the names of the schemes that it can exchange authorization codes for, as literals.
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
    typing: Imports
    deferred: tuple[str, ...]
    arguments: tuple[ArgumentView, ...]
    credentials: tuple[str, ...]
    globals: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    server_annotation: str
    resources: tuple[ChildView, ...]
    has_oauth: bool
    code_schemes: tuple[str, ...]
