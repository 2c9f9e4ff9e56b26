"""Timeouts: the defaults, and how the settings of client and call replace them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import inf, isnan
from typing import TYPE_CHECKING, TypeAlias

import httpx2

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from ..settings import Settings
    from .options import Timeout

Limits: TypeAlias = dict[str, float | None]
"""Seconds by the names of httpx2 (`connect`, `read`, `write`, `pool`); None means no limit."""

CONNECT = 10.0
READ = 600.0

DEFAULTS: Limits = {"connect": CONNECT, "read": READ, "write": READ, "pool": READ}
"""Long enough for language models, which may take minutes to send the first byte."""


_KEYS = (*DEFAULTS, "total", "event")
_EXPECTED = 'expected seconds or a dict such as {"connect": 5, "read": 60, "total": 300}'


class Timeouts:
    """The limits of each step of an attempt, of the entire call, and between events."""

    __slots__ = ("event", "limits", "total")

    def __init__(
        self, limits: Limits, total: float | None = None, event: float | None = None
    ) -> None:
        self.limits = limits
        self.total = total
        self.event = event

    def over(self, timeout: float | Timeout | timedelta | httpx2.Timeout | None) -> Timeouts:
        """These limits, with those that `timeout` names replaced."""
        if timeout is None:
            return self
        if isinstance(timeout, httpx2.Timeout):
            return Timeouts(dict(timeout.as_dict()), self.total, self.event)
        if isinstance(timeout, Mapping):
            unknown = {*timeout} - {*_KEYS}
            if unknown:
                names = ", ".join(sorted(map(repr, unknown)))
                raise ConfigurationError(f"timeout: unknown {names}; {_EXPECTED}")
            changes = {
                name: _seconds(value, f"timeout[{name!r}]") for name, value in timeout.items()
            }
            total = changes.pop("total", self.total)
            event = changes.pop("event", self.event)
            return Timeouts({**self.limits, **changes}, total, event)
        seconds = _seconds(timeout, "timeout")
        connect = CONNECT if seconds is None else min(CONNECT, seconds)
        limits = {"connect": connect, "read": seconds, "write": seconds, "pool": seconds}
        return Timeouts(limits, self.total, self.event)

    def within(self, remaining: float | None) -> Limits:
        """The limits of an attempt for which `remaining` seconds are left."""
        if remaining is None:
            return self.limits.copy()
        return {
            name: remaining if value is None else min(value, remaining)
            for name, value in self.limits.items()
        }


def chosen_timeouts(
    settings: Settings, defaults: Callable[[], Limits], own: float | Timeout | None
) -> Timeouts:
    """The time limits: the call's own over the client's over those of the HTTP client."""
    known: Timeouts | None = settings.cache.get("timeouts")
    if known is None:
        known = Timeouts(defaults())
        for timeout in settings.timeouts:
            known = known.over(timeout)
        settings.cache["timeouts"] = known
    return known.over(own)


def _seconds(value: object, name: str) -> float | None:
    if value is None or value == inf:
        return None
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, int | float):
        kind = type(value).__name__
        raise ConfigurationError(f"{name}: {_EXPECTED}, not {kind}")
    if isnan(value) or value <= 0:
        raise ConfigurationError(
            f"{name}: expected a number of seconds above 0; float('inf') means no limit"
        )
    return float(value)
