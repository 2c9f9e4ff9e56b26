"""Sample strings: `format`, `pattern`, `minLength` and `maxLength`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.ir.types.common import Json
from generator.samples.formats import format_holds, format_texts, longer_texts
from generator.samples.pattern_match import matches
from generator.samples.pattern_texts import pattern_text

MAX_LENGTH: Final = 10_000
"""The length of the longest text that is made."""
_GUESSES: Final = ("example", "Example", "EXAMPLE", "example-1", "1", "12", "2026", "en", "1.0", "v1")
"""Texts to try for a pattern before a search."""
_CANDIDATES: Final = 40
"""How many texts of a pattern are tried for one with the format."""
_LONGER: Final = (4, 12, 32)
"""How much longer than the shortest text of a pattern other candidates are."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


def text(keywords: Mapping[str, Json], index: int = 0, hint: str = "") -> str | None:
    """A string for the keywords `format`, `pattern`, `minLength` and `maxLength`; None if none is found.

    `hint` is a word that the string is made of where the keywords allow it, such as the name of the property.
    Where no string with both is found, `pattern` prevails over `format`, which is an annotation (JSON Schema 2020-12
    Validation, section 7.2.1).
    """
    least, most = length_limits(keywords)
    if least > MAX_LENGTH or (most is not None and most < least):
        return None
    pattern, format = keywords.get("pattern"), keywords.get("format")
    if not isinstance(format, str):
        format = ""
    if not isinstance(pattern, str):
        pattern = ""
    for candidate in _of_format(format, index, least):
        if text_fits({**keywords, "format": ""}, candidate):
            return candidate
    if not pattern:
        return _plain(hint or "text", least, most, index)
    if format_texts(format, 0):
        for found in _of_pattern(pattern, least, most, index):
            if format_holds(format, found):
                return found
    return _guessed(keywords, hint, index) or pattern_text(pattern, least, most, index)


def text_fits(keywords: Mapping[str, Json], value: str, *, undecided: bool = False) -> bool:
    """Whether a string has the format, matches the pattern and has an allowed length.

    `undecided` is the result of a pattern that is not supported or takes too long.
    """
    least, most = length_limits(keywords)
    pattern, format = keywords.get("pattern"), keywords.get("format")
    return (
        least <= len(value)
        and (most is None or len(value) <= most)
        and (not isinstance(pattern, str) or _matches(pattern, value, undecided))
        and (not isinstance(format, str) or format_holds(format, value))
    )


def _matches(pattern: str, value: str, undecided: bool) -> bool:
    found = matches(pattern, value)
    return undecided if found is None else found


def length_limits(
    keywords: Mapping[str, Json], least: str = "minLength", most: str = "maxLength"
) -> tuple[int, int | None]:
    """The least and the greatest length, None for no limit; a limit that is no number does not count."""
    low, high = count(keywords.get(least)), count(keywords.get(most))
    return low or 0, high


def count(value: Json) -> int | None:
    """A number of characters, items or properties; None for another value."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 2**63:
        return None
    return max(int(value), 0)


def _of_format(format: str, index: int, least: int) -> Iterator[str]:
    yield from format_texts(format, index)
    if least:
        yield from longer_texts(format, least, index)


def _of_pattern(pattern: str, least: int, most: int | None, index: int) -> Iterator[str]:
    """Texts of a pattern to try for a format: the shortest ones, and longer ones."""
    for number in range(_CANDIDATES):
        found = pattern_text(pattern, least, most, index + number)
        if found is None:
            return
        yield found
        if number < len(_LONGER):
            longer = pattern_text(pattern, len(found) + _LONGER[number], most, index)
            yield from () if longer is None else (longer,)


def _guessed(keywords: Mapping[str, Json], hint: str, index: int) -> str | None:
    """The guess with an index among those that fit."""
    guesses = dict.fromkeys(guess for guess in (hint, hint.replace("_", "-"), *_GUESSES) if guess)
    fitting = (guess for guess in guesses if text_fits(keywords, guess))
    best = next(fitting, None)
    if best is None or not index:
        return best
    numbered = f"{best}{index + 1}"
    if best.isdigit():
        numbered = str(int(best) + index)
    return numbered if text_fits(keywords, numbered) else None


def _plain(hint: str, least: int, most: int | None, index: int) -> str:
    """The hint, repeated or shortened to fit, with the number of the sample at its end."""
    if most is not None and most <= 4 and (most < len(hint) or index):
        letters = [_LETTERS[(index // len(_LETTERS) ** place + place) % len(_LETTERS)] for place in range(most)]
        return "".join(letters)
    tail = str(index + 1) if index else ""
    base = hint
    while len(base) + len(tail) < least:
        base = f"{base} {hint}"
    room = least if len(hint) + len(tail) < least else len(base) + len(tail)
    room = room if most is None else min(room, most)
    base = base[: max(room - len(tail), 0)]
    return (base[:-1] + "." if base.endswith(" ") else base) + tail[:room]
