"""What the template of the module of webhooks sees."""

from __future__ import annotations

from dataclasses import dataclass

from generator.targets.python.views.module_views import Imports


@dataclass(frozen=True, slots=True)
class EventView:
    """A webhook: its name in the document, and the type of its body. Both are code for a cell of a table."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class ReceiverView:
    """The module that reads webhooks.

    - `imports`: of the module.
    - `event`: the annotation of an event, as `unwrap` returns it.
    - `type`: the type of an event whose name is not in a header.
    - `signature`: how webhooks are signed, as a literal.
    - `variable`: the environment variable of the secret, as a literal.
    - `variable_name`: the same, without quotes.
    - `header`: the header that names the event, as a literal, or empty.
    - `header_name`: the same as code of Markdown.
    - `stamped`: whether the signature has a time stamp.
    - `named`: types by the name in that header, both as source.
    - `docstring`: of `unwrap`, with quotes, wrapped for eight spaces.
    - `signed`: whose signature it is, for a sentence.
    - `events`: the webhooks, in document order.
    - `page`: the path of its page below `docs/`, without the suffix.
    """

    imports: Imports
    event: str
    type: str
    signature: str
    variable: str
    variable_name: str
    header: str
    header_name: str
    stamped: bool
    named: tuple[tuple[str, str], ...]
    docstring: str
    signed: str
    events: tuple[EventView, ...]
    page: str
