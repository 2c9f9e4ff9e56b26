"""Where the values of a YAML text are, recorded while it is read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence


class YamlPlaces:
    """One entry for each value, in the order of the text: a collection, then all that is in it.

    For texts without aliases, merge keys and duplicate keys; `YamlSpans` finds positions in the others.
    """

    __slots__ = ("ends", "keys", "offsets")

    def __init__(self) -> None:
        self.keys: list[str | None] = []
        """The key of each value in its mapping; None for elements of sequences and the root."""
        self.offsets = array("I")
        """The place to point at, in characters: a scalar itself, the key of a collection."""
        self.ends: dict[int, int] = {}
        """The number of the value after each collection."""

    def find(self, keys: Sequence[str]) -> int:
        """The offset of the value that those keys lead to, or of its nearest ancestor."""
        number = 0
        for key in keys:
            child = self._child(number, key)
            if child is None:
                break
            number = child
        return self.offsets[number] if self.offsets else 0

    def _child(self, parent: int, key: str) -> int | None:
        end = self.ends.get(parent, 0)
        child, index = parent + 1, 0
        while child < end:
            own = self.keys[child]
            if key == (own if own is not None else str(index)):
                return child
            child, index = self.ends.get(child, child + 1), index + 1
        return None
