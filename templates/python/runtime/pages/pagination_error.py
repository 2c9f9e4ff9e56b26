"""The exception of a list that cannot be continued."""

from __future__ import annotations

from ..errors import SDKError, printable


class PaginationError(SDKError):
    """The next page cannot be requested: the server repeats itself, or leads to another origin."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = printable(message)
