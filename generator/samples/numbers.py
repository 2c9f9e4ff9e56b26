"""Sample numbers: bounds, `multipleOf` and the formats of integers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Final

from generator.ir.types.common import Json

_FORMATS: Final = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
_HALF: Final = Fraction(1, 2)
_GRIDS: Final = (
    (_HALF, Fraction(1)),
    *((Fraction(0), Fraction(step)) for step in ("1", "0.5", "0.1", "0.05", "0.01", "0.001", "0.00001", "0.00000001")),
)
"""Where numbers are looked for without `multipleOf`: an offset, and the distance of one number from the next."""
_TRIES: Final = 64
"""How many numbers that the limits exclude, or that floats do not represent, are passed over."""


def number(keywords: Mapping[str, Json], index: int = 0) -> int | float | None:
    """A number for the bounds, `multipleOf`, and integer formats; a whole one if `type` is `integer`.

    None if there is none.
    """
    limits = _Limits.of(keywords)
    if limits.multiple is not None:
        step = _common(limits.multiple, Fraction(1)) if limits.whole else limits.multiple
        grids: tuple[tuple[Fraction, Fraction], ...] = ((Fraction(0), step),)
    else:
        grids = ((Fraction(0), Fraction(1)),) if limits.whole else _GRIDS
    found: dict[int | float, None] = {}
    for offset, step in grids:
        for exact in islice(limits.numbers(offset, step), index + _TRIES):
            value = _plain(exact)
            if limits.admit(value) and limits.divides(value):
                found[value] = None
                if len(found) > index:
                    return value
    if not found and limits.low is not None and limits.high is not None and limits.multiple is None:
        middle = _plain(limits.low if limits.low == limits.high else (limits.low + limits.high) / 2)
        found = {middle: None} if limits.admit(middle) else {}
    several = list(found)
    return several[index % len(several)] if several else None


def number_fits(keywords: Mapping[str, Json], value: float) -> bool:
    """Whether a number is within the bounds, a multiple and, if `type` is `integer`, whole."""
    return _Limits.of(keywords).admit(value)


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits of a number. `open_low` and `open_high` are the bounds that it must not be equal to."""

    whole: bool
    low: Fraction | None
    high: Fraction | None
    open_low: Fraction | None
    open_high: Fraction | None
    multiple: Fraction | None

    @staticmethod
    def of(keywords: Mapping[str, Json]) -> _Limits:
        least, most = _exact(keywords.get("minimum")), _exact(keywords.get("maximum"))
        above, below = keywords.get("exclusiveMinimum"), keywords.get("exclusiveMaximum")
        open_low = least if above is True else _exact(above)  # a boolean in JSON Schema draft 4
        open_high = most if below is True else _exact(below)
        format, kind = keywords.get("format"), keywords.get("type")
        known = _FORMATS.get(format) if isinstance(format, str) else None
        lows = [each for each in (least, open_low, Fraction(known[0]) if known else None) if each is not None]
        highs = [each for each in (most, open_high, Fraction(known[1]) if known else None) if each is not None]
        multiple = _exact(keywords.get("multipleOf"))
        return _Limits(
            kind == "integer" or (isinstance(kind, list) and "integer" in kind and "number" not in kind),
            max(lows, default=None),
            min(highs, default=None),
            open_low,
            open_high,
            multiple if multiple is not None and multiple > 0 else None,
        )

    def numbers(self, offset: Fraction, step: Fraction) -> Iterator[Fraction]:
        """The numbers of a grid between the limits, from about 1 upwards, then downwards."""
        least = None if self.low is None else math.ceil((self.low - offset) / step)
        most = None if self.high is None else math.floor((self.high - offset) / step)
        start = math.ceil((1 - offset) / step)
        start = start if least is None else max(start, least)
        start = start if most is None else min(start, most)
        place = start
        while (most is None or place <= most) and place < start + 10_000 and (least is None or place >= least):
            yield offset + place * step
            place += 1
        place = start - 1
        while (least is None or place >= least) and place > start - 10_000:
            yield offset + place * step
            place -= 1

    def admit(self, value: float) -> bool:
        """Whether the limits include a number."""
        exact = _exact(value)
        if exact is None:
            return False
        return (
            (not self.whole or exact.denominator == 1)
            and (self.low is None or exact >= self.low)
            and (self.high is None or exact <= self.high)
            and (self.open_low is None or exact > self.open_low)
            and (self.open_high is None or exact < self.open_high)
            and (self.multiple is None or (exact / self.multiple).denominator == 1)
        )

    def divides(self, value: float) -> bool:
        """Whether a number is a multiple also for a validator that divides floats."""
        if self.multiple is None or self.multiple.denominator == 1:
            return True
        try:
            return (value / float(self.multiple)).is_integer()
        except (OverflowError, ZeroDivisionError):
            return False


def _exact(value: Json) -> Fraction | None:
    """A number as it is written: 0.1 is a tenth. None for what is no finite number."""
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or (isinstance(value, float) and not math.isfinite(value))
    ):
        return None
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _plain(value: Fraction) -> int | float:
    if value.denominator == 1:
        return value.numerator
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _common(first: Fraction, second: Fraction) -> Fraction:
    """The least common multiple."""
    denominator = first.denominator * second.denominator
    left, right = first.numerator * second.denominator, second.numerator * first.denominator
    return Fraction(math.lcm(left, right), denominator)
