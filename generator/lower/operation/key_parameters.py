"""Parameters that are keys of security schemes: the client sends them, so methods do not take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.document.node import Node
from generator.ir.types import Operation, Parameter, Requirement, SecurityScheme


def without_keys(
    operations: Iterable[tuple[Operation, Node]], schemes: Sequence[SecurityScheme]
) -> tuple[Operation, ...]:
    """The operations without the parameters that an `apiKey` scheme sends (OpenAPI 3.1, "Security Scheme Object").

    Many documents declare a key twice: as a security scheme, and as a parameter of each operation. An operation that
    requires the parameter requires the scheme too, whatever its `security` says. An optional parameter is only left
    out where the operation's `security` has the scheme.
    """
    keys = {_name(scheme.location, scheme.wire): scheme.id for scheme in schemes if scheme.kind == "api-key"}
    if not keys:
        return tuple(operation for operation, _ in operations)
    return tuple(_without(operation, node, keys) for operation, node in operations)


def _without(operation: Operation, node: Node, keys: dict[tuple[str, str], str]) -> Operation:
    used = {requirement.scheme for choice in operation.security for requirement in choice}
    kept: list[Parameter] = []
    required: list[str] = []
    for parameter in operation.parameters:
        scheme = keys.get(_name(parameter.location, parameter.wire))
        if scheme is None or not (parameter.required or scheme in used):
            kept.append(parameter)
            continue
        if parameter.required:
            required.append(scheme)
        message = f'the client sends the parameter "{parameter.wire}": it is the key of the security scheme `{scheme}`'
        node.diagnostics.note("key-parameter", message, node)
    if len(kept) == len(operation.parameters):
        return operation
    choices = [_with(choice, required) for choice in operation.security or ((),)]
    distinct = {frozenset(requirement.scheme for requirement in choice): choice for choice in reversed(choices)}
    return replace(operation, parameters=tuple(kept), security=tuple(reversed(distinct.values())))


def _with(choice: tuple[Requirement, ...], schemes: Iterable[str]) -> tuple[Requirement, ...]:
    """The requirements of a choice, and those of further schemes."""
    known = {requirement.scheme for requirement in choice}
    return (*choice, *(Requirement(scheme) for scheme in schemes if scheme not in known))


def _name(location: str, wire: str) -> tuple[str, str]:
    return location, wire.lower() if location == "header" else wire
