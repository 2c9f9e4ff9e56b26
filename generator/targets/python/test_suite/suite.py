"""The test suite of an SDK: its modules, one for each resource, and the client that the tests call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.ir.index import Index
from generator.ir.types import Operation
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.names.casing import module, pascal
from generator.targets.python.names.names import Names, ResourceNames
from generator.targets.python.test_suite.arguments import parameter_value
from generator.targets.python.test_suite.operation_cases import OperationCases
from generator.targets.python.test_suite.results import Results
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope
from generator.targets.python.types.imports import arrange
from generator.targets.python.views.module_views import Import
from generator.targets.python.views.suite_views import OperationCasesView, SuiteView, TestModuleView

_MAX_LINES = 900
"""The size above which the tests of a resource are divided; the formatter adds some lines."""
_WIDTH = 90


def suite(index: Index, names: Names, paging: Mapping[str, bool | Mapping[str, str]]) -> SuiteView:
    """The view of the test suite. `paging` is the table `[pages]` of the config, which the mock server follows too."""
    taken: set[str] = set()
    modules = [view for own in names.resources.values() for view in _modules(own, index, names, taken)]
    plain = {key: line if isinstance(line, bool) else dict(line) for key, line in paging.items()}
    return SuiteView(tuple(_arguments(index, names)), literals.value(plain) if plain else "", tuple(modules))


def _arguments(index: Index, names: Names) -> Iterator[tuple[str, str]]:
    """The client's arguments: any text for a credential, a sample for a parameter of every call."""
    for scheme in index.api.schemes:
        for keyword in names.credentials.get(scheme.id, ()):
            yield keyword, literals.string(keyword.replace("_", "-"))
    for parameter in index.api.globals:
        value = parameter_value(parameter, index)
        yield names.globals[f"{parameter.location}:{parameter.wire}"], literals.string(_text(value))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else str(value)


def _modules(own: ResourceNames, index: Index, names: Names, taken: set[str]) -> Iterator[TestModuleView]:
    """The modules of one resource: several if it has many operations."""
    operations = names.operations_of(own.path, index.api.operations)
    start, classes = 0, _classes(operations, names)
    while start < len(operations):
        scope = Scope(index, names)
        cases = OperationCases(index, names, Results(index, names, scope))
        views: list[OperationCasesView] = []
        size, part = 0, operations[start:]
        for operation in part:
            used = set(scope.imports)
            view = cases.of(operation, classes[names.operation(operation).method])
            size += _lines(view)
            if views and size > _MAX_LINES:
                scope.imports.intersection_update(used)
                break
            views.append(view)
        start += len(views)
        yield TestModuleView(
            file=_file(own, taken),
            docstring=docstring(f"Tests of `client.{own.call}`.", 0),
            imports=_imports(scope, names, views),
            calls_deprecated=any(operation.docs.deprecated for operation in part[: len(views)]),
            operations=tuple(views),
        )


def _classes(operations: list[Operation], names: Names) -> dict[str, str]:
    """The class of the tests of each method."""
    found: dict[str, str] = {}
    for operation in operations:
        method = names.operation(operation).method
        stem, number = f"Test{pascal(method)}", 1
        while (name := stem if number == 1 else f"{stem}_{number}") in found.values():
            number += 1
        found[method] = name
    return found


def _lines(view: OperationCasesView) -> int:
    """About as many lines as the formatter makes of the tests of an operation."""
    lines = 4 + len(view.errors) + sum(len(case.body) + 3 for case in view.cases)
    return lines + sum(len(line) // _WIDTH * 2 for case in view.cases for line in case.body)


def _file(own: ResourceNames, taken: set[str]) -> str:
    """A name for a module that no other has, also in lower case."""
    stem = f"test_{module('_'.join(own.path))}"
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name.lower())
    return name


def _imports(scope: Scope, names: Names, views: list[OperationCasesView]) -> tuple[tuple[Import, ...], ...]:
    """The imports of a module in groups: the standard library, pytest, the SDK, and the module beside it."""
    package_names = names.package_names
    package = package_names.package
    clients = {case.is_async for view in views for case in view.cases}
    own = {(package, package_names.async_client if is_async else package_names.client) for is_async in clients}
    for name, what in scope.imports:
        if name.startswith(".."):
            own.add((package if name == ".." else f"{package}{name[1:]}", what))
    standard = arrange(each for each in scope.imports if not each[0].startswith("..")).standard
    sdk = arrange(own)
    groups = standard, (Import("", ("pytest",)),), (*sdk.standard, *sdk.third), (Import(".checks", ("check",)),)
    return tuple(group for group in groups if group)
