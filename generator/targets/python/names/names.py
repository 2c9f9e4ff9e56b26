"""The identifiers of an SDK, as `naming` decided them: looked up, never made, by everything that is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from generator.ir.types import Operation, Response, Type
from generator.targets.python.names import reserved
from generator.targets.python.names.casing import module
from generator.targets.python.names.package_name import PackageNames

ResourcePath: TypeAlias = tuple[str, ...]
"""The attributes that lead from the client to a resource: `("chat", "completions")`."""


RECEIVER: Final[ResourcePath] = ("webhooks",)
"""The resource that reads webhooks: that of the API, or one of its own."""


@dataclass(frozen=True, slots=True)
class ResourceNames:
    """A resource: its attributes, its class, and the words of the document that it is named by."""

    path: ResourcePath
    cls: str
    words: tuple[str, ...]
    """The path of its group in the IR, or empty where only a locked or configured name gives the resource."""
    children: tuple[ResourcePath, ...] = ()
    """Its sub-resources, in the order of their first operations."""

    @property
    def async_cls(self) -> str:
        return f"Async{self.cls}"

    @property
    def attribute(self) -> str:
        return self.path[-1]

    @property
    def call(self) -> str:
        """How the resource is reached from the client: `chat.completions`."""
        return ".".join(self.path)

    @property
    def module(self) -> str:
        """The name of its modules of models and typed dicts."""
        name = module("_".join(self.path))
        return f"{name}_" if name in reserved.MODULES or name.endswith("_requests") else name

    @property
    def file(self) -> str:
        """Its module below `resources`: `chat/completions`, or a package where it has sub-resources."""
        first, *below = self.path
        parts = [f"{first}_" if first in reserved.DEVICES else module(first)]
        parts += (f"{part}_" if part in reserved.SUBMODULES else module(part) for part in below)
        return "/".join(parts) + ("/__init__" if self.children else "")


@dataclass(frozen=True, slots=True)
class OperationNames:
    """A method, its table, its parameters' `TypedDict`, and its keywords by (location, wire name).

    The location of a body's field is `body`.
    """

    resource: ResourcePath
    method: str
    table: str
    params: str
    further_params: tuple[str, ...]
    """The `TypedDict`s of the media types after the first, where a caller has a choice."""
    content_type: str
    """The keyword that chooses the media type of the body, or empty."""
    switch: str
    """The keyword that asks for a stream, or empty."""
    file_switch: str
    """The keyword that asks for a file as a stream, or empty."""
    keywords: Mapping[tuple[str, str], str]
    wait: str = ""
    """The method that waits for the work that the operation starts or reads, or empty."""


_MOST_BODIES: Final = 8


@dataclass(frozen=True, slots=True)
class ErrorNames:
    """An error class for one status, the types its body may have, and the first response that documents it."""

    status: str
    cls: str
    bodies: tuple[Type, ...]
    response: Response

    @property
    def by_operation(self) -> bool:
        """Whether the types are too many for one union: each operation has those of its own."""
        return len(self.bodies) > _MOST_BODIES


@dataclass(frozen=True, slots=True)
class EnumNames:
    """The class of an enumeration's named constants, and the constants by the index of their value."""

    cls: str
    constants: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Names:
    package_names: PackageNames
    types: Mapping[str, str]
    input_types: Mapping[str, str]
    fields: Mapping[tuple[str, str], str]
    resources: Mapping[ResourcePath, ResourceNames]
    """Every resource; parents come before their sub-resources."""
    operations: Mapping[tuple[str, str], OperationNames]
    errors: tuple[ErrorNames, ...]
    values: Mapping[str, EnumNames]
    """The named constants of enumerations, by the id of the definition."""
    credentials: Mapping[str, tuple[str, ...]]
    grants: Mapping[str, Mapping[str, str]]
    """The constructor's keywords that an access token is fetched with, by the scheme and their part in OAuth 2.0."""
    receiver: ResourcePath
    """The resource that reads webhooks, or empty."""
    headers: Mapping[str, str]
    """The attributes of response headers, by the lower-case name of the header."""
    globals: Mapping[str, str]
    """The constructor's keywords, by `location:wire` of a global parameter or `server:name` of a server variable."""

    _homes: dict[ResourcePath, list[Operation]] = field(default_factory=dict[ResourcePath, list[Operation]], repr=False)
    _calls: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    def operations_below(self, path: ResourcePath, operations: Iterable[Operation]) -> list[Operation]:
        """The operations of a resource and of its sub-resources, in the given order (all operations)."""
        if not self._homes:  # grouped once, as an API may have thousands of resources
            for operation in operations:
                home = self.operation(operation).resource
                for size in range(len(home) + 1):
                    self._homes.setdefault(home[:size], []).append(operation)
        return self._homes.get(path, [])

    def operations_of(self, path: ResourcePath, operations: Iterable[Operation]) -> list[Operation]:
        """The operations of a resource itself, as `operations_below` gives them."""
        below = self.operations_below(path, operations)
        return [operation for operation in below if self.operation(operation).resource == path]

    def call_of_module(self, module: str) -> str:
        """How the resource is reached whose models are in a module (`chat.completions`), or an empty string."""
        if not self._calls:
            for resource in self.resources.values():
                self._calls.setdefault(resource.module, resource.call)
        return self._calls.get(module, "")

    def resource(self, operation: Operation) -> ResourceNames:
        return self.resources[self.operation(operation).resource]

    def call(self, operation: Operation) -> str:
        """What a caller writes after `client.`: `chat.completions.create`."""
        own = self.operation(operation)
        return ".".join((*own.resource, own.method))

    def operation(self, operation: Operation) -> OperationNames:
        return self.operations[operation.method, operation.path]

    def input_type(self, id: str) -> str:
        return self.input_types[id]
