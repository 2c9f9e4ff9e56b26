"""Owned globs: files in the output that belong to the user (`keep` in the config)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from generator.diagnostics.model import Diagnostics, Failed, Located

_PARTS: Final = re.compile(r"(\*\*/|\*\*|\*|\?)")
_MEANINGS: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True, slots=True)
class OwnedGlobs:
    """Relative paths that are never written, removed or reported as drift.

    In a glob `*` and `?` stay within a name, `**` crosses folders, and the name of a folder covers all below it.
    """

    globs: tuple[str, ...] = ()
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_patterns", tuple(map(_pattern, self.globs)))

    def covers(self, path: str) -> bool:
        """Whether the file at the path, with forward slashes, belongs to the user."""
        return any(pattern.fullmatch(path) for pattern in self._patterns)

    def check(self, paths: Iterable[str], diagnostics: Diagnostics, at: Located | None = None) -> None:
        """Raises `Failed`, with a diagnostic for each glob that covers one of these generated paths.

        `at` is where the globs are written.
        """
        paths, failed = tuple(paths), False
        for glob, pattern in zip(self.globs, self._patterns, strict=True):
            generated = [path for path in paths if pattern.fullmatch(path)]
            if generated:
                failed = True
                more = f" and {len(generated) - 1} more" if len(generated) > 1 else ""
                message = f"`keep` has `{glob}`, which covers a file that is generated: `{generated[0]}`{more}"
                hint = "make the glob narrower, or change what is generated with a template"
                diagnostics.error("keep-covers-output", message, at, hint)
        if failed:
            raise Failed


def _pattern(glob: str) -> re.Pattern[str]:
    parts = _PARTS.split(glob.removesuffix("/"))
    return re.compile("".join(_MEANINGS.get(part) or re.escape(part) for part in parts) + "(?:/.*)?", re.DOTALL)


NO_OWNED_GLOBS: Final = OwnedGlobs()
