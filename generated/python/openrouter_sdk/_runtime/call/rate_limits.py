"""The wait that the rate-limit headers of a response ask for, where there is no `Retry-After`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

_RESET = re.compile(r"(x-)?rate-?limit-reset(-.+)?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{0,9})?")
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|us|µs|ns|h|m|s|d)")
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_EPOCH = 1_000_000_000
"""A number from here on is a time since 1970 in seconds, one 1000 times larger in milliseconds."""
_MEMBER = re.compile(r"(?:^|[;,])\s*(remaining|reset|r|t)\s*=\s*([0-9]{1,15})")


def seconds_until_reset(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds until the exhausted limits are reset, or None if the headers do not say it.

    A limit is exhausted if its `remaining` is 0 or missing. Read are `X-RateLimit-Reset`, also with
    a suffix as in `-Requests`, `RateLimit-Reset` and `RateLimit` (IETF draft
    draft-ietf-httpapi-ratelimit-headers). `now` is the time of day, in seconds since the epoch.
    """
    waits = [wait for wait in _waits(headers, now) if wait is not None and wait > 0]
    return max(waits, default=None)


def _waits(headers: Mapping[str, str], now: float) -> Iterator[float | None]:
    for name, value in headers.items():
        lower = name.lower()
        if _RESET.fullmatch(lower):
            remaining = headers.get(lower.replace("reset", "remaining", 1))
            if remaining is None or _is_zero(remaining):
                yield _seconds(value.strip(), now)
        elif lower == "ratelimit":
            yield from map(_of_policy, re.split(r",(?=\s*\")", value))


def _of_policy(text: str) -> float | None:
    """The wait of one item of `RateLimit`: `"default";r=0;t=30`, or `remaining=0, reset=30`."""
    members: dict[str, str] = dict(_MEMBER.findall(text))
    remaining = members.get("r", members.get("remaining", "0"))
    reset = members.get("t", members.get("reset"))
    return float(reset) if reset is not None and _is_zero(remaining) else None


def _is_zero(text: str) -> bool:
    number = text.strip()
    return _NUMBER.fullmatch(number) is not None and float(number) == 0


def _seconds(text: str, now: float) -> float | None:
    """A number of seconds, a time since the epoch, a duration such as `1m30s`, or a date."""
    if _NUMBER.fullmatch(text):
        number = float(text)
        if number >= _EPOCH * 1000:
            number /= 1000
        return number - now if number >= _EPOCH else number
    durations: list[tuple[str, str]] = _DURATION.findall(text)
    if durations and "".join(amount + unit for amount, unit in durations) == text:
        return sum(float(amount) * _SECONDS[unit] for amount, unit in durations)
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(text)
            return time.timestamp() - now if time.tzinfo is not None else None
        except (ValueError, OverflowError, OSError):
            continue
    return None
