"""What the templates of pages see: finished Markdown, in the order to print it.

Every `str` is safe where the built-in templates put it: `prose` is blocks of Markdown, what is called after a column is
for a table's cell, programs are source.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgramView:
    """A complete program and its output, which is empty if it is not known.

    `tabs`, on a site, are the fenced blocks to print in their place: they, and the same call in other ways.
    """

    source: str
    output: str = ""
    tabs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkView:
    """A row that leads somewhere: `name` is a link, `summary` a line."""

    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A parameter or field of a table."""

    name: str
    type: str
    required: str
    description: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class ErrorRowView:
    """A row of a table of errors."""

    type: str
    status: str
    content_type: str
    description: str


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example that the document names. `body` is the response as JSON between fences, or empty."""

    heading: str
    prose: str
    body: str
    program: ProgramView


@dataclass(frozen=True, slots=True)
class OperationPageView:
    """An operation on its resource's page. `file` saves the file that it returns, if it returns one."""

    heading: str
    prose: str
    request: str
    examples: tuple[ExampleView, ...]
    stream: ProgramView | None
    final: ProgramView | None
    file: ProgramView | None
    parameters: tuple[RowView, ...]
    returns: tuple[str, ...]
    errors: tuple[ErrorRowView, ...]
    error_examples: tuple[ExampleView, ...]


@dataclass(frozen=True, slots=True)
class ResourcePageView:
    """The page of a resource. The programs after the operations show its first one.

    `up` is the way back to the folder of pages.
    """

    heading: str
    prose: str
    contents: tuple[LinkView, ...]
    operations: tuple[OperationPageView, ...]
    up: str
    lead: str
    awaited: ProgramView
    async_stream: ProgramView | None
    async_file: ProgramView | None
    options: ProgramView
    response: ProgramView | None
    caught: ProgramView


@dataclass(frozen=True, slots=True)
class ErrorPageView:
    """An error class on the page of errors."""

    heading: str
    prose: str
    status: str
    data: str
    operations: str
    program: ProgramView | None


@dataclass(frozen=True, slots=True)
class ErrorsPageView:
    """The page of errors.

    - `base`: the class over all of them.
    - `tree`: the classes of statuses, as lines of a nested list.
    - `statuses`: the classes that do not depend on the document, each with its status.
    - `waiting`: the page on waiting for work, or empty.
    """

    base: str
    further: tuple[tuple[str, str], ...]
    """Classes that only some APIs have, and what each means."""
    tree: tuple[str, ...]
    statuses: tuple[LinkView, ...]
    rows: tuple[ErrorRowView, ...]
    errors: tuple[ErrorPageView, ...]
    program: ProgramView | None
    waiting: str


@dataclass(frozen=True, slots=True)
class ModelPageView:
    """A model: fields, or members of a union with the value of their tag, or values of an enum, or a type in words."""

    heading: str
    prose: str
    says: str
    fields: tuple[RowView, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    tag: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelsPageView:
    """A page of models: `up` is the way back to the folder of pages."""

    heading: str
    prose: str
    contents: tuple[LinkView, ...]
    models: tuple[ModelPageView, ...]
    up: str


@dataclass(frozen=True, slots=True)
class VariableView:
    """An environment variable."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class GrantRowView:
    """A way to get an access token: what is passed, the grant, and where the token comes from."""

    arguments: str
    grant: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class OAuthView:
    """The section on access tokens. `exchange` is a program for the authorization-code flow, if the API has it."""

    grants: tuple[GrantRowView, ...]
    tokens: tuple[str, ...]
    """The arguments that take an access token itself."""
    options: str
    """The argument with the settings of token requests."""
    first: ProgramView | None
    exchange: ProgramView | None


@dataclass(frozen=True, slots=True)
class WaitRowView:
    """A row of the table of methods: the call, what it waits for, and how its end is seen."""

    call: str
    operation: str
    ends: str


@dataclass(frozen=True, slots=True)
class WaitPageView:
    """The page on waiting.

    - `page`: its path below `docs/`, without the suffix.
    - `call`: the method of the programs, as code.
    - `rows`: the methods, in document order.
    - `program`, `async_program`: a program that waits, with each client.
    """

    page: str
    call: str
    rows: tuple[WaitRowView, ...]
    program: ProgramView
    async_program: ProgramView


@dataclass(frozen=True, slots=True)
class PagesView:
    """The section on lists of several pages: all items, the first items and pages, and the async client.

    A program that the README has already is None.
    """

    first: ProgramView | None
    bounded: ProgramView
    awaited: ProgramView | None


@dataclass(frozen=True, slots=True)
class ReadmeView:
    """The README. `secrets` and `url` are variables that a program needs; `url` is empty if the API has a server."""

    heading: str
    prose: str
    variables: tuple[VariableView, ...]
    servers: tuple[LinkView, ...]
    """The servers by name, where there are several."""
    challenges: tuple[str, ...]
    """The HTTP authentication schemes that need an HTTP client with credentials of its own."""
    oauth: OAuthView | None
    certificate: ProgramView | None
    """A program with a client certificate, if the API takes one (mutual TLS)."""
    secrets: tuple[str, ...]
    url: str
    first: ProgramView | None
    stream: ProgramView | None
    pages: PagesView | None
    file: ProgramView | None
    """A program that saves a file, if an operation returns one."""
    reconnects: bool
    """Whether an operation has a stream of server-sent events, which can reconnect."""
    awaited: ProgramView | None
    options: ProgramView | None
    copied: ProgramView | None
    """A call on a copy of the client with other settings."""
    has_path_methods: bool
    """Whether the client has methods for paths that the API description does not have."""
    caught: ProgramView | None
    response: ProgramView | None
    header: str
    """The attribute of a response header that the API description declares, or empty."""
    resources: tuple[LinkView, ...]
    waiting: WaitPageView | None
    """The page on waiting for work, if there is one."""
