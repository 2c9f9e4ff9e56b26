"""The page on waiting for work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code.features.waits import ends, own_keywords
from generator.targets.python.names.names import Names
from generator.targets.python.pages import markdown
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.links import relative
from generator.targets.python.pages.samples.calls import CallSamples
from generator.targets.python.views.page_views import LinkView, ProgramView, WaitPageView, WaitRowView


def wait_page(index: Index, names: Names) -> WaitPageView | None:
    """The view of the page; None if the SDK waits for nothing."""
    waited = [operation for operation in index.api.operations if names.operation(operation).wait]
    if not waited:
        return None
    lead = min(waited, key=lambda one: (one.docs.deprecated, one.waiting is not None and one.waiting.kind == "monitor"))
    keyword, call = own_keywords(lead, names)[0], wait_call(lead, names)
    return WaitPageView(
        page=wait_page_path(index, names),
        call=markdown.cell_code(call),
        rows=tuple(_row(operation, names) for operation in waited),
        program=_program(lead, index, names, call, keyword),
        async_program=_async_program(lead, index, names, call, keyword),
    )


def wait_page_path(index: Index, names: Names) -> str:
    """The path of the page below `docs/`, without the suffix; empty if the SDK waits for nothing."""
    if not any(own.wait for own in names.operations.values()):
        return ""
    return "waiting-for-work" if names.operations_of(("waiting",), index.api.operations) else "waiting"


def wait_links(operations: Iterable[Operation], index: Index, names: Names, page: str) -> Iterator[LinkView]:
    """The methods of a resource that wait, for its page: links to the page on waiting."""
    for operation in operations:
        if names.operation(operation).wait:
            title = markdown.cell_code(wait_call(operation, names).removeprefix("client."))
            link = relative(wait_page_path(index, names), page)
            called = markdown.cell_code(names.call(operation))
            yield LinkView(f"[{title}]({link})", f"Call {called}, and wait for the end of the work.")


def wait_call(operation: Operation, names: Names) -> str:
    """The method as it is reached from the client: `client.videos.wait`."""
    own = names.operation(operation)
    return f"client.{'.'.join((*own.resource, own.wait))}"


def _waited(operation: Operation, index: Index, names: Names, head: str, timeout: str, indent: int) -> list[str]:
    """The lines of a call that waits, and of what is done with its result and its errors."""
    found = CallSamples(index, names).arguments(operation, brief=True)
    pad = " " * (indent - 4)
    lines = [f"{pad}try:", *(f"{pad}    {line}" for line in found.comments)]
    lines += [*layout.call(head, [*found.given, (timeout, 10)], "", indent), f"{pad}    print(result)"]
    return [*lines, f"{pad}except errors.WaitError as error:", f"{pad}    print(error.message)"]


def _program(operation: Operation, index: Index, names: Names, call: str, timeout: str) -> ProgramView:
    own = names.package_names
    lines = [f"from {own.package} import {own.client}, errors", "", f"with {own.client}() as client:"]
    return ProgramView("\n".join([*lines, *_waited(operation, index, names, f"result = {call}", timeout, 8)]))


def _async_program(operation: Operation, index: Index, names: Names, call: str, timeout: str) -> ProgramView:
    own = names.package_names
    lines = ["import asyncio", "", f"from {own.package} import {own.async_client}, errors", "", ""]
    lines += ["async def main() -> None:", f"    async with {own.async_client}() as client:"]
    lines += _waited(operation, index, names, f"result = await {call}", timeout, 12)
    return ProgramView("\n".join([*lines, "", "", "asyncio.run(main())"]))


def _row(operation: Operation, names: Names) -> WaitRowView:
    return WaitRowView(
        markdown.cell_code(wait_call(operation, names)),
        markdown.cell_code(f"client.{names.call(operation)}"),
        markdown.cell(ends(operation)),
    )
