"""Names of inline schemas outside named schemas: in operations and in shared components."""

from __future__ import annotations

from generator.document.node import Node, NodeId
from generator.ir.text import folded
from generator.lower.schema.definitions import NamePath, located_below

_SHARED = {"parameters": "Parameter", "requestBodies": "Request", "responses": "Response", "headers": "Header"}


class InlineNames:
    """Names inline schemas after the operation or component that contains them."""

    def __init__(self) -> None:
        self._operations: dict[NodeId, NamePath] = {}

    def add(self, node: Node, name_path: NamePath) -> None:
        """Name the inline schemas of an operation after it."""
        self._operations[node.identity] = name_path

    def name_path(self, node: Node) -> NamePath:
        """The name of an inline schema, from its place."""
        steps: list[Node] = []
        at: Node = node
        while at.parent is not None:
            if at.is_mapping and (name_path := self._operations.get(at.identity)) is not None:
                return _in_operation(name_path, steps)
            if _is_shared(at):
                return located_below(_named(at), steps)
            steps.append(at)
            at = at.parent
        words = [str(step.key) for step in reversed(steps) if not str(step.key).isdigit()]
        return NamePath(f"#{node.path}", tuple(words[-3:]) or ("Schema",))


def _is_shared(node: Node) -> bool:
    above = node.parent.parent if node.parent is not None else None
    return (
        node.parent is not None
        and node.parent.key in _SHARED
        and isinstance(node.key, str)
        and above is not None
        and (above.key == "components" or above.parent is None)
    )


def _named(node: Node) -> NamePath:
    name = str(node.key)
    section = str(node.parent.key) if node.parent is not None else ""
    word = _SHARED[section]
    says_so = folded(name)[-1:] == (word.lower(),)
    return NamePath(f"{section}/{name}", (name,) if says_so else (name, word))


def _in_operation(name_path: NamePath, steps: list[Node]) -> NamePath:
    """The name path below an operation. The steps lead from the schema up to it."""
    keys = [str(step.key) for step in reversed(steps)]
    if keys[:1] == ["requestBody"]:
        return located_below(name_path.below("Request"), steps[: -min(4, len(steps))])
    if keys[:1] == ["responses"] and len(keys) > 1:
        word = "Response" if keys[1].startswith("2") else f"Response {keys[1]}"
        return located_below(name_path.below(word), steps[: -min(5, len(steps))])
    if keys[:1] == ["parameters"] and len(steps) > 1:
        name = steps[-2].value.get("name") if steps[-2].is_mapping else None
        at = name_path.below(name) if isinstance(name, str) and name else name_path
        return located_below(at, steps[:-2])
    return located_below(name_path, steps)
