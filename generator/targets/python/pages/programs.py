"""Complete programs for pages: imports, a client, a call, and what is done with its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir.index import Index, body_type
from generator.ir.types import ABSENT, Json, Operation, Response
from generator.targets.python.code import response_types
from generator.targets.python.names.names import Names
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.printed_results import Printed, ResultPrinter
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.pages.samples import arguments
from generator.targets.python.types.annotations import Scope
from generator.targets.python.views.page_views import ProgramView

_OPTIONS = {"timeout": 30, "max_retries": 0, "headers": {"X-Trace": "1"}}


@dataclass(frozen=True, slots=True)
class Programs:
    """Writes the programs of one SDK."""

    index: Index
    names: Names

    def example(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A call that prints its result; for an operation that only streams, a loop over the stream."""
        if _only_streams(operation):
            return self.stream(operation, body)
        printed = self._result(operation)
        call = self._call(operation, body, 4, head="" if not printed.lines else "result = ")
        return self._program([f"with {self._client}() as client:", *call, *_at(4, printed.lines)], printed.output)

    def constructed(self, operation: Operation, arguments: str) -> ProgramView:
        """A call on a client with these arguments."""
        printed = self._result(operation)
        head = "result = " if printed.lines else ""
        call = self._call(operation, ABSENT, 4, head=head, brief=True)
        return self._program([f"with {self._client}({arguments}) as client:", *call, *_at(4, printed.lines)], None)

    def certified(self, operation: Operation) -> ProgramView:
        """A call on a client whose HTTP client has a certificate."""
        printed = self._result(operation)
        head = "result = " if printed.lines else ""
        call = self._call(operation, ABSENT, 4, head=head, brief=True)
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
        return _view([*lines, *call, *_at(4, printed.lines)], None)

    def exchanged(self, arguments: str) -> ProgramView:
        """The exchange of an authorization code."""
        lines = [
            f"with {self._client}({arguments}) as client:",
            '    token = client.exchange_code("c0de", redirect_uri="https://example.com/back")',
            "    print(token.scope, token.expires_in)",
        ]
        return self._program(lines, None)

    def awaited(self, operation: Operation) -> ProgramView:
        """The same call on the async client."""
        if _only_streams(operation):
            return self.async_stream(operation)
        printed = self._result(operation)
        call = self._call(operation, ABSENT, 8, head=f"{'result = ' if printed.lines else ''}await ", brief=True)
        return self._async([*call, *_at(8, printed.lines)], printed.output)

    def waited(self, operation: Operation, method: str, timeout: str) -> ProgramView:
        """A call of the method that waits for an operation's work, and its error. `timeout` is the keyword."""
        more = [(timeout, 10)]
        call = self._call(operation, ABSENT, 8, head="result = ", method=method, more=more, brief=True)
        lines = ["    try:", *call, "        print(result)"]
        lines += ["    except errors.WaitError as error:", "        print(error.message)"]
        return self._program([f"with {self._client}() as client:", *lines], None)

    def async_waited(self, operation: Operation, method: str, timeout: str) -> ProgramView:
        """The same call on the async client."""
        more = [(timeout, 10)]
        call = self._call(operation, ABSENT, 12, head="result = await ", method=method, more=more, brief=True)
        lines = ["        try:", *call, "            print(result)"]
        lines += ["        except errors.WaitError as error:", "            print(error.message)"]
        return self._async(lines, None, ", errors")

    def stream(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A loop over a stream: over its text if the document says which field has it, else over its items."""
        more, brief = self._switch(operation), body is ABSENT
        call = self._call(operation, body, 4, head="with ", tail=" as stream:", more=more, brief=brief)
        printed = self._items(operation, "for")
        return self._program([f"with {self._client}() as client:", *call, *_at(8, printed.lines)], printed.output)

    def async_stream(self, operation: Operation) -> ProgramView:
        """The same loop on the async client."""
        more = self._switch(operation)
        call = self._call(operation, ABSENT, 8, head="async with await ", tail=" as stream:", more=more, brief=True)
        printed = self._items(operation, "async for")
        return self._async([*call, *_at(12, printed.lines)], printed.output)

    def final(self, operation: Operation) -> ProgramView | None:
        """A stream read to its end and merged into one result; None if the document does not say how."""
        if operation.stream is None or operation.stream.accumulator is None:
            return None
        more = self._switch(operation)
        call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
        switched = operation.stream.switch
        printed = self._result(operation, from_stream=True) if switched else Printed(("print(result)",))
        lines = ["result = stream.final()", *printed.lines]
        return self._program([f"with {self._client}() as client:", *call, *_at(8, lines)], None)

    def options(self, operation: Operation) -> ProgramView:
        """A client with settings, and a call that overrides them."""
        more = [("options", _OPTIONS)]
        if _only_streams(operation):
            call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
            call += _at(8, ["pass"])
        else:
            call = self._call(operation, ABSENT, 4, more=more, brief=True)
        return self._program([f"with {self._client}(timeout=60, max_retries=1) as client:", *call], None)

    def response(self, operation: Operation) -> ProgramView:
        """A call that prints the status and headers of the response."""
        call = self._call(operation, ABSENT, 4, method="call", head="result = ", brief=True)
        has_body = any(response.contents for response in operation.responses) or operation.stream is not None
        headers = 'headers["content-type"]' if has_body else "headers"
        lines = ["print(result.response.status_code)", f"print(result.response.{headers})"]
        method = f"call = with_response({self._method(operation)})"
        return self._program([f"with {self._client}() as client:", *_at(4, [method]), *call, *_at(4, lines)], None)

    def caught(
        self, operation: Operation, error: str, response: Response, example: Json, *, named: bool = False
    ) -> ProgramView:
        """A call with a clause that catches one class of error and prints its message and details."""
        printed = ResultPrinter(self.index, self.names).error(response.status, body_type(response), example)
        plain = self._plain(operation, 8, brief=not named)
        body = [*plain, *_at(4, [f"except errors.{error} as error:"]), *_at(8, printed.lines)]
        return self._program([f"with {self._client}() as client:", "    try:", *body], printed.output)

    def caught_in_turn(self, operation: Operation, clauses: Iterable[tuple[str, str]]) -> ProgramView:
        """A call with one `except` clause for each pair of an error class and the line to run."""
        lines = [f"with {self._client}() as client:", "    try:", *self._plain(operation, 8)]
        for name, line in clauses:
            lines += [*_at(4, [f"except errors.{name} as error:"]), *_at(8, [line])]
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
        if not _only_streams(operation):
            return self._call(operation, ABSENT, indent, brief=brief)
        call = self._call(operation, ABSENT, indent, head="with ", tail=" as stream:", brief=brief)
        return [*call, *_at(indent + 4, ["pass"])]

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
        given = arguments(operation, self.index, self.names.operation(operation), body, brief=brief)
        return layout.call(f"{head}{method or self._method(operation)}", [*given, *more], tail, indent)

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
        return Printed((f"{loop} item in stream:", *_at(4, lines)))

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

    def _async(self, body: Iterable[str], output: tuple[str, ...] | None, further: str = "") -> ProgramView:
        package_names = self.names.package_names
        imported = f"from {package_names.package} import {package_names.async_client}{further}"
        lines = ["import asyncio", "", imported, "", ""]
        lines += ["async def main() -> None:", f"    async with {package_names.async_client}() as client:", *body]
        return _view([*lines, "", "", "asyncio.run(main())"], output)


def _view(lines: list[str], output: tuple[str, ...] | None) -> ProgramView:
    return ProgramView("\n".join(lines), "\n".join(output) if output else "")


def _at(indent: int, lines: Iterable[str]) -> list[str]:
    return [" " * indent + line for line in lines]


def _only_streams(operation: Operation) -> bool:
    return operation.stream is not None and not operation.stream.switch
