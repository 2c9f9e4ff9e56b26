"""The reference of one operation: programs, parameters, responses and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.types import ABSENT, Constant, Example, Field, Json, Operation, Parameter, Response
from generator.targets.python.code import files, response_types, signatures
from generator.targets.python.code.docstrings import prose
from generator.targets.python.code.pages import is_paged
from generator.targets.python.names.names import Names
from generator.targets.python.pages import descriptions, markdown
from generator.targets.python.pages.blocks import clean, fenced
from generator.targets.python.pages.programs import Programs
from generator.targets.python.pages.samples.calls import example_of
from generator.targets.python.pages.type_text import TypeText
from generator.targets.python.types import literals, response_headers
from generator.targets.python.views.page_views import ErrorRowView, ExampleView, OperationPageView, RowView

_MAX_LINES = 80
"""Maximum length of a JSON example on a page."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Writes the operations of one page."""

    programs: Programs
    types: TypeText
    up: str = ""
    """The way back from the page to the folder of pages."""

    @property
    def names(self) -> Names:
        return self.programs.names

    def operation(self, operation: Operation) -> OperationPageView:
        """The view of an operation."""
        switched = operation.stream is not None and bool(operation.stream.switch)
        return OperationPageView(
            heading=self.title(operation),
            prose=markdown.prose(prose(operation.docs)),
            request=markdown.code(operation.key),
            examples=tuple(self._examples(operation)),
            stream=self.programs.stream(operation) if switched else None,
            final=self.programs.final(operation),
            file=self.programs.file(operation),
            parameters=tuple(self._parameters(operation)),
            returns=tuple(self._returns(operation)),
            errors=tuple(self._errors(operation)),
            error_examples=tuple(self._error_examples(operation)),
        )

    def title(self, operation: Operation) -> str:
        """The resource and method of an operation: `chat.send`."""
        return self.names.call(operation)

    def error_name(self, status: str) -> str:
        """The class of error for a documented status."""
        return next((error.cls for error in self.names.errors if error.status == status), "APIError")

    def _examples(self, operation: Operation) -> Iterator[ExampleView]:
        """One program for each example of the request, or one program with sample values."""
        content = self.programs.index.sent(operation)
        known = content.examples if content else ()
        for example in known:
            heading = markdown.text(example.summary) or markdown.code(example.name) or "Example"
            about = markdown.prose(example.description)
            yield ExampleView(heading, about, "", self.programs.example(operation, example.value))
        if not known:
            yield ExampleView("Example", "", "", self.programs.example(operation))

    def _parameters(self, operation: Operation) -> Iterator[RowView]:
        """Path parameters, then keywords in the order of the signature, then `options`."""
        own = self.names.operation(operation)
        ordered = [*signatures.path_parameters(operation)]
        ordered += [parameter for parameter in operation.parameters if parameter.location != "path"]
        for parameter in ordered:
            keyword = own.keywords[parameter.location, parameter.wire]
            yield self._row(parameter, keyword, parameter.required, [_location(parameter, keyword)])
        yield from self._body(operation)
        if own.switch and operation.stream is not None:
            item = self.types.text(operation.stream.item)
            yield RowView(
                f"`{own.switch}`", "`bool`", "no", f"Whether to stream the response as {item} items.", "`True`"
            )
        if own.file_switch:
            yield RowView(f"`{own.file_switch}`", "`bool`", "no", "Whether to stream the file.", "`True`")
        yield RowView(
            "`options`",
            "`RequestOptions`",
            "no",
            "Settings for this call: see [options](#options).",
            '`{"timeout": 30}`',
        )

    def _body(self, operation: Operation) -> Iterator[RowView]:
        """The fields of the body, or the body itself, of each media type; a field that several have once."""
        own, index, body = self.names.operation(operation), self.programs.index, operation.body
        choices = index.choices(operation)
        written: set[str] = set()
        if body is None:
            return
        for content in choices:
            only = [f"For {markdown.cell_code(content.media_type)}."] if content is not choices[0] else []
            spread = index.spread(operation, content)
            for field in spread.fields if spread is not None else ():
                switch = operation.stream.switch if operation.stream else ""
                if field.wire == switch or field.read_only or field.wire in written:
                    continue
                written.add(field.wire)
                keyword = own.keywords["body", field.wire]
                notes = [*only, *([] if keyword == field.wire else [f"Sent as {markdown.cell_code(field.wire)}."])]
                yield self._row(field, keyword, field.required and body.required and not only, notes)
            if spread is None:
                text = self.types.text(content.type) if content.is_typed else "`bytes`, a file or a path"
                if content.kind == "lines":
                    text = f"iterable of {self.types.text(files.line(content, index))}, `bytes`, a file or a path"
                about = " ".join([descriptions.description(body.docs) or "The request body.", *only])
                yield RowView("`body`", text, _yes(body.required and not only), about)
        if own.content_type:
            known = ", ".join(markdown.cell_code(content.media_type) for content in index.sendable(operation))
            first = markdown.cell_code(choices[0].media_type)
            about = f"The media type of the body: one of {known}. The default is {first}."
            yield RowView(f"`{own.content_type}`", "`str`", "no", about)

    def _row(self, item: Parameter | Field, keyword: str, required: bool, notes: list[str]) -> RowView:
        return RowView(
            f"`{keyword}`",
            self.types.text(item.type),
            _yes(required and not isinstance(item.type, Constant)),
            descriptions.description(item.docs, item.constraints, item.default, notes),
            descriptions.example(example_of(item, self.programs.index)),
        )

    def _returns(self, operation: Operation) -> Iterator[str]:
        """One line for each response that is not an error."""
        own = self.names.operation(operation)
        stream = operation.stream
        for chosen in response_types.chosen(operation, self.programs.index):
            text = self.types.text(chosen.type)
            response = next(item for item in operation.responses if item.status == chosen.status)
            yield self._line(text, chosen.status, response)
        pagination = operation.pagination
        if pagination is not None and is_paged(operation, self.programs.index):
            every = "the items" if pagination.kind == "single" else "the items of all pages"
            item = self.types.text(pagination.item)
            yield f"A [page]({self.up}../README.md#pages): iteration yields {every}, {item}."
        for choice in response_types.choices(operation, self.programs.index)[1:]:
            names = " or ".join(f"`accept={literals.string(name)}`" for name in choice.media_types)
            yield f"{' or '.join(dict.fromkeys(self.types.text(one.type) for one in choice.responses))} with {names}."
        if stream is not None:
            how = f", with `{own.switch}=True`" if own.switch else ""
            known = next((item for item in operation.responses if item.status == stream.status), None)
            about = "" if own.switch else self._line("", stream.status, known)
            yield f"`Stream` of {self.types.text(stream.item)}, `AsyncStream` on the async client{how}{about}."
        for header, statuses in response_headers.declared(operation.headers):
            about = markdown.sentence(descriptions.brief(header.docs))
            attribute = f"`headers.{self.names.headers[header.wire.lower()]}`"
            kind = response_headers.type_of(self.programs.index, header).replace("dt.", "")
            where = f"{', '.join(statuses)}: header {markdown.cell_code(header.wire)}, `{kind}`"
            yield f"{attribute} of the response ({where}){': ' if about else ''}{about}"
        if own.file_switch:
            yield f"`FileStream`, `AsyncFileStream` on the async client, with `{own.file_switch}=True`."

    def _line(self, text: str, status: str, response: Response | None) -> str:
        about = markdown.sentence(descriptions.brief(response.docs)) if response else ""
        return f"{text} ({status}){': ' if about else ''}{about}"

    def _errors(self, operation: Operation) -> Iterator[ErrorRowView]:
        for response in operation.errors:
            name = self.error_name(response.status)
            kinds = ", ".join(markdown.cell_code(content.media_type) for content in response.contents)
            anchor = name.lower()
            yield ErrorRowView(
                f"[`{name}`]({self.up}errors.md#{anchor})",
                markdown.cell(response.status),
                kinds or "none",
                descriptions.description(response.docs),
            )
        if not any(response.status == "default" for response in operation.errors):
            yield ErrorRowView(
                f"[`APIError`]({self.up}errors.md#apierror)", "4XX, 5XX", "`*/*`", "Any other error response."
            )

    def _error_examples(self, operation: Operation) -> Iterator[ExampleView]:
        """The named examples of error responses."""
        for response in operation.errors:
            examples = next((content.examples for content in response.contents if content.kind == "json"), ())
            for example in examples:
                if example.name:
                    yield self._error_example(operation, response, example)

    def _error_example(self, operation: Operation, response: Response, example: Example) -> ExampleView:
        about = "\n\n".join(part for part in (example.summary, example.description) if part.strip())
        name = self.error_name(response.status)
        program = self.programs.caught(operation, name, response, example.value, named=True)
        heading = f"{markdown.code(example.name)} ({markdown.text(response.status)})"
        return ExampleView(heading, markdown.prose(about), json_block(example.value), program)


def json_block(value: Json) -> str:
    """A JSON value as a fenced block; empty if it is too long for a page."""
    if value is ABSENT:
        return ""
    text = clean(json.dumps(value, indent=2, ensure_ascii=False))
    return fenced(text, "json") if text.count("\n") < _MAX_LINES else ""


_LOCATIONS = {
    "path": "Part of the path",
    "query": "Query parameter",
    "querystring": "The entire query",
    "header": "Header",
    "cookie": "Cookie",
}


def _location(parameter: Parameter, keyword: str) -> str:
    named = "" if keyword == parameter.wire else f" {markdown.cell_code(parameter.wire)}"
    return f"{_LOCATIONS[parameter.location]}{named}."


def _yes(value: bool) -> str:
    return "yes" if value else "no"
