"""Keep the responses of calls for code that asks for them."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .response import Response

recorder: ContextVar[list[Response] | None] = ContextVar("recorder", default=None)
"""The responses of the calls in a context, if they are kept."""


def record(response: Response) -> None:
    """Keep the response for the `with_response` call of this context, if there is one."""
    kept = recorder.get()
    if kept is not None:
        kept.append(response)


class Recording:
    """Keep the responses that are recorded in the block, also for a `with_response` around it."""

    __slots__ = ("_recorded", "_token")

    def __enter__(self) -> list[Response]:
        self._recorded: list[Response] = []
        self._token = recorder.set(self._recorded)
        return self._recorded

    def __exit__(self, *error: object) -> None:
        recorder.reset(self._token)
        for response in self._recorded:
            record(response)
