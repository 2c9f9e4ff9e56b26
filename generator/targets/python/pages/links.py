"""Paths of the pages, and relative links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from posixpath import relpath
from typing import Final

from generator.targets.python.names import reserved
from generator.targets.python.pages.markdown import slug

MODELS: Final = "models"
ERRORS: Final = "errors"
SPLIT: Final = 300
"""The number of models from which each module has its own page, and `docs/models.md` is an index."""
_MAX_SIZE: Final = 90_000
"""The size of a page of models, about, from which it is divided."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The page and the anchor of each model. A page is a path below `docs/` without its suffix."""

    pages: Mapping[str, tuple[str, ...]]
    """The ids of the models on each page, in order."""
    homes: Mapping[str, tuple[str, str]]

    def model(self, id: str, page: str) -> str:
        """The link to a model from a page."""
        home, anchor = self.homes[id]
        return f"{'' if home == page else relative(home, page)}#{anchor}"


def addresses(order: Iterable[tuple[str, str, str, int]]) -> Addresses:
    """The addresses of models, given in order as (id, class name, module, about how many bytes they take on a page).

    Models are on one page, or on one for each module, which has parts (`chat-1`, `chat-2`, …) if it is long.
    """
    models = list(order)
    is_split = len(models) >= SPLIT or sum(size for *_, size in models) > _MAX_SIZE
    sizes: dict[str, int] = {}
    for _, _, module, size in models:
        sizes[module] = sizes.get(module, 0) + size
    filled: dict[str, int] = {}
    pages: dict[str, list[str]] = {}
    homes: dict[str, tuple[str, str]] = {}
    taken: dict[tuple[str, str], int] = {}
    for id, name, module, size in models:
        page = MODELS
        if is_split and sizes[module] <= _MAX_SIZE:
            page = f"{MODELS}/{module}"
        elif is_split:
            before = filled.get(module, 0)
            part = (
                before // _MAX_SIZE if before // _MAX_SIZE == (before + size) // _MAX_SIZE else -(-before // _MAX_SIZE)
            )
            filled[module] = max(before, part * _MAX_SIZE) + size
            page = f"{MODELS}/{module}-{part + 1}"
        anchor = slug(name)
        count = taken[page, anchor] = taken.get((page, anchor), -1) + 1
        pages.setdefault(page, []).append(id)
        homes[id] = (page, f"{anchor}-{count}" if count else anchor)
    return Addresses({page: tuple(ids) for page, ids in pages.items()}, homes)


def resource_page(path: Sequence[str]) -> str:
    """The page of a resource: `chat/completions`. The hyphen avoids collisions, since no attribute contains one."""
    return "/".join(f"{part}-resource" if part in reserved.DEVICES | {MODELS, ERRORS} else part for part in path)


@lru_cache(maxsize=4096)
def relative(page: str, seen_from: str) -> str:
    """The link to a page of `docs/` from another page; `..` is the folder of the README."""
    if seen_from == "..":
        return f"docs/{page}.md"
    return relpath(f"/{page}.md", f"/{seen_from.rpartition('/')[0]}")
