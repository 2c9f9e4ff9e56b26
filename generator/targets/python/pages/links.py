"""Where the pages are, and how one is reached from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from generator.targets.python.names import reserved
from generator.targets.python.pages.markdown import slug

MODELS: Final = "models"
ERRORS: Final = "errors"
SPLIT: Final = 300
"""From this many models on, each module of models has a page of its own, and `docs/models.md` is their index."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The page of each model, below `docs/` and without its suffix, and its anchor there."""

    pages: Mapping[str, tuple[str, ...]]
    """The ids of the models on each page, in the order they stand."""
    homes: Mapping[str, tuple[str, str]]

    def model(self, id: str, page: str) -> str:
        """The link to a model from a page."""
        home, anchor = self.homes[id]
        return f"{'' if home == page else relative(home, page)}#{anchor}"


def addresses(order: Iterable[tuple[str, str, str]]) -> Addresses:
    """The addresses of models, given as (id, class name, module) in the order they are written."""
    models = list(order)
    pages: dict[str, list[str]] = {}
    homes: dict[str, tuple[str, str]] = {}
    taken: dict[tuple[str, str], int] = {}
    for id, name, module in models:
        page = MODELS if len(models) < SPLIT else f"{MODELS}/{module}"
        anchor = slug(name)
        count = taken[page, anchor] = taken.get((page, anchor), -1) + 1
        pages.setdefault(page, []).append(id)
        homes[id] = (page, f"{anchor}-{count}" if count else anchor)
    return Addresses({page: tuple(ids) for page, ids in pages.items()}, homes)


def resource_page(attribute: str) -> str:
    """The page of a resource. No attribute has a hyphen, so none can take the place of another page."""
    return f"{attribute}-resource" if attribute in reserved.DEVICES | {MODELS, ERRORS} else attribute


def relative(page: str, seen_from: str) -> str:
    """The link to a page of `docs/` from another; `..` is the folder above, where the README is."""
    up = "../" * seen_from.count("/")
    if seen_from == "..":
        return f"docs/{page}.md"
    if up and page.rpartition("/")[0] == seen_from.rpartition("/")[0]:
        return f"{page.rpartition('/')[2]}.md"
    return f"{up}{page}.md"
