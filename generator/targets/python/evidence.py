"""What was found in the document, and why, as sentences of an explanation."""

from __future__ import annotations

from generator.ir.types import Api, Operation
from generator.targets.python.names.names import Names


def received(api: Api) -> str:
    """How webhooks are received."""
    how = api.receiving
    if how is None:
        return ""
    named = f"; the header {how.event_header} names the event" if how.event_header else ""
    return f"`client.webhooks.unwrap` returns it; the signature is `{how.signature}`, as {how.why}{named}"


def pages(operation: Operation) -> str:
    """Why an operation is a list of pages; empty for others."""
    if operation.pagination is None:
        return ""
    return f'{operation.pagination.why}; `[pages]` with `"{operation.key}" = false` turns it off'


def waits(operation: Operation, names: Names) -> str:
    """The method that waits for an operation's work, and why; empty for others."""
    own, waiting = names.operation(operation), operation.waiting
    if waiting is None or not own.wait:
        return ""
    off = f'`[waits]` with `"{operation.key}" = false` turns it off'
    return f"`client.{'.'.join((*own.resource, own.wait))}` waits, as {waiting.why}; {off}"
