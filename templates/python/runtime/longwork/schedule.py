"""When to ask for the state of work: the server's hints, else delays that grow."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from random import uniform

from ..errors import RequestError

FIRST = 0.5
FACTOR = 1.5
LONGEST = 10.0
SHORTEST = 0.05
"""The least that is waited, also if the server asks for less."""

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]*)?")


class Schedule:
    """The times of polls. Seconds are those of `time.monotonic`."""

    def __init__(
        self, timeout: float | timedelta | None, interval: float | timedelta | None
    ) -> None:
        limit = None if timeout is None else _seconds(timeout, "timeout")
        self.interval = None if interval is None else _seconds(interval, "interval")
        self.limit = limit
        self.began = time.monotonic()
        self._own = FIRST

    def elapsed(self) -> float:
        """The seconds since the start."""
        return time.monotonic() - self.began

    def remaining(self) -> float | None:
        """The seconds that are left, or None without a timeout."""
        return None if self.limit is None else self.limit - self.elapsed()

    def delay(self, headers: Mapping[str, str] | None) -> float | None:
        """The seconds until the next poll, or None if the timeout has passed.

        The caller's interval, else the server's hint, else a delay that grows from 0.5 to 10 s. The
        last poll is when the timeout passes.
        """
        asked = None if headers is None else hint(headers, time.time())
        if self.interval is not None:
            delay = self.interval
        elif asked is not None:
            delay = asked
        else:
            delay, self._own = self._own * uniform(0.9, 1.1), min(self._own * FACTOR, LONGEST)
        delay = max(delay, SHORTEST)
        remaining = self.remaining()
        if remaining is None:
            return delay
        return None if remaining <= 0 else min(delay, remaining)


def hint(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a response asks to wait before the next poll, or None.

    It is in `…-After-Ms`, such as `Retry-After-Ms` and `X-Poll-After-Ms`, or in `…Poll-After` and
    `Retry-After` (RFC 9110, section 10.2.3). `now` is the time of day, in seconds since the epoch.
    """
    found: float | None = None
    for name, value in headers.items():
        lower = name.lower()
        if lower.endswith(("retry-after-ms", "poll-after-ms")) and _NUMBER.fullmatch(value.strip()):
            return float(value) / 1000
        if lower == "retry-after" or lower.endswith("poll-after"):
            found = _after(value.strip(), now)
    return found


def _after(value: str, now: float) -> float | None:
    if _NUMBER.fullmatch(value):
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - now
    except (ValueError, OverflowError, OSError):
        return None
    return seconds if seconds > 0 else None


def _seconds(value: object, name: str) -> float:
    found = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(found, bool) or not isinstance(found, int | float) or not found >= 0:
        raise RequestError("expected seconds, 0 or more, or a timedelta", path=name)
    return float(found)
