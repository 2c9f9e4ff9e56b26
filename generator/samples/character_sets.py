"""Sets of characters, as the classes and escapes of a regular expression name them."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

Range: TypeAlias = tuple[int, int]
"""The first and the last code point."""

_PREFERRED: Final = (
    string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_. @/:+=,;#*!?%&$~()[]{}'\"<>|^`\\"
)
"""The characters that samples are made of, the best first."""
_FURTHER: Final = "äéñßøÄÉØαβωΩжяЖא中国日あいアイ가나กข€£©°²½·–’…☺😀"
"""Characters for sets that have none of ASCII."""
_MOST: Final = 96
"""The number of characters of a set that samples use."""
_SPACE: Final = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS: Final = "\n\r\u2028\u2029"
_GROUPS: Final = {
    "Letter": "L",
    "Cased_Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Other": "C",
    "Control": "Cc",
    "Alphabetic": "L",
    "Alpha": "L",
    "Uppercase": "Lu",
    "Lowercase": "Ll",
}
"""General categories and binary properties (ECMA-262, "CharacterClassEscape"), as the nearest category."""
_CATEGORIES: Final = (
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
)  # fmt: skip
_SCRIPTS: Final = {"Han": "CJK UNIFIED"}
"""How the names of a script's characters start, where that is not the script's name."""
_KNOWN_SCRIPTS: Final = {
    "Arabic", "Bengali", "Cyrillic", "Devanagari", "Greek", "Han", "Hangul", "Hebrew", "Hiragana", "Katakana",
    "Latin", "Thai",
}  # fmt: skip


@dataclass(frozen=True)
class CharacterSet:
    """Code points in ranges or in further sets, or those that are not. With `any_case`, in upper or lower case."""

    ranges: tuple[Range, ...] = ()
    sets: tuple[CharacterSet, ...] = ()
    test: Callable[[str], bool] | None = None
    negated: bool = False
    any_case: bool = False

    def __contains__(self, character: str) -> bool:
        """Whether the set has a character."""
        found = self._has(character)
        if not found and self.any_case:
            found = any(len(other) == 1 and self._has(other) for other in (character.lower(), character.upper()))
        return found is not self.negated

    def _has(self, character: str) -> bool:
        code = ord(character)
        return (
            any(low <= code <= high for low, high in self.ranges)
            or any(character in inner for inner in self.sets)
            or (self.test is not None and self.test(character))
        )

    def samples(self) -> str:
        """Some of its characters, the most readable first; empty if none is found."""
        return _samples(self)


@lru_cache(maxsize=512)
def _samples(found: CharacterSet) -> str:
    known = [each for each in _PREFERRED if each in found] or [each for each in _FURTHER if each in found]
    if not known:
        known = [chr(code) for code in _near(found) if not 0xD800 <= code <= 0xDFFF and chr(code) in found]
    return "".join(dict.fromkeys(known[:_MOST]))


def _near(found: CharacterSet) -> Iterable[int]:
    """Code points at the ends of the ranges of a set, then the rest of Latin-1, control characters last."""
    for low, high in found.ranges:
        yield from range(low, min(high, low + 8) + 1)
    for inner in found.sets:
        yield from _near(inner)
    yield from (*range(0xA1, 0x180), *range(0x20), 0x7F)


def characters(text: str) -> CharacterSet:
    """The set of these characters."""
    return CharacterSet(tuple((ord(each), ord(each)) for each in text))


ANY: Final = CharacterSet(negated=True)
DOT: Final = CharacterSet(characters(_LINE_ENDS).ranges, negated=True)
_DIGIT: Final = ((48, 57),)
_WORD: Final = (*_DIGIT, (65, 90), (95, 95), (97, 122))
ESCAPES: Final = {
    "d": CharacterSet(_DIGIT),
    "D": CharacterSet(_DIGIT, negated=True),
    "w": CharacterSet(_WORD),
    "W": CharacterSet(_WORD, negated=True),
    "s": characters(_SPACE),
    "S": CharacterSet(characters(_SPACE).ranges, negated=True),
}
"""The class escapes of ECMA-262, without Unicode case folding."""
WORD: Final = ESCAPES["w"]


def unicode_property(name: str) -> CharacterSet | None:
    """The set of `\\p{name}`: a general category, a script, `Any` or `ASCII`; None for another name."""
    key, _, value = name.rpartition("=")
    if name in {"Any", "ASCII"}:
        return CharacterSet(((0, 0x7F if name == "ASCII" else 0x10FFFF),))
    if key in {"Script", "sc", "Script_Extensions", "scx"} or (not key and value in _KNOWN_SCRIPTS):
        if value not in _KNOWN_SCRIPTS:
            return None
        return CharacterSet(test=_Named(_SCRIPTS.get(value, value.upper())))
    category = _GROUPS.get(value, value)
    if key not in {"", "General_Category", "gc"} or not any(each.startswith(category) for each in _CATEGORIES):
        return None
    return CharacterSet(test=_Categorized(category)) if category else None


@dataclass(frozen=True)
class _Categorized:
    """Whether a character's general category starts with `start`."""

    start: str

    def __call__(self, character: str) -> bool:
        return unicodedata.category(character).startswith(self.start)


@dataclass(frozen=True)
class _Named:
    """Whether a character's Unicode name starts with `start`."""

    start: str

    def __call__(self, character: str) -> bool:
        return unicodedata.name(character, "").startswith(self.start)
