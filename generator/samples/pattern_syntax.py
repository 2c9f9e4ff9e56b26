"""Parse a regular expression of ECMA-262 into a tree.

Backreferences are not supported. Anchors and flags that only other dialects have (`\\A`, `\\Z`, `\\z`, `(?i)`) have
their meaning there, as documents are written with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from generator.samples.character_sets import DOT, ESCAPES, CharacterSet, characters, unicode_property

Anchor: TypeAlias = Literal["start", "end", "word", "not-word"]

_MAX_DEPTH: Final = 40
"""How deep groups may be nested."""
_MAX_PATTERN: Final = 5_000
"""The length of the longest pattern that is parsed."""
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f", "0": "\0"}
_ANCHORS: Final[dict[str, Anchor]] = {"A": "start", "Z": "end", "z": "end", "b": "word", "B": "not-word"}
_POSIX: Final = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "A-Za-z0-9", "upper": "A-Z", "lower": "a-z", "xdigit": "0-9A-Fa-f",
    "space": "\\s", "word": "\\w", "punct": "!-/:-@\\[-`{-~",
}  # fmt: skip
_COUNT: Final = re.compile(r"\{(\d{1,9})(?:(,)(\d{0,9}))?\}")
_CODE: Final = re.compile(r"u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|c([A-Za-z])")
_PROPERTY: Final = re.compile(r"([pP])(?:\{([\w=]+)\}|([A-Z]))")
_GROUP: Final = re.compile(r"\?(?:([=!]|<[=!]|:|>)|P?<[A-Za-z_$][\w$]*>|([a-z]+)(?:-[a-z]+)?(:|\)))")
_POSIX_NAME: Final = re.compile(r"\[:(\^?)([a-z]+):\]")

Tree: TypeAlias = "Characters | Sequence | Choice | Repeat | Boundary | Look"


class UnsupportedPattern(ValueError):
    """The pattern is no regular expression, or uses what is not supported."""


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a set."""

    found: CharacterSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """At least `least` times, at most `most` times; None for no limit."""

    item: Tree
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place between characters: the start or the end of the text, or (not) the edge of a word."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Look:
    """What follows the place, or precedes it (`behind`), must match the item, or must not (`negative`)."""

    item: Tree
    behind: bool
    negative: bool


