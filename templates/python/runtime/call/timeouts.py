"""Timeouts: the defaults, and how the client's and the call's go over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isnan
from typing import TYPE_CHECKING, TypeAlias

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .options import Timeout

Limits: TypeAlias = dict[str, float | None]
"""Seconds by httpx2's names (`connect`, `read`, `write`, `pool`); None is no limit."""

CONNECT = 10.0
READ = 600.0

DEFAULTS: Limits = {"connect": CONNECT, "read": READ, "write": READ, "pool": READ}
"""Made for language models, which may think for minutes before the first byte."""


@dataclass(slots=True)
class Timeouts:
    """The limits of each step of an attempt, and of the whole call."""

    limits: Limits
    total: float | None = None

    def over(self, timeout: float | Timeout | None) -> Timeouts:
        """These limits with `timeout`, where it is given, in place of what it names."""
        if timeout is None:
            return self
        if isinstance(timeout, Mapping):
            given = {name: _seconds(value, f"timeout[{name!r}]") for name, value in timeout.items()}
            unknown = given.keys() - {*DEFAULTS, "total"}
            if unknown:
                raise ConfigurationError(f"timeout: unknown {', '.join(sorted(unknown))}")
            total = given.pop("total", self.total)
            return Timeouts({**self.limits, **given}, total)
        seconds = _seconds(timeout, "timeout")
        connect = CONNECT if seconds is None else min(CONNECT, seconds)
        return Timeouts(
            {"connect": connect, "read": seconds, "write": seconds, "pool": seconds}, self.total
        )

    def within(self, remaining: float | None) -> Limits:
        """The limits of an attempt for which `remaining` seconds are left."""
        if remaining is None:
            return self.limits.copy()
        return {
            name: remaining if value is None else min(value, remaining)
            for name, value in self.limits.items()
        }


def _seconds(value: object, name: str) -> float | None:
    if value is None or value == inf:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or isnan(value) or value <= 0:
        raise ConfigurationError(
            f"{name}: a number of seconds above 0 is needed; float('inf') is no limit"
        )
    return float(value)
