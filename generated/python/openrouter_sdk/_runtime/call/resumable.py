"""The attempts of a call whose response can be requested again after it has ended early."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..request.headers import merge, put
from .retry_loop import Attempts

if TYPE_CHECKING:
    import httpx2

    from ..errors import SDKError


class ResumableAttempts(Attempts):
    """The attempts of one call, to which further ones can be added after a successful one."""

    def add_default(self, name: str, value: str) -> None:
        """Add a header that the caller has not set."""
        if name.lower().encode() not in self._draft.headers:
            put(self._draft.headers, name, value)

    async def resume(
        self,
        lost: SDKError,
        headers: Mapping[str, str | None],
        hint: Mapping[str, str] | None = None,
        *,
        progressed: bool = False,
    ) -> httpx2.Response:
        """Send the request again after `lost` has ended the body of its response early.

        `headers` are added, or removed if None; `hint` are headers that name the delay. Time limits
        start anew, and the number of attempts too if the response had `progressed`. Raises `lost`
        if no attempt is left.
        """
        self._began = time.monotonic()
        total = self._timeouts.total
        self.deadline = None if total is None else self._began + total
        self._renewed = False
        if progressed:
            self._number = 1
        merge(self._draft.headers, headers)
        await self.wait(lost, hint)
        return await self.succeed()
