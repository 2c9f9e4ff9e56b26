"""Optional references: those below an optional property or parameter, which a caller can leave out."""

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
