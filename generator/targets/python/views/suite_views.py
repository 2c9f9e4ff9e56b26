"""What the templates of the test suite see: finished source, in the order to print it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.targets.python.views.module_views import Import


@dataclass(frozen=True, slots=True)
class CaseView:
    """A test: a method of the class of its operation.

    - `name`: of the method.
    - `decorators`: lines above it.
    - `parameters`: its parameters after `self`, with their annotations.
    - `is_async`: whether it is a coroutine function.
    - `body`: its lines.
    """

    name: str
    decorators: tuple[str, ...]
    parameters: tuple[str, ...]
    is_async: bool
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorCaseView:
    """A documented error: the status to ask for, the class, and the type of its data."""

    status: int
    error: str
    data: str


@dataclass(frozen=True, slots=True)
class OperationCasesView:
    """The tests of an operation.

    - `cls`: the class that groups them.
    - `docstring`: of the class, with quotes.
    - `errors`: the documented errors, in document order.
    - `cases`: the tests.
    """

    cls: str
    docstring: str
    errors: tuple[ErrorCaseView, ...]
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True)
class TestModuleView:
    """A module of tests: of one resource, or of a part of it.

    - `file`: its name, without the suffix.
    - `docstring`: of the module, with quotes.
    - `imports`: what it needs, in groups.
    - `calls_deprecated`: whether it calls a deprecated method.
    - `operations`: in document order.
    """

    file: str
    docstring: str
    imports: tuple[tuple[Import, ...], ...]
    calls_deprecated: bool
    operations: tuple[OperationCasesView, ...]


@dataclass(frozen=True, slots=True)
class SuiteView:
    """The test suite.

    - `arguments`: those of the client except `base_url`, as names with literals.
    - `paging`: the table `[pages]` of the config as a literal, or empty.
    """

    arguments: tuple[tuple[str, str], ...]
    paging: str
    modules: tuple[TestModuleView, ...]
