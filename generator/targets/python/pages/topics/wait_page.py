"""The page on waiting for work."""

from __future__ import annotations

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code.waits import ends, own_keywords
from generator.targets.python.names.names import Names
from generator.targets.python.pages import markdown
from generator.targets.python.pages.programs import Programs
from generator.targets.python.views.page_views import WaitPageView, WaitRowView


def wait_page(index: Index, names: Names) -> WaitPageView | None:
    """The view of the page; None if the SDK waits for nothing."""
    waited = [operation for operation in index.api.operations if names.operation(operation).wait]
    if not waited:
        return None
    programs = Programs(index, names)
    lead = min(waited, key=lambda one: (one.docs.deprecated, one.waiting is not None and one.waiting.kind == "monitor"))
    keyword, call = own_keywords(lead, names)[0], wait_call(lead, names)
    return WaitPageView(
        page=wait_page_path(index, names),
        call=markdown.cell_code(call),
        rows=tuple(_row(operation, names) for operation in waited),
        program=programs.waited(lead, call, keyword),
        async_program=programs.async_waited(lead, call, keyword),
    )


def wait_page_path(index: Index, names: Names) -> str:
    """The path of the page below `docs/`, without the suffix; empty if the SDK waits for nothing."""
    if not any(own.wait for own in names.operations.values()):
        return ""
    return "waiting-for-work" if names.operations_of(("waiting",), index.api.operations) else "waiting"


def wait_call(operation: Operation, names: Names) -> str:
    """The method as it is reached from the client: `client.videos.wait`."""
    own = names.operation(operation)
    return f"client.{'.'.join((*own.resource, own.wait))}"


def _row(operation: Operation, names: Names) -> WaitRowView:
    return WaitRowView(
        markdown.cell_code(wait_call(operation, names)),
        markdown.cell_code(f"client.{names.call(operation)}"),
        markdown.cell(ends(operation)),
    )
