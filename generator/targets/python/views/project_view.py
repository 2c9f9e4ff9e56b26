"""The view of the distribution's metadata."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The metadata of the distribution. Texts are TOML literals.

    - `license`: an SPDX expression, or empty.
    - `authors`: inline tables.
    - `keywords`: strings.
    - `classifiers`: strings.
    - `urls`: labels with addresses.
    - `root`: what relative links of the README start with, or empty; no literal.
    """

    license: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    classifiers: tuple[str, ...]
    urls: tuple[tuple[str, str], ...]
    root: str
