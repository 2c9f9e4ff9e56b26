"""Convert words of a document to Python names: snake_case, PascalCase, module names."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(
    r"""
    OAuth2? | GraphQL | IPv[46] | [iI]OS(?![a-z])   # names that case alone would cut in the wrong place
    | [A-Z]{2,}s(?![a-z])                           # IDs, URLs
    | [A-Z]+[0-9]*(?=[A-Z][a-z]) | [A-Z]?[a-z]+[0-9]*[a-z]* | [A-Z]+[0-9]* | [0-9]+[a-z]* | [^\W\x00-\x7f]+
    """,
    re.VERBOSE,
)
_SYMBOLS = {
    "+": "plus", "-": "minus", "<": "less", ">": "greater", "=": "equal", "!": "not", "*": "star", "/": "slash",
    "%": "percent", "&": "and", "|": "or", "#": "hash", "@": "at", "$": "dollar", "~": "tilde", "^": "caret",
    ".": "dot", ":": "colon", ",": "comma", "?": "question", "_": "underscore", " ": "space",
}  # fmt: skip


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name, cut where separators or case say so: `X-OpenRouter` is X, Open, Router."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).replace("'", "")))


def forget_words() -> None:
    """Free the words of the texts so far, most of which are of no use once everything has its name."""
    words.cache_clear()
    by_character.cache_clear()


def spelled(text: str) -> str:
    """The text with its symbols as words, for names that are nothing without them: `+1` is `plus 1`."""
    if text.isidentifier() and text.strip("_"):
        return text
    return " ".join(_spell(part) for part in re.findall(r"\w+|[^\w\s]", text))


def _spell(part: str) -> str:
    if part in _SYMBOLS or f"a{part}".isidentifier():
        return _SYMBOLS.get(part, part)
    return " ".join(char if f"a{char}".isidentifier() else unicodedata.name(char, f"u{ord(char):04x}") for char in part)


@lru_cache(maxsize=65536)
def by_character(text: str) -> str:
    """A name that no other text has: capitals, symbols and letters outside ASCII are named one by one."""
    parts = ["x"]
    for part in re.findall(r"[a-z0-9]+|.", text, re.DOTALL):
        name = part if re.fullmatch("[a-z0-9]+", part) else f"{unicodedata.name(part, '')} u{ord(part):04x}"
        parts.append(re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"))
    return "_".join(parts)


@lru_cache(maxsize=65536)
def snake(text: str) -> str:
    """`snake_case`, or nothing where the text has no letter or digit."""
    name = _clean("_".join(word.lower() for word in words(text)))
    return name if name.isidentifier() or not name else f"n{name}"


def pascal(*parts: str) -> str:
    """`PascalCase` that keeps the capitals a name came with: `PDFParser_options` is `PDFParserOptions`."""
    name = _clean("".join(map(_capitalised, parts)))
    return name if name[:1].isalpha() or not name else f"N{name}"


@lru_cache(maxsize=65536)
def _capitalised(text: str) -> str:
    """The words of a text, each with a capital, in one word."""
    chunks = re.split(r"[\W_]+", unicodedata.normalize("NFKC", text).replace("'", ""))
    return "".join(chunk[:1].upper() + chunk[1:] for chunk in chunks)


def module(name: str) -> str:
    """The name of a module: as it is in ASCII, else in punycode (RFC 3492), since PEP 8 and file systems want ASCII."""
    return name if name.isascii() else f"u_{name.encode('punycode').decode('ascii').replace('-', '_')}"


def _clean(name: str) -> str:
    """The name without the characters that no identifier may have: some digits and marks of other scripts."""
    return name if f"a{name}".isidentifier() else "".join(char for char in name if f"a{char}".isidentifier())


def safe(name: str, reserved: frozenset[str] = frozenset()) -> str:
    """The name, with a trailing underscore where Python or the surroundings use it already."""
    return f"{name}_" if name in reserved or keyword.iskeyword(name) else name


def is_plain(text: str) -> bool:
    """Whether the text is a name without changes."""
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text) and not text.startswith("_")
