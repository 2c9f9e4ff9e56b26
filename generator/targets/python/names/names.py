"""The identifiers of an SDK, as `naming` decided them: looked up, never made, by everything that is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.ir.types import Operation, Response, Type
from generator.targets.python.names.package_name import Brand


@dataclass(frozen=True, slots=True)
class GroupNames:
    """A resource: the attribute on the client, its module, its classes."""

    attribute: str
    module: str
    cls: str

    @property
    def async_cls(self) -> str:
        return f"Async{self.cls}"


@dataclass(frozen=True, slots=True)
class OperationNames:
    """A method, its table, its parameters' `TypedDict`, and its keywords by (location, wire name).

    The location of a body's field is `body`.
    """

    method: str
    table: str
    params: str
    further_params: tuple[str, ...]
    """The `TypedDict`s of the media types after the first, where a caller has a choice."""
    content_type: str
    """The keyword that chooses the media type of the body, or empty."""
    switch: str
    """The keyword that asks for a stream, or empty."""
    keywords: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class ErrorNames:
    """An error class for one status, the types its body may have, and the first response that documents it."""

    status: str
    cls: str
    bodies: tuple[Type, ...]
    response: Response


@dataclass(frozen=True, slots=True)
class Names:
    brand: Brand
    types: Mapping[str, str]
    twins: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]
    groups: Mapping[tuple[str, ...], GroupNames]
    operations: Mapping[tuple[str, str], OperationNames]
    errors: tuple[ErrorNames, ...]
    credentials: Mapping[str, tuple[str, ...]]
    globals: Mapping[str, str]
    """The constructor's keywords, by `location:wire` of a global parameter or `server:name` of a server variable."""

    def operation(self, operation: Operation) -> OperationNames:
        return self.operations[operation.method, operation.path]

    def twin(self, id: str) -> str:
        return self.twins[id]
