"""Work whose state is at a URL that a header of the first response has.

Evidence: `x-ms-long-running-operation` (AutoRest extensions for OpenAPI), and a response 202 that declares the header
`Operation-Location`, `Azure-AsyncOperation`, or `Location` with `Retry-After` (RFC 9110, sections 10.2.2, 10.2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from generator.document.node import Node
from generator.ir.types import Operation, Type, Waiting
from generator.lower.context import Context

_MARK: Final = "x-ms-long-running-operation"
_VIA: Final[dict[str, Literal["location", "original-uri", "operation-location"]]] = {
    "location": "location",
    "original-uri": "original-uri",
    "operation-location": "operation-location",
    "azure-async-operation": "operation-location",
}
_MONITORS: Final = ("operation-location", "azure-asyncoperation")


@dataclass(frozen=True, slots=True)
class Monitor:
    """The evidence that an operation starts work, and whether it is certain."""

    why: str
    certain: bool
    via: Literal["", "location", "original-uri", "operation-location"] = ""


def find_monitor(operation: Operation, node: Node, context: Context) -> Monitor | None:
    """The monitor that an operation's first response leads to, or None."""
    if operation.method == "GET" or operation.stream is not None:
        return None
    mark = node.get(_MARK)
    if mark is not None and mark.value is True:
        options = node.mapping(f"{_MARK}-options")
        via = _VIA.get(options.text("final-state-via")) if options is not None else None
        return Monitor(f"the document declares it (`{_MARK}`)", certain=True, via=via or "")
    if mark is not None and mark.value is False:
        return None
    headers = _headers(node, context)
    for header in _MONITORS:
        if header in headers:
            return Monitor(f"the response 202 has the header `{headers[header]}`", certain=True)
    if "location" in headers:
        certain = "retry-after" in headers
        beside = " and `Retry-After`" if certain else ""
        return Monitor(f"the response 202 has the header `Location`{beside}", certain=certain)
    return None


def monitored(found: Monitor, operation: Operation, beside: Operation | None) -> Waiting:
    """The waiting of an operation. `beside` is the `GET` of the same path, if there is one."""
    return Waiting("monitor", found.why, final=_final(operation, beside), via=found.via)


def _final(operation: Operation, beside: Operation | None) -> Type | None:
    """The type of the result: of a success other than 202, or of the resource that was put."""
    own = [response for response in operation.responses if response.status != "202"]
    if not any(response.contents for response in own) and operation.method in {"PUT", "PATCH"} and beside is not None:
        own = [*beside.responses]
    types = {content.type for response in own for content in response.contents if content.kind == "json"}
    return types.pop() if len(types) == 1 else None


def _headers(operation: Node, context: Context) -> dict[str, str]:
    """The headers of the response 202 as they are written, by lower-case name."""
    for status, entry in context.members(operation, "responses"):
        response = context.follow(entry) if str(status) == "202" else None
        headers = response.mapping("headers") if response is not None and response.is_mapping else None
        if headers is not None:
            return {str(name).lower(): str(name) for name, _ in headers.items()}
    return {}
