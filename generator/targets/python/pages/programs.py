"""Complete programs for pages: imports, a client, a call, and what is done with its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir.index import Index, body_type
from generator.ir.types import ABSENT, Json, Operation, Ref, Response
from generator.targets.python.code import response_types
from generator.targets.python.code.pages import is_paged
from generator.targets.python.names.names import Names
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.printed_results import Printed, ResultPrinter, always, example_of, json_content
from generator.targets.python.pages.program_layout import Argument, at, only_streams
from generator.targets.python.pages.samples.calls import CallSamples, resolved
from generator.targets.python.types.annotations import Scope
from generator.targets.python.types.json_values import member
from generator.targets.python.views.page_views import ProgramView

_OPTIONS = {"timeout": 30, "max_retries": 0, "headers": {"X-Trace": "1"}}


@dataclass(frozen=True, slots=True)
class Programs:
    """Writes the programs of one SDK."""

    samples: CallSamples

    @property
    def index(self) -> Index:
        return self.samples.index

    @property
    def names(self) -> Names:
        return self.samples.names

    def example(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A call that prints its result; for an operation that only streams, a loop over the stream."""
        if only_streams(operation):
            return self.stream(operation, body)
        shown = self._shown(operation, 4, body, brief=False)
        return self._program([f"with {self._client}() as client:", *shown.lines], shown.output)

    def constructed(self, operation: Operation, arguments: str) -> ProgramView:
        """A call on a client with these arguments."""
        shown = self._shown(operation, 4)
        return self._program([f"with {self._client}({arguments}) as client:", *shown.lines], None)

    def certified(self, operation: Operation) -> ProgramView:
        """A call on a client whose HTTP client has a certificate."""
        lines = [
            "import ssl",
            "",
            "import httpx2",
            "",
            f"from {self.names.package_names.package} import {self._client}",
            "",
            "context = ssl.create_default_context()",
            'context.load_cert_chain("client.pem", "client.key")',
            f"with httpx2.Client(verify=context) as own, {self._client}(http_client=own) as client:",
        ]
        return _view([*lines, *self._shown(operation, 4).lines], None)

    def exchanged(self, arguments: str) -> ProgramView:
        """The exchange of an authorization code."""
        lines = [
            f"with {self._client}({arguments}) as client:",
            '    token = client.exchange_code("c0de", redirect_uri="https://example.com/back")',
            "    print(token.scope, token.expires_in)",
        ]
        return self._program(lines, None)

    def awaited(self, operation: Operation, body: Json = ABSENT, *, brief: bool = True) -> ProgramView:
        """The same call on the async client."""
        if only_streams(operation):
            return self.async_stream(operation, body)
        shown = self._shown(operation, 8, body, waits="await ", brief=brief)
        return self._async(shown.lines, shown.output)

    def bounded(self, operation: Operation) -> ProgramView:
        """A loop over the first items of a list, and one over its first pages."""
        printed = _printed_page(ResultPrinter(self.index, self.names), operation)
        lines = [
            *self._call(operation, ABSENT, 4, head="first = ", brief=True),
            *at(4, ["for item in first.iter_items(max_items=50):"]),
            *at(8, printed.item.lines),
            *at(4, ["for page in first.pages(max_pages=3):"]),
            *at(8, [f"print({printed.page})"]),
        ]
        return self._program([f"with {self._client}() as client:", *lines], None)

    def stream(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A loop over a stream: over its text if the document says which field has it, else over its items."""
        more, brief = self._switch(operation), body is ABSENT
        call = self._call(operation, body, 4, head="with ", tail=" as stream:", more=more, brief=brief)
        printed = self._items(operation, "for")
        return self._program([f"with {self._client}() as client:", *call, *at(8, printed.lines)], printed.output)

    def async_stream(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """The same loop on the async client."""
        more, brief = self._switch(operation), body is ABSENT
        call = self._call(operation, body, 8, head="async with await ", tail=" as stream:", more=more, brief=brief)
        printed = self._items(operation, "async for")
        return self._async([*call, *at(12, printed.lines)], printed.output)

    def final(self, operation: Operation) -> ProgramView | None:
        """A stream read to its end and merged into one result; None if the document does not say how."""
        if operation.stream is None or operation.stream.accumulator is None:
            return None
        more = self._switch(operation)
        call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
        switched = operation.stream.switch
        printed = self._result(operation, from_stream=True) if switched else Printed(("print(result)",))
        lines = ["result = stream.final()", *printed.lines]
        return self._program([f"with {self._client}() as client:", *call, *at(8, lines)], None)

    def file(self, operation: Operation) -> ProgramView | None:
        """A file that is saved; None if the operation returns no file."""
        switch = self.names.operation(operation).file_switch
        if not switch:
            return None
        call = self._call(operation, ABSENT, 4, head="with ", tail=" as file:", more=[(switch, True)], brief=True)
        lines = ['path = file.save(file.filename or "file")', "print(path)"]
        return self._program([f"with {self._client}() as client:", *call, *at(8, lines)], None)

    def async_file(self, operation: Operation) -> ProgramView:
        """The same on the async client."""
        more = [(self.names.operation(operation).file_switch, True)]
        call = self._call(operation, ABSENT, 8, head="async with await ", tail=" as file:", more=more, brief=True)
        lines = ['path = await file.save(file.filename or "file")', "print(path)"]
        return self._async([*call, *at(12, lines)], None)

    def options(self, operation: Operation) -> ProgramView:
        """A client with settings, and a call that overrides them."""
        more = [("options", _OPTIONS)]
        if only_streams(operation):
            call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
            call += at(8, ["pass"])
        else:
            call = self._call(operation, ABSENT, 4, more=more, brief=True)
        return self._program([f"with {self._client}(timeout=60, max_retries=1) as client:", *call], None)

    def copied(self, operation: Operation) -> ProgramView:
        """A call on a copy of the client with other settings."""
        name = "patient"
        method = f"{name}.{self.names.call(operation)}"
        if only_streams(operation):
            call = self._call(operation, ABSENT, 4, method=method, head="with ", tail=" as stream:", brief=True)
            call += at(8, ["pass"])
        else:
            call = self._call(operation, ABSENT, 4, method=method, brief=True)
        settings = 'timeout=600, max_retries=5, headers={"X-Trace": "1"}'
        copy = at(4, [f"{name} = client.with_options({settings})"])
        return self._program([f"with {self._client}() as client:", *copy, *call], None)

    def response(self, operation: Operation) -> ProgramView:
        """A call that prints the status and headers of the response."""
        call = self._call(operation, ABSENT, 4, method="call", head="result = ", brief=True)
        has_body = any(response.contents for response in operation.responses) or operation.stream is not None
        headers = 'headers["content-type"]' if has_body else "headers"
        lines = ["print(result.response.status_code)", f"print(result.response.{headers})"]
        method = f"call = with_response({self._method(operation)})"
        return self._program([f"with {self._client}() as client:", *at(4, [method]), *call, *at(4, lines)], None)

    def caught(
        self, operation: Operation, error: str, response: Response, example: Json, *, named: bool = False
    ) -> ProgramView:
        """A call with a clause that catches one class of error and prints its message and details."""
        printed = ResultPrinter(self.index, self.names).error(response.status, body_type(response), example)
        plain = self._plain(operation, 8, brief=not named)
        body = [*plain, *at(4, [f"except errors.{error} as error:"]), *at(8, printed.lines)]
        return self._program([f"with {self._client}() as client:", "    try:", *body], printed.output)

    def caught_in_turn(self, operation: Operation, clauses: Iterable[tuple[str, str]]) -> ProgramView:
        """A call with one `except` clause for each pair of an error class and the line to run."""
        lines = [f"with {self._client}() as client:", "    try:", *self._plain(operation, 8)]
        for name, line in clauses:
            lines += [*at(4, [f"except errors.{name} as error:"]), *at(8, [line])]
        return self._program(lines, None)

    # --- parts of programs ---

    @property
    def _client(self) -> str:
        return self.names.package_names.client

    def _method(self, operation: Operation) -> str:
        return f"client.{self.names.call(operation)}"

    def _switch(self, operation: Operation) -> list[Argument]:
        switch = self.names.operation(operation).switch
        return [(switch, True)] if switch else []

    def _plain(self, operation: Operation, indent: int, *, brief: bool = True) -> list[str]:
        """A call that ignores its result."""
        if not only_streams(operation):
            return self._call(operation, ABSENT, indent, brief=brief)
        call = self._call(operation, ABSENT, indent, head="with ", tail=" as stream:", brief=brief)
        return [*call, *at(indent + 4, ["pass"])]

    def _call(
        self,
        operation: Operation,
        body: Json,
        indent: int,
        *,
        head: str = "",
        tail: str = "",
        method: str = "",
        more: Iterable[Argument] = (),
        brief: bool = False,
    ) -> list[str]:
        found = self.samples.arguments(operation, body, brief=brief)
        call = layout.call(f"{head}{method or self._method(operation)}", [*found.given, *more], tail, indent)
        return [*at(indent, found.comments), *call]

    def _shown(
        self, operation: Operation, indent: int, body: Json = ABSENT, *, waits: str = "", brief: bool = True
    ) -> Printed:
        """A call, and the lines that print its result; for a page of a list, a loop over the items."""
        if is_paged(operation, self.index):
            item = _printed_page(ResultPrinter(self.index, self.names), operation).item
            head = f"{'async ' if waits else ''}for item in {waits}"
            loop = self._call(operation, body, indent, head=head, tail=":", brief=brief)
            return Printed((*loop, *at(indent + 4, item.lines)), item.output)
        printed = self._result(operation)
        head = f"{'result = ' if printed.lines else ''}{waits}"
        call = self._call(operation, body, indent, head=head, brief=brief)
        return Printed((*call, *at(indent, printed.lines)), printed.output)

    def _result(self, operation: Operation, *, from_stream: bool = False) -> Printed:
        """The lines that print a result; none for an operation that returns nothing."""
        kind = response_types.annotation(operation, Scope(self.index, self.names))
        if kind == "None":
            return Printed((), ())
        if kind == "bytes":
            return Printed(("print(len(result))",))
        if " | " in kind:
            return Printed(("print(result)",))
        return ResultPrinter(self.index, self.names).result(operation, from_stream=from_stream)

    def _items(self, operation: Operation, loop: str) -> Printed:
        stream = operation.stream
        assert stream is not None
        if stream.accumulator is not None and stream.accumulator.text:
            return Printed((f"{loop} text in stream.text():", '    print(text, end="", flush=True)', "print()"))
        printed = (
            ResultPrinter(self.index, self.names).value(stream.item, "item") if not stream.envelope else Printed(())
        )
        lines = printed.lines if len(printed.lines) == 1 else ("print(item)",)
        return Printed((f"{loop} item in stream:", *at(4, lines)))

    def _program(self, body: Iterable[str], output: tuple[str, ...] | None) -> ProgramView:
        """A program, with the import of the names that its lines use."""
        lines = list(body)
        uses = {
            "errors": ("except errors.",),
            "models": ("case models.", "if isinstance("),
            "with_response": ("call = with_response(",),
        }
        used = [name for name, starts in uses.items() if any(line.lstrip().startswith(starts) for line in lines)]
        package = self.names.package_names.package
        return _view([f"from {package} import {', '.join([self._client, *used])}", "", *lines], output)

    def _async(self, body: Iterable[str], output: tuple[str, ...] | None) -> ProgramView:
        package_names = self.names.package_names
        lines = ["import asyncio", "", f"from {package_names.package} import {package_names.async_client}", "", ""]
        lines += ["async def main() -> None:", f"    async with {package_names.async_client}() as client:", *body]
        return _view([*lines, "", "", "asyncio.run(main())"], output)


def _view(lines: list[str], output: tuple[str, ...] | None) -> ProgramView:
    return ProgramView("\n".join(lines), "\n".join(output) if output else "")


@dataclass(frozen=True, slots=True)
class _PrintedPage:
    """The lines that print an item of a page, which the program holds as `item`, and an expression of `page`."""

    item: Printed
    page: str


def _printed_page(printer: ResultPrinter, operation: Operation) -> _PrintedPage:
    """What to print of a page of a list. The output is known if the document has an example of a list of one page."""
    pagination, index = operation.pagination, printer.index
    assert pagination is not None
    path, content, example = pagination.items, json_content(operation, index), example_of(operation, index)
    item, type = printer.row(pagination.item, ABSENT), resolved(content.type if content else None, index)
    wire = ".".join(path) if len(path) == 1 else ""
    if pagination.kind == "single" and len(path) < 2:
        rows = member(example, wire, ABSENT) if path else example
        item = Printed(item.lines, printer.each(pagination.item, "page", rows).output)
    if isinstance(type, Ref) and wire:
        items = next((one for one in printer.object(type).fields if one.wire == wire), None)
        if items is not None:
            return _PrintedPage(item, f"len(page.{printer.name(type, items)}{'' if always(items) else ' or []'})")
    return _PrintedPage(item, "page.has_next_page()" if path else "len(page.items)")