def parse(pattern: str) -> Tree:
    """The tree of a pattern. Raises `UnsupportedPattern`."""
    if len(pattern) > _MAX_PATTERN:
        raise UnsupportedPattern("the pattern is too long")
    parser = _Parser(pattern)
    tree = parser.choice(0)
    if parser.position < len(pattern):
        raise UnsupportedPattern("unbalanced parenthesis")
    return tree


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self._any_case = False

    def choice(self, depth: int) -> Tree:
        """Alternatives up to a closing parenthesis or the end."""
        if depth > _MAX_DEPTH:
            raise UnsupportedPattern("groups are nested too deeply")
        options = [self._sequence(depth)]
        while self._takes("|"):
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Tree:
        items: list[Tree] = []
        while self.position < len(self.pattern) and self.pattern[self.position] not in "|)":
            items.append(self._repeated(self._atom(depth)))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _repeated(self, item: Tree) -> Tree:
        character = self.pattern[self.position : self.position + 1]
        counted = _COUNT.match(self.pattern, self.position)
        if character and character in "*+?":
            self.position += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[character]
        elif counted:
            self.position = counted.end()
            least = int(counted[1])
            most = least if not counted[2] else int(counted[3]) if counted[3] else None
            if most is not None and most < least:
                raise UnsupportedPattern("the numbers of a quantifier are out of order")
        else:
            return item
        if not self._takes("?"):  # whether a quantifier is lazy or possessive does not change what a text matches
            self._takes("+")
        return Repeat(item, least, most)

    def _atom(self, depth: int) -> Tree:
        character = self._next()
        match character:
            case "(":
                return self._group(depth)
            case "[":
                return Characters(self._class())
            case ".":
                return Characters(DOT)
            case "^":
                return Boundary("start")
            case "$":
                return Boundary("end")
            case "\\":
                return self._escape()
            case "*" | "+" | "?":
                raise UnsupportedPattern("a quantifier without an item")
            case _:
                return self._one(character)

    def _group(self, depth: int) -> Tree:
        kind = ""
        if self.pattern.startswith("?", self.position):
            head = _GROUP.match(self.pattern, self.position)
            if head is None:
                raise UnsupportedPattern("an unknown kind of group")
            self.position = head.end()
            kind, flags, close = head[1] or "", head[2] or "", head[3]
            if flags.strip("imsux") or "x" in flags:
                raise UnsupportedPattern("unknown flags")
            if close == ")":
                self._any_case = self._any_case or "i" in flags
                return Sequence(())
            if "i" in flags:
                raise UnsupportedPattern("flags of a group")
        item = self.choice(depth + 1)
        if not self._takes(")"):
            raise UnsupportedPattern("unbalanced parenthesis")
        if kind in {"=", "!", "<=", "<!"}:
            return Look(item, behind="<" in kind, negative="!" in kind)
        if kind == ">":
            raise UnsupportedPattern("an atomic group")
        return item

    def _escape(self) -> Tree:
        following = self.pattern[self.position : self.position + 1]
        if following in _ANCHORS:
            self.position += 1
            return Boundary(_ANCHORS[following])
        if (following.isdigit() and following != "0") or following == "k":
            raise UnsupportedPattern("a backreference")
        found = self._escaped()
        return self._one(found) if isinstance(found, str) else Characters(found)

    def _escaped(self) -> CharacterSet | str:
        """The set or character of an escape, with or without brackets around it."""
        if named := _PROPERTY.match(self.pattern, self.position):
            self.position = named.end()
            found = unicode_property(named[2] or named[3])
            if found is None:
                raise UnsupportedPattern("an unknown property of characters")
            return CharacterSet(sets=(found,), negated=True) if named[1] == "P" else found
        if coded := _CODE.match(self.pattern, self.position):
            self.position = coded.end()
            code = ord(coded[4]) % 32 if coded[4] else int(coded[1] or coded[2] or coded[3], 16)
            if code > 0x10FFFF:
                raise UnsupportedPattern("a code point above U+10FFFF")
            return chr(code)
        character = self._next()
        return ESCAPES.get(character) or _CONTROLS.get(character, character)

    def _class(self) -> CharacterSet:
        negated = self._takes("^")
        ranges: list[tuple[int, int]] = []
        sets: list[CharacterSet] = []
        while not self._takes("]"):
            if named := _POSIX_NAME.match(self.pattern, self.position):
                if named[2] not in _POSIX:
                    raise UnsupportedPattern("an unknown class of characters")
                self.position = named.end()
                sets.append(_Parser(f"{named[1]}{_POSIX[named[2]]}]")._class())
                continue
            first = self._member()
            if isinstance(first, str) and self._is_range():
                self.position += 1
                last = self._member()
                if isinstance(last, str):
                    if last < first:
                        raise UnsupportedPattern("a range out of order")
                    ranges.append((ord(first), ord(last)))
                    continue
                sets += [characters("-"), last]
            if isinstance(first, str):
                ranges.append((ord(first), ord(first)))
            else:
                sets.append(first)
        return CharacterSet(tuple(ranges), tuple(sets), negated=negated, any_case=self._any_case)

    def _is_range(self) -> bool:
        following = self.pattern[self.position : self.position + 2]
        return len(following) == 2 and following[0] == "-" and following[1] != "]"

    def _member(self) -> CharacterSet | str:
        character = self._next()
        if character != "\\":
            return character
        if self._takes("b"):
            return "\b"
        return self._escaped()

    def _one(self, character: str) -> Tree:
        return Characters(CharacterSet(((ord(character), ord(character)),), any_case=self._any_case))

    def _takes(self, text: str) -> bool:
        found = self.pattern.startswith(text, self.position)
        self.position += len(text) if found else 0
        return found

    def _next(self) -> str:
        if self.position >= len(self.pattern):
            raise UnsupportedPattern("the pattern ends early")
        self.position += 1
        return self.pattern[self.position - 1]
