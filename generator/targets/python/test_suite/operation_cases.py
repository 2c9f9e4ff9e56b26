"""The tests of one operation: calls with each client, with all and with the required arguments, and errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.names.names import Names
from generator.targets.python.pages import program_layout as layout
from generator.targets.python.pages.program_layout import Argument
from generator.targets.python.pages.samples.calls import Arguments
from generator.targets.python.test_suite.arguments import complete_arguments
from generator.targets.python.test_suite.results import Results
from generator.targets.python.types import literals
from generator.targets.python.views.suite_views import CaseView, OperationCasesView

_ERRORS = "@documented_errors"
_ERROR_PARAMETERS = ("status: int", "error: type[errors.APIError]", "data: object")
_RAISES = ("with pytest.raises(error) as caught:",)
_CAUGHT = ("assert caught.value.status_code == status", "check(caught.value.data, data)")


@dataclass(frozen=True, slots=True)
class OperationCases:
    """Writes the tests of the operations of one module."""

    index: Index
    names: Names
    results: Results

    def of(self, operation: Operation, cls: str) -> OperationCasesView:
        """The tests of an operation, as the methods of the class `cls`."""
        own = self.names.operation(operation)
        every = complete_arguments(operation, self.index, own, optional=True)
        required = complete_arguments(operation, self.index, own, optional=False)
        errors = tuple(self.results.errors(operation))
        both = every != required
        cases: list[CaseView] = [*self._calls(operation, "all" if both else "", every)]
        if both:
            cases += self._calls(operation, "required", required)
        if own.switch:
            cases += self._streams(operation, "", _with(required, (own.switch, True)))
        if own.file_switch:
            cases += self._files(operation, _with(required, (own.file_switch, True)))
        if errors:
            cases += self._errors(operation, required)
        about = f"`client.{self.names.call(operation)}`, `{operation.key}`."
        return OperationCasesView(cls, docstring(about, 4), errors, tuple(cases))

    def _calls(self, operation: Operation, amount: str, given: Arguments) -> Iterator[CaseView]:
        """The calls with these arguments that return a value, or a stream if the operation only streams."""
        suffix = f"_with_{amount}_arguments" if amount else ""
        if operation.stream is not None and not operation.stream.switch:
            yield from self._streams(operation, suffix, given)
            return
        for is_async in (False, True):
            body = self.results.value(operation, self._call(operation, given, is_async), is_async=is_async)
            yield self._case(f"test_call{suffix}", body, given, is_async=is_async)

    def _streams(self, operation: Operation, suffix: str, given: Arguments) -> Iterator[CaseView]:
        for is_async in (False, True):
            body = self.results.stream(operation, self._call(operation, given, is_async), is_async=is_async)
            yield self._case(f"test_stream{suffix}", body, given, is_async=is_async)

    def _files(self, operation: Operation, given: Arguments) -> Iterator[CaseView]:
        for is_async in (False, True):
            body = self.results.file(self._call(operation, given, is_async), is_async=is_async)
            yield self._case("test_file", body, given, is_async=is_async)

    def _errors(self, operation: Operation, given: Arguments) -> Iterator[CaseView]:
        for is_async in (False, True):
            call = self._call(operation, given, is_async, more=('options={"headers": {"Prefer": f"code={status}"}}',))
            body = (*_RAISES, f"    {'await ' if is_async else ''}{call}", *_CAUGHT)
            yield self._case("test_errors", body, given, is_async=is_async, errors=True)

    def _case(
        self, name: str, body: tuple[str, ...], given: Arguments, *, is_async: bool, errors: bool = False
    ) -> CaseView:
        """A test, which is skipped if an argument has no valid value."""
        package_names = self.names.package_names
        client = f"async_client: {package_names.async_client}" if is_async else f"client: {package_names.client}"
        unmet = f"no value was found that the API allows: {', '.join(given.unmet)}"
        skip = (f"@pytest.mark.skip({literals.string(unmet)})",) if given.unmet else ()
        return CaseView(
            f"{name}_async" if is_async else name,
            (*((_ERRORS,) if errors else ()), *skip),
            (client, *(_ERROR_PARAMETERS if errors else ())),
            is_async,
            body,
        )

    def _call(self, operation: Operation, given: Arguments, is_async: bool, more: tuple[str, ...] = ()) -> str:
        """A call on one line; the formatter divides it."""
        written = (
            f"{keyword}={layout.flat(value)}" if keyword else layout.flat(value) for keyword, value in given.given
        )
        client = "async_client" if is_async else "client"
        return f"{client}.{self.names.call(operation)}({', '.join([*written, *more])})"


def _with(given: Arguments, *more: Argument) -> Arguments:
    return replace(given, given=(*given.given, *more))
