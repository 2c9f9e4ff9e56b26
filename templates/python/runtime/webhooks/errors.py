"""The errors of received webhooks."""

from __future__ import annotations

from ..errors import SDKError, printable


class WebhookError(SDKError):
    """A webhook that cannot be read: its body is not JSON, or it has no body."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = printable(message)


class WebhookSignatureError(WebhookError):
    """A webhook whose signature is missing, wrong or too old. Respond with status 400 or 401."""
