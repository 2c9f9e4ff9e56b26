"""Operations in short, and their calls as text."""

from __future__ import annotations

from generator.lower.calls.engine import name_calls
from generator.lower.calls.model import CallNames, OperationFacts, Overrides
from generator.lower.calls.phrase import lower


def operation(
    route: str,
    id: str = "",
    tag: str = "",
    *,
    group: str = "",
    name: str = "",
    lists: bool | None = None,
    samples: tuple[str, ...] = (),
) -> OperationFacts:
    """An operation by its `METHOD /path`."""
    method, path = route.split(" ", 1)
    return OperationFacts(
        method=method,
        path=path,
        operation_id=id,
        tags=((tag,),) if tag else (),
        group=tuple(group.split(".")) if group else (),
        name=name,
        returns_list=lists,
        samples=samples,
    )


def spelled(names: CallNames) -> list[str]:
    """The calls of a document: `chat.completions.create`."""
    return [".".join("_".join(lower(part)) for part in (*call.resource, call.method)) for call in names.calls]


def calls(*operations: OperationFacts, overrides: Overrides | None = None) -> list[str]:
    """The names of the calls of some operations, as text."""
    return spelled(name_calls(operations, overrides or Overrides()))
