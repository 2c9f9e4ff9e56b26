"""Operations that switch to WebSocket (RFC 6455) or another protocol, which are no calls."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.node import Node
from generator.lower.context import Context
from generator.lower.schema.json_values import is_list, is_mapping

_SCHEMES = ("ws://", "wss://")
_MARKS = ("x-websocket", "x-websockets")


def upgrade(operation: Node, item: Node, context: Context) -> str:
    """Why an operation is one that switches protocols; empty for a call."""
    for mark in _MARKS:
        value = operation.value.get(mark)
        if value is not None and value is not False:
            return f"`{mark}` marks it as a WebSocket"
    statuses = [str(status).lower() for status, _ in context.members(operation, "responses")]
    succeeds = any(status[:1] in {"2", "3"} or status == "default" for status in statuses)
    if "101" in statuses and not succeeds:
        return "its only response that is not an error is 101 Switching Protocols"
    servers = list(_urls(operation, context)) or list(_urls(item, context))
    if servers and all(url.lower().startswith(_SCHEMES) for url in servers):
        return "its servers are WebSocket servers"
    for owner in (operation, item):
        for entry in context.elements(owner, "parameters"):
            parameter = context.follow(entry)
            if parameter is not None and parameter.is_mapping and _asks_for_websocket(parameter.value):
                return "it requires the header `Upgrade: websocket`"
    return ""


def _urls(owner: Node, context: Context) -> Iterator[str]:
    for server in context.elements(owner, "servers"):
        url = server.value.get("url") if server.is_mapping else None
        if isinstance(url, str):
            yield url


def _asks_for_websocket(parameter: object) -> bool:
    """Whether a parameter is the required header `Upgrade` with no other value than `websocket`."""
    if not is_mapping(parameter) or parameter.get("required") is not True or parameter.get("in") != "header":
        return False
    schema = parameter.get("schema")
    if str(parameter.get("name")).lower() != "upgrade" or not is_mapping(schema):
        return False
    values = schema.get("enum", [schema.get("const", schema.get("default"))])
    return is_list(values) and {str(value).lower() for value in values} == {"websocket"}
