"""Whole programs for pages: each imports what it needs, makes a client, and runs as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir.index import Index, body_type
from generator.ir.types import ABSENT, Json, Operation, Response
from generator.targets.python.code import response_types as answers
from generator.targets.python.names.names import Names
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.printed_results import Teller, Told
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

    def whole(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """A call, and its answer printed; for an operation that only streams, its stream."""
        if _only_streams(operation):
            return self.stream(operation, body)
        told = self._told(operation)
        call = self._call(operation, body, 4, head="" if not told.lines else "result = ")
        return self._program([f"with {self._client}() as client:", *call, *_at(4, told.lines)], told.output)

    def awaited(self, operation: Operation) -> ProgramView:
        """The same call on the async client."""
        if _only_streams(operation):
            return self.async_stream(operation)
        told = self._told(operation)
        call = self._call(operation, ABSENT, 8, head=f"{'result = ' if told.lines else ''}await ", brief=True)
        return self._async([*call, *_at(8, told.lines)], told.output)

    def stream(self, operation: Operation, body: Json = ABSENT) -> ProgramView:
        """The answer as it arrives: its text where the document tells which that is, else its items."""
        more, brief = self._switch(operation), body is ABSENT
        call = self._call(operation, body, 4, head="with ", tail=" as stream:", more=more, brief=brief)
        told = self._items(operation, "for")
        return self._program([f"with {self._client}() as client:", *call, *_at(8, told.lines)], told.output)

    def async_stream(self, operation: Operation) -> ProgramView:
        """The same on the async client."""
        more = self._switch(operation)
        call = self._call(operation, ABSENT, 8, head="async with await ", tail=" as stream:", more=more, brief=True)
        told = self._items(operation, "async for")
        return self._async([*call, *_at(12, told.lines)], told.output)

    def final(self, operation: Operation) -> ProgramView | None:
        """A stream read to its end and put together, or None where the document does not say how."""
        if operation.stream is None or operation.stream.accumulator is None:
            return None
        more = self._switch(operation)
        call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
        told = self._told(operation) if operation.stream.switch else Told(("print(result)",))
        lines = ["result = stream.final()", *told.lines]
        return self._program([f"with {self._client}() as client:", *call, *_at(8, lines)], None)

    def options(self, operation: Operation) -> ProgramView:
        """A client with settings of its own, and a call with others."""
        more = [("options", _OPTIONS)]
        if _only_streams(operation):
            call = self._call(operation, ABSENT, 4, head="with ", tail=" as stream:", more=more, brief=True)
            call += _at(8, ["pass"])
        else:
            call = self._call(operation, ABSENT, 4, more=more, brief=True)
        return self._program([f"with {self._client}(timeout=60, max_retries=1) as client:", *call], None)

    def response(self, operation: Operation) -> ProgramView:
        """A call whose status and headers are asked for."""
        call = self._call(operation, ABSENT, 4, method="call", head="answer = ", brief=True)
        has_body = any(answer.contents for answer in operation.responses) or operation.stream is not None
        headers = 'headers["content-type"]' if has_body else "headers"
        told = ["print(answer.response.status_code)", f"print(answer.response.{headers})"]
        method = f"call = with_response({self._method(operation)})"
        return self._program([f"with {self._client}() as client:", *_at(4, [method]), *call, *_at(4, told)], None)

    def caught(
        self, operation: Operation, error: str, response: Response, example: Json, *, named: bool = False
    ) -> ProgramView:
        """A call that ends in an error of this class, and what can be read from it."""
        type = body_type(response)
        told = Teller(self.index, self.names).error(type, example)
        output = tuple(line.replace("{status}", response.status, 1) for line in told.output) if told.output else None
        if not response.status.isdigit():
            output = None
        plain = self._plain(operation, 8, brief=not named)
        body = [*plain, *_at(4, [f"except errors.{error} as error:"]), *_at(8, told.lines)]
        return self._program([f"with {self._client}() as client:", "    try:", *body], output, errors=True)

    def ladder(self, operation: Operation, classes: Iterable[tuple[str, Told]]) -> ProgramView:
        """A call with a clause for each class of error."""
        lines = [f"with {self._client}() as client:", "    try:", *self._plain(operation, 8)]
        for name, told in classes:
            lines += [*_at(4, [f"except errors.{name} as error:"]), *_at(8, told.lines)]
        return self._program(lines, None, errors=True)

    # --- the parts ---

    @property
    def _client(self) -> str:
        return self.names.brand.client

    def _method(self, operation: Operation) -> str:
        return f"client.{self.names.groups[operation.group].attribute}.{self.names.operation(operation).method}"

    def _switch(self, operation: Operation) -> list[Argument]:
        switch = self.names.operation(operation).switch
        return [(switch, True)] if switch else []

    def _plain(self, operation: Operation, indent: int, *, brief: bool = True) -> list[str]:
        """A call whose answer is left alone."""
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

    def _told(self, operation: Operation) -> Told:
        """What is printed of a whole answer; nothing where there is none."""
        kind = answers.annotation(operation, Scope(self.index, self.names))
        if kind == "None":
            return Told((), ())
        if kind == "bytes":
            return Told(("print(len(result))",))
        return Teller(self.index, self.names).whole(operation) if " | " not in kind else Told(("print(result)",))

    def _items(self, operation: Operation, loop: str) -> Told:
        stream = operation.stream
        assert stream is not None
        if stream.accumulator is not None and stream.accumulator.text:
            return Told((f"{loop} text in stream.text():", '    print(text, end="", flush=True)', "print()"))
        told = Teller(self.index, self.names).value(stream.item, "item") if not stream.envelope else Told(())
        lines = told.lines if len(told.lines) == 1 else ("print(item)",)
        return Told((f"{loop} item in stream:", *_at(4, lines)))

    def _program(self, body: Iterable[str], output: tuple[str, ...] | None, errors: bool = False) -> ProgramView:
        package = self.names.brand.package
        lines = list(body)
        known = [self._client, *(["errors"] if errors else [])]
        known += ["with_response"] if any("with_response(" in line for line in lines) else []
        return _view([f"from {package} import {', '.join(known)}", "", *lines], output)

    def _async(self, body: Iterable[str], output: tuple[str, ...] | None) -> ProgramView:
        brand = self.names.brand
        lines = ["import asyncio", "", f"from {brand.package} import {brand.async_client}", "", ""]
        lines += ["async def main() -> None:", f"    async with {brand.async_client}() as client:", *body]
        return _view([*lines, "", "", "asyncio.run(main())"], output)


def _view(lines: list[str], output: tuple[str, ...] | None) -> ProgramView:
    return ProgramView("\n".join(lines), "\n".join(output) if output else "")


def _at(indent: int, lines: Iterable[str]) -> list[str]:
    return [" " * indent + line for line in lines]


def _only_streams(operation: Operation) -> bool:
    return operation.stream is not None and not operation.stream.switch
