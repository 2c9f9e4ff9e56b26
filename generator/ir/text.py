"""Words: split the names of a document into words, and compare them."""

from __future__ import annotations

import re
from functools import lru_cache

_UPPER = "A-ZÀ-ÖØ-Þ"
_LOWER = "a-zß-öø-ÿ"
_WORD = re.compile(
    f"[{_UPPER}]{{2,}}s(?![{_LOWER}])"  # initials in the plural: IDs
    f"|[{_UPPER}]+(?=[{_UPPER}][{_LOWER}])|[{_UPPER}]?[{_LOWER}]+|[{_UPPER}]+|[0-9]+"
    rf"|[^\W\d_{_UPPER}{_LOWER}]+"
)
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "indices": "index",
    "statuses": "status",
    "aliases": "alias",
    "series": "series",
    "caches": "cache",
}
_ALIKE = ("ss", "us", "is", "news")


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, as written: `listUserIDs-v2` is `list User IDs v2`.

    Words end at punctuation and at changes of case. Digits stay with the word before them.
    """
    found: list[str] = []
    end = -1
    for match in _WORD.finditer(name):
        text = match.group()
        if found and match.start() == end and text.isdigit():
            found[-1] += text
        else:
            found.append(text)
        end = match.end()
    return tuple(found)


def folded(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, to compare names by."""
    return tuple(word.lower() for word in words(name))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The lower-case singular of an English word, approximately; used to compare words."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_ALIKE):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def alike(name: str) -> tuple[str, ...]:
    """The words of a name in lower case and singular."""
    return tuple(singular(word) for word in words(name))
