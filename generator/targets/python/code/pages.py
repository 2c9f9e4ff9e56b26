"""Pages of lists: the classes of the package `pages`, and the tables that say how a page leads to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.ir.index import Index
from generator.ir.types import Array, Operation, Ref
from generator.targets.python.code import response_types
from generator.targets.python.code.docstrings import docstring
from generator.targets.python.names.names import Names
from generator.targets.python.types import literals
from generator.targets.python.types.annotations import Scope, annotate
from generator.targets.python.types.imports import arrange
from generator.targets.python.types.module_layout import Modules
from generator.targets.python.views.module_views import PageClassView, PagesModuleView

RUNTIME = ".._runtime.pages.page_operation"
PAGES = ".._runtime.pages.page"


def is_paged(operation: Operation, index: Index) -> bool:
    """Whether a method returns a page: it has one response type, and no choice of media types."""
    return operation.pagination is not None and not response_types.choices(operation, index)


@dataclass(frozen=True, slots=True)
class PageTypes:
    """The types of a page, sync and async, as annotations."""

    page: str
    async_page: str
    item: str


def page_types(operation: Operation, index: Index, names: Names, scope: Scope) -> PageTypes:
    """The types of an operation's pages: classes of the package `pages`, or of the runtime for an array."""
    pagination = operation.pagination
    assert pagination is not None
    id = index.page(operation)
    item = annotate(pagination.item, Scope(index, names) if id else scope)
    if not id:
        page, async_page = scope.need(PAGES, "ListPage"), scope.need(PAGES, "AsyncListPage")
        return PageTypes(f"{page}[{item}]", f"{async_page}[{item}]", item)
    scope.need("..", "pages as _pages")
    cls = _class(operation, index, names)
    return PageTypes(f"_pages.{cls}", f"_pages.Async{cls}", item)


def _class(operation: Operation, index: Index, names: Names) -> str:
    """The name of a class: that of the model, with that of the resource if the model has items in several places."""
    id, pagination = index.page(operation), operation.pagination
    assert pagination is not None
    first = index.pages[id].pagination
    same = first is not None and first.items == pagination.items
    return f"{names.types[id]}Page" if same else f"{names.resource(operation).cls}{names.types[id]}Page"


def table_arguments(operation: Operation, index: Index, names: Names, scope: Scope) -> Iterator[str]:
    """The arguments of a `PageOperation(…)` table beyond those of an `Operation(…)`."""
    scope.need(".._runtime.pages.pagination", "Pagination")
    types = page_types(operation, index, names, scope)
    yield f"pagination={_pagination(operation, index, names)}"
    yield f"page=lambda: {types.page}"
    yield f"async_page=lambda: {types.async_page}"


def _pagination(operation: Operation, index: Index, names: Names) -> str:
    table, own = operation.pagination, names.operation(operation)
    assert table is not None
    parts = [literals.string(table.kind)]

    def path(name: str, wires: tuple[str, ...]) -> None:
        steps = tuple(attributes(wires, operation, index, names))
        if steps:
            parts.append(f"{name}=({', '.join(map(literals.string, steps))},)")

    path("items", table.items)
    if table.parameter is not None:
        parts.append(f"keyword={literals.string(own.keywords[table.parameter])}")
        parts.append(f"wire={literals.string(table.parameter[1])}")
    path("next", table.next)
    path("more", table.more)
    path("last", table.last)
    path("total", table.total)
    if table.first:
        parts.append(f"first={table.first}")
    if table.backward is not None:
        parts.append(f"back_keyword={literals.string(own.keywords[table.backward[0]])}")
        path("back", table.backward[1])
    if table.kind == "url" and (added := tuple(_added_query(index))):
        parts.append(f"own=({', '.join(map(literals.string, added))},)")
    return f"Pagination({', '.join(parts)})"


def _added_query(index: Index) -> Iterator[str]:
    """The query parameters that the client adds to every request."""
    for scheme in index.api.schemes:
        if scheme.location == "query":
            yield scheme.wire
    for parameter in index.api.globals:
        if parameter.location == "query":
            yield parameter.wire


def attributes(path: tuple[str, ...], operation: Operation, index: Index, names: Names) -> Iterator[str]:
    """The attributes that a path of wire names leads through."""
    type = index.json_response(operation)
    for wire in path:
        type = index.plain(type) if type is not None else None
        if isinstance(type, Ref):
            owner = index.object(type)
            field = next((one for one in owner.fields if one.wire == wire), None) if owner is not None else None
            yield names.fields[type.id, wire] if field is not None else wire
            type = field.type if field is not None else None
        else:
            yield wire
            type = type.item if isinstance(type, Array) else None


def page_modules(index: Index, names: Names, modules: Modules) -> tuple[PagesModuleView, ...]:
    """The modules of the package `pages`: one for each module of models that has pages."""
    found: dict[str, dict[str, tuple[Operation, str]]] = {}
    for operation in index.api.operations:
        if is_paged(operation, index) and (id := index.page(operation)):
            found.setdefault(modules.of[id], {}).setdefault(_class(operation, index, names), (operation, id))
    views: list[PagesModuleView] = []
    for module, classes in found.items():
        scope = Scope(index, names)
        scope.need(PAGES, "AsyncPage")
        scope.need(PAGES, "Page")
        rows: list[PageClassView] = []
        for name, (operation, id) in classes.items():
            assert operation.pagination is not None
            model, item = scope.model(id), annotate(operation.pagination.item, scope)
            about = f"A page of `{names.types[id]}`; iterating over it yields the items of all pages."
            rows.append(PageClassView(name, f"Async{name}", item, model, docstring(about, 4)))
        about = docstring(f"Pages of lists, of the models in `models.{module}`.", 0)
        views.append(PagesModuleView(module, about, arrange(scope.imports), tuple(rows)))
    return tuple(views)
