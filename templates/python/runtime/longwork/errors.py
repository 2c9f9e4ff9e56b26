"""The errors of waiting for work."""

from __future__ import annotations

from typing import Any

from ..errors import SDKError, printable


class WaitError(SDKError):
    """The work that was waited for has not ended well.

    `last` is what the last poll returned: a model, or parsed JSON. It is None before the first one.
    """

    def __init__(self, message: str, last: Any = None) -> None:
        super().__init__(message)
        self.message = printable(message)
        self.last = last


class WaitFailedError(WaitError):
    """The work has failed, or was cancelled. `status` is the status that says so."""

    def __init__(self, message: str, last: Any = None, status: str = "") -> None:
        super().__init__(message, last)
        self.status = status


class WaitTimeoutError(WaitError, TimeoutError):
    """The timeout has passed, and the work goes on."""
