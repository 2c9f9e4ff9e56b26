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
    - `event`: the annotation of an event.
    - `signature`: how webhooks are signed, as a literal.
    - `variable`: the environment variable of the secret, as a literal.
    - `variable_name`: the same, without quotes.
    - `named`: types by the event's name, both as source, for an API that sends the name in a header.
    - `docstring`: of `unwrap`, with quotes, wrapped for eight spaces.
    - `signed`: whose signature it is, for a sentence.
    - `events`: the webhooks, in document order.
    """

    imports: Imports
    event: str
    signature: str
    variable: str
    variable_name: str
    named: tuple[tuple[str, str], ...]
    docstring: str
    signed: str
    events: tuple[EventView, ...]
