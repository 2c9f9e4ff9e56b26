"""Phrases: cut names into words, compare them, and take words away without stranding one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.ir.text import singular
from generator.lower.calls.lexicon import NOUNS, ONE_THING, PREPOSITIONS, STRANDED, SYNONYMS, VERBS

_UPPER = "A-ZÀ-ÖØ-Þ"
_LOWER = "a-zß-öø-ÿ"
_DIGITS = rf"(?:[0-9]+(?:(?:alpha|beta|rc)[0-9]*)?s?(?![{_LOWER}]))"
_WORD = re.compile(
    f"OAuth2?(?![{_LOWER}])|GraphQL|IPv[46]s?(?![{_LOWER}])"
    "|(?<![A-Za-z0-9])[A-Za-z][0-9][A-Za-z](?![A-Za-z0-9])"  # M2M, p2p
    "|[0-9]+[a-z](?![A-Za-z0-9])"  # a quantity and its unit: 24h
    f"|[{_UPPER}]{{2,}}s(?![{_LOWER}])"  # initials in the plural: IDs
    f"|[vV][0-9]+(?:(?:alpha|beta|rc)[0-9]*)?"  # versions
    f"|[{_UPPER}]+[0-9]*(?=[{_UPPER}][{_LOWER}])|[{_UPPER}]?[{_LOWER}]+{_DIGITS}?|[{_UPPER}]+[0-9]*|[0-9]+"
    rf"|[^\W\d_{_UPPER}{_LOWER}]+"
)
_VERBAL = ("ize", "ise", "ify")
_NOUNS_AS_VERBS = frozenset({
    "enterprise", "exercise", "expertise", "franchise", "merchandise", "noise", "premise", "prize", "promise", "size",
})  # fmt: skip
"""Nouns that end as verbs do."""
_AGAIN = ("re", "un", "de", "dis", "auto", "pre")
_APOSTROPHES = re.compile("['’]")


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, as written. A version and its digits are one word: `v1beta1`, `ipv4s`."""
    return tuple(_WORD.findall(_APOSTROPHES.sub("", text)))


def forget_words() -> None:
    """Free the words of the texts so far, which are of no use once the calls have names."""
    words.cache_clear()
    stems.cache_clear()


def spaced(text: str) -> str:
    """The words of a text with single spaces between them."""
    return " ".join(words(text))


def lower(text: str) -> tuple[str, ...]:
    """The words of a text in lower case."""
    return tuple(word.lower() for word in words(text))


@lru_cache(maxsize=65536)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text in lower case and in the singular."""
    return tuple(singular(word) for word in words(text))


def key(text: str) -> str:
    """What two names have in common that are one identifier: letters and digits in lower case."""
    return "".join(lower(text))


def is_plural(text: str) -> bool:
    """Whether a name ends in a noun in the plural."""
    found = lower(text)
    return bool(found) and singular(found[-1]) != found[-1] and found[-1] not in ONE_THING


def is_verb(word: str) -> bool:
    """Whether a word is a verb, or may be one: also `reissue`, `unlist` and `anonymize`."""
    word = word.lower()
    if word in VERBS or word in _NOUNS_AS_VERBS:
        return word in VERBS
    return word.endswith(_VERBAL) or any(word.startswith(start) and word[len(start) :] in VERBS for start in _AGAIN)


def is_action(text: str) -> bool:
    """Whether a path segment says what is done: its first word is a verb and no noun, or a verb with an object."""
    found = lower(text)
    if not found or not is_verb(found[0]):
        return False
    return found[0] not in NOUNS or (len(found) > 1 and not is_plural(text))


def plain(verb: str) -> str:
    """The plain verb that a verb stands for: `retrieve` is `get`."""
    return SYNONYMS.get(verb.lower(), verb.lower())


def is_stranded(name: Sequence[str]) -> bool:
    """Whether a name is empty or ends in a word that another one must follow."""
    return not name or name[-1].lower() in STRANDED


def without_stranded(name: Sequence[str]) -> tuple[str, ...]:
    """A name less the words at its end that strand; the name itself where nothing would be left."""
    left = list(name)
    while left and left[-1].lower() in STRANDED:
        left.pop()
    return tuple(left) or tuple(name)


def starts_with(name: Sequence[str], part: Sequence[str]) -> bool:
    """Whether a name starts with the words of a part, in the singular or the plural."""
    return len(name) >= len(part) and all(singular(a) == singular(b) for a, b in zip(name, part, strict=False))


def without_group(name: tuple[str, ...], group: str) -> tuple[str, ...]:
    """A name without the words of its resource, where that leaves what it says.

    Words go at the start (`users list`), right after the verb (`create chat completion` under `chat`), and after a
    preposition (`add group to customer` under `customers`). In the middle or at the end of a noun phrase they
    stay: `delete organization spend alert` under `spend alerts` is not `delete organization`.
    """
    part = words(group)
    if not part or not name:
        return name
    for start in range(1, len(part)):  # `registries validate name` under `container registries`
        tail = part[start:]
        if len(name) > len(tail) and starts_with(name, tail) and is_verb(name[len(tail)]) and not is_verb(name[0]):
            return name if is_stranded(name[len(tail) :]) else name[len(tail) :]
    size = len(part)
    if (
        starts_with(name, part)
        and len(name) > size
        and not (size == 1 and is_verb(name[0]) and not _has_verb(name[1:]))
    ):
        rest = name[size:]
        if not is_stranded(rest) and rest[0].lower() not in STRANDED:
            return rest
    verb = _verb_length(name)
    if verb and starts_with(name[verb:], part):
        rest = name[:verb] + name[verb + size :]
        if len(rest) == verb or not is_stranded(rest):
            return rest if len(rest) == verb or rest[verb].lower() not in PREPOSITIONS - {"by"} else name
    if (
        verb
        and len(name) > verb + size + 1
        and starts_with(name[-size:], part)
        and name[-size - 1].lower() in PREPOSITIONS
    ):
        rest = name[: -size - 1]
        if not is_stranded(rest):
            return rest
    return name


def _verb_length(name: Sequence[str]) -> int:
    """How many words at the start of a name are its verb: `bulk delete` is two."""
    size = 0
    while size < len(name) and size < 2 and is_verb(name[size]) and (size == 0 or name[0].lower() in {"bulk", "batch"}):
        size += 1
    return size


def _has_verb(name: Sequence[str]) -> bool:
    return any(is_verb(word) for word in name)
