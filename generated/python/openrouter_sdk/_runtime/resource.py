"""The base of resources: the methods of one group of operations, bound to a client."""

from __future__ import annotations

from typing import Generic, TypeVar

C = TypeVar("C")


class Resource(Generic[C]):
    """The operations of one group, called over a client."""

    def __init__(self, client: C) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"

    def __dir__(self) -> list[str]:
        """The methods and sub-resources."""
        return [name for name in super().__dir__() if name[:1] != "_" or name[:2] == "__"]
