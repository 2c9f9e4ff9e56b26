"""Faults on order: a share of the requests fails, in an order that the seed decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

_STATUS: Final = re.compile(r"[45]\d\d")
DROP: Final = "drop"
SLOW: Final = "slow"


class FaultsError(ValueError):
    """The faults are not shares of one, of kinds that exist."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The fault of one request: `kind` is `drop`, `slow`, a status or empty; `half` cuts a response in the middle."""

    kind: str = ""
    half: bool = False


class Faults:
    """Decides which requests fail. Equal seeds decide alike for the first request, the second, and so on."""

    def __init__(self, shares: Mapping[str, float], seed: int) -> None:
        self._shares = tuple(shares.items())
        self._seed = seed
        self._number = 0

    def reset(self) -> None:
        """Count the requests from 1 again."""
        self._number = 0

    def next(self) -> Decided:
        """The fault of the next request."""
        self._number += 1
        if not self._shares:
            return Decided()
        random = Random(f"{self._seed} {self._number}")
        point = random.random()
        for kind, share in self._shares:
            if point < share:
                return Decided(kind, random.random() < 0.5)
            point -= share
        return Decided()


def read_faults(given: Mapping[str, float] | str | None) -> dict[str, float]:
    """The shares of faults, of a mapping or a text such as `drop=0.1,429=0.2`. Raises `FaultsError`."""
    pairs: list[tuple[str, object]] = []
    if isinstance(given, str):
        for part in filter(None, (part.strip() for part in given.split(","))):
            name, equals, text = part.partition("=")
            if not equals:
                raise FaultsError(f"`{part}` is no fault; write `drop=0.1`, the kind and its share of the requests")
            pairs.append((name.strip(), text.strip()))
    elif given is not None:
        pairs = [(str(name), share) for name, share in given.items()]
    found: dict[str, float] = {}
    for name, share in pairs:
        if name not in {DROP, SLOW} and not _STATUS.fullmatch(name):
            raise FaultsError(f"`{name}` is no kind of fault; it is drop, slow, or a status from 400 to 599")
        found[name] = _share(name, share)
    if sum(found.values()) > 1 + 1e-9:
        raise FaultsError(f"the shares of the faults add up to {sum(found.values()):g}, which is more than 1")
    return found


def _share(name: str, share: object) -> float:
    try:
        value = float(str(share))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise FaultsError(f"the share of `{name}` is `{share}`; it is a number from 0 to 1")
    return value
