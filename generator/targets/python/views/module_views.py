"""Views of single modules: models, typed dicts, errors, lazy packages, imports.

As in `views`, every `str` is ready to print.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Import:
    """One import line: `from {module} import {names}`, or `import {names}` where `module` is empty."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """The imports of a module, grouped as ruff's isort rules require: standard library, third party, local."""

    standard: tuple[Import, ...] = ()
    third: tuple[Import, ...] = ()
    local: tuple[Import, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Import, ...], ...]:
        return tuple(group for group in (self.standard, self.third, self.local) if group)


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a model.

    - `name`: the name in Python.
    - `wire`: the name in the API.
    - `annotation`: its type.
    - `value`: what follows the equals sign, or empty.
    - `docstring`: with quotes, wrapped for four spaces; or empty.
    """

    name: str
    wire: str
    annotation: str
    value: str
    docstring: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model, or a name for a type.

    - `name`: of the class or alias.
    - `kind`: `class`, `alias` (a name for an annotation), `recursive` (an alias that names itself) or `constants`.
    - `docstring`: with quotes, wrapped for four spaces.
    - `fields`: of a class, in document order.
    - `annotation`: of an alias.
    - `base`: the bases of a class: `Model`, or `Model, sent=False` if it has constants that no request contains.
    - `extra`: the annotation of a class's further properties, if the document gives their type; or empty.
    - `needs`: the imports of `extra`: module and name.
    """

    name: str
    kind: str
    docstring: str
    fields: tuple[FieldView, ...] = ()
    annotation: str = ""
    base: str = "Model"
    extra: str = ""
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of a typed dict.

    - `name`: the key.
    - `annotation`: its type, in `Required[…]` if it is required.
    - `docstring`: with quotes, wrapped for four spaces; or empty.
    """

    name: str
    annotation: str
    docstring: str


@dataclass(frozen=True, slots=True)
class InputTypeView:
    """A typed dict: the keywords of a method, or what requests take in place of a model.

    - `name`: of the typed dict.
    - `kind`: `class`, `functional` (keys that are not identifiers), `alias` or `recursive` (an alias that
      names itself).
    - `docstring`: with quotes, wrapped for four spaces.
    - `keys`: in document order.
    - `annotation`: of an alias.
    - `base`: the typed dicts that a class is derived from.
    - `inherited`: the names of the keys that these have.
    """

    name: str
    kind: str
    docstring: str
    keys: tuple[KeyView, ...] = ()
    annotation: str = ""
    base: str = "TypedDict"
    inherited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ModelsModuleView:
    """One module of models.

    - `name`: of the module.
    - `docstring`: the module's, with quotes.
    - `imports`: what it needs.
    - `models`: each before those that use it, if possible.
    - `public`: the names in `__all__`, in the modules of a large API.
    """

    name: str
    docstring: str
    imports: Imports
    models: tuple[ModelView, ...]
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageClassView:
    """The classes of a page of a list, sync and async.

    - `name`: the class.
    - `async_name`: the async class.
    - `item`: the type of an item.
    - `model`: the model whose fields a page has.
    - `docstring`: of both classes, with quotes.
    """

    name: str
    async_name: str
    item: str
    model: str
    docstring: str


@dataclass(frozen=True, slots=True)
class PagesModuleView:
    """One module of pages.

    - `name`: of the module.
    - `docstring`: the module's, with quotes.
    - `imports`: what it needs.
    - `classes`: in document order.
    """

    name: str
    docstring: str
    imports: Imports
    classes: tuple[PageClassView, ...]


@dataclass(frozen=True, slots=True)
class ParamsModuleView:
    """One module of typed dicts, imported only by code that uses them.

    - `name`: of the module.
    - `docstring`: the module's, with quotes.
    - `imports`: what it needs.
    - `input_types`: those of methods first, then those of models.
    - `public`: the names in `__all__`, in the modules of a large API.
    """

    name: str
    docstring: str
    imports: Imports
    input_types: tuple[InputTypeView, ...]
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportView:
    """A public name of a lazy package.

    - `name`: what is imported.
    - `module`: where it is loaded from.
    """

    name: str
    module: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """A module and its public names.

    - `module`: relative to the package.
    - `names`: a string literal, separated by spaces.
    """

    module: str
    names: str


@dataclass(frozen=True, slots=True)
class LazyPackageView:
    """A package whose names are loaded on first use.

    - `docstring`: with quotes.
    - `exports`: for type checkers.
    - `modules`: of a large package, those of which it exports all names; they are not in `exports`.
    - `homes`: where each name is, at run time.
    - `public`: its `__all__`, or empty.
    - `version`: the literal of its `__version__`, or empty.
    """

    docstring: str
    exports: tuple[ExportView, ...]
    modules: tuple[str, ...]
    homes: tuple[HomeView, ...]
    public: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A response header that the document declares.

    - `name`: of the attribute.
    - `annotation`: its type.
    - `value`: the expression that reads it.
    - `docstring`: with quotes, wrapped for eight spaces.
    """

    name: str
    annotation: str
    value: str
    docstring: str


@dataclass(frozen=True, slots=True)
class HeadersView:
    """The module of response headers.

    - `imports`: what it needs.
    - `headers`: in document order.
    """

    imports: Imports
    headers: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error class, and its row in the table of statuses.

    - `name`: of the class.
    - `base`: the class that it is derived from.
    - `key`: the status as a key of the table.
    - `status`: the status.
    - `docstring`: with quotes, wrapped for four spaces.
    - `annotation`: the type of `data`, or empty.
    - `body`: the expression of the body's type, or empty.
    - `is_class`: whether the class is defined here.
    """

    name: str
    base: str
    key: str
    status: str
    docstring: str
    annotation: str
    body: str
    is_class: bool


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The module of errors.

    - `base`: the base class of all errors.
    - `docstring`: the module's, with the tree of classes.
    - `imports`: what it needs.
    - `errors`: sorted by status.
    - `exports`: its public names.
    """

    base: str
    docstring: str
    imports: Imports
    errors: tuple[ErrorView, ...]
    exports: tuple[str, ...]
