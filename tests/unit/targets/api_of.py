"""Small APIs, written as IR, for the tests of the Python target."""

from typing import Literal

from generator.diagnostics.model import Diagnostics
from generator.ir.index import Index
from generator.ir.types import (
    Alias,
    Api,
    Content,
    Definition,
    Enumeration,
    Field,
    Group,
    Object,
    Operation,
    Parameter,
    Place,
    Response,
    Scalar,
    Type,
)
from generator.targets.python.names.name_scope import LockedNames
from generator.targets.python.names.names import Names
from generator.targets.python.names.naming import decide
from generator.targets.python.names.package_name import decide_package_names

AT = Place("openapi.yaml", "")
STRING = Scalar("string")


def obj(id: str, *fields: Field, component: bool = True, name: tuple[str, ...] = ()) -> Definition:
    return Definition(id, name or (id,), Object(fields), AT, component=component)


def alias(id: str, type: Type) -> Definition:
    return Definition(id, (id,), Alias(type), AT)


def prop(wire: str, type: Type = STRING, *, required: bool = False) -> Field:
    return Field(wire, type, required, AT)


def enum(id: str) -> Definition:
    return alias(id, Enumeration(("a", "b")))


def response(type: Type | None, status: str = "200") -> Response:
    return Response(status, (Content("application/json", type, AT),) if type else (), AT)


def operation(
    path: str,
    name: str = "get",
    *,
    method: str = "GET",
    id: str = "",
    group: tuple[str, ...] = ("things",),
    parameters: tuple[Parameter, ...] = (),
    responses: tuple[Response, ...] = (),
    errors: tuple[Response, ...] = (),
) -> Operation:
    return Operation(
        id or f"{method} {path}",
        group,
        name,
        method,
        path,
        AT,
        parameters=parameters,
        responses=responses,
        errors=errors,
        route=path,
    )


def parameter(wire: str, location: Literal["path", "query", "header", "cookie"] = "query") -> Parameter:
    return Parameter(wire, location, STRING, location == "path", AT)


def api(*operations: Operation, definitions: tuple[Definition, ...] = ()) -> Index:
    groups = dict.fromkeys(operation.group for operation in operations)
    return Index(
        Api("Test API", "1", AT, groups=tuple(map(Group, groups)), operations=operations, definitions=definitions)
    )


def names_of(index: Index, locked: LockedNames | None = None) -> tuple[Names, Diagnostics]:
    diagnostics = Diagnostics()
    return decide(index, decide_package_names(index.api, diagnostics), diagnostics, locked), diagnostics
