"""Optional references: places where a dangling reference costs a type or an example, not an operation."""

from __future__ import annotations

from generator.document.node import Node


def is_optional(node: Node) -> bool:
    """Whether a node is below an optional property or in the schema of an optional parameter.

    Published documents have dangling references there.
    """
    while node.parent is not None:
        above = node.parent
        if above.key == "properties" and above.parent is not None and above.parent.is_mapping:
            required = above.parent.get("required")
            if required is None or all(name.value != node.key for name in required.elements()):
                return True
        if node.key in {"schema", "content"} and above.get("in") and above.get("name"):
            flag = above.get("required")
            return flag is None or flag.value is not True
        node = above
    return False


def is_example(node: Node) -> bool:
    """Whether a node, or the `$ref` in it, is a member of an `examples` object: documentation only."""
    entry = node.parent if node.key == "$ref" and node.parent is not None else node
    above = entry.parent
    if above is None or above.key != "examples" or above.parent is None:
        return False
    return above.parent.key not in {"properties", "patternProperties", "schemas", "$defs", "definitions"}
