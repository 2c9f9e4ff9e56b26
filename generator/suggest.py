"""The nearest of some names, for a "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str:
    """The name nearest to the word, or an empty string where none is near."""
    from difflib import get_close_matches  # imported here because only a mistake needs it

    return next(iter(get_close_matches(word, list(names), n=1, cutoff=0.6)), "")


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """A hint that asks whether the nearest name was meant, or an empty string where none is near."""
    name = nearest(word, names)
    return f"did you mean `{name}`?" if name else ""
