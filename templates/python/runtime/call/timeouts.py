"""Timeouts: the defaults, and how the settings of client and call replace them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isnan
from typing import TYPE_CHECKING, TypeAlias

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .options import Timeout

Limits: TypeAlias = dict[str, float | None]
"""Seconds by the names of httpx2 (`connect`, `read`, `write`, `pool`); None means no limit."""

CONNECT = 10.0
READ = 600.0

DEFAULTS: Limits = {"connect": CONNECT, "read": READ, "write": READ, "pool": READ}
"""Long enough for language models, which may take minutes to send the first byte."""


@dataclass(slots=True)
class Timeouts:
    """The limits of each step of an attempt, and of the entire call."""

    limits: Limits
    total: float | None = None

    def over(self, timeout: float | Timeout | None) -> Timeouts:
        """These limits, with those that `timeout` names replaced."""
        if timeout is None:
            return self
        if isinstance(timeout, Mapping):
            changes = {
                name: _seconds(value, f"timeout[{name!r}]") for name, value in timeout.items()
            }
            unknown = changes.keys() - {*DEFAULTS, "total"}
            if unknown:
                raise ConfigurationError(f"timeout: unknown {', '.join(sorted(unknown))}")
            total = changes.pop("total", self.total)
            return Timeouts({**self.limits, **changes}, total)
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
            f"{name}: expected a number of seconds above 0; float('inf') means no limit"
        )
    return float(value)
