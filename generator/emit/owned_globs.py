"""What a person owns inside the output, by globs of the config."""

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
    """Relative paths that are never written, removed or told of as drift.

    In a glob `*` and `?` stay within a name, `**` crosses folders, and the name of a folder covers all below it.
    """

    globs: tuple[str, ...] = ()
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_patterns", tuple(map(_pattern, self.globs)))

    def covers(self, path: str) -> bool:
        """Whether the file at the path, with forward slashes, is a person's."""
        return any(pattern.fullmatch(path) for pattern in self._patterns)

    def check(self, paths: Iterable[str], diagnostics: Diagnostics, at: Located | None = None) -> None:
        """Raises `Failed`, with a diagnostic for each glob that covers one of these paths, which we must write.

        `at` is where the globs are written.
        """
        paths, failed = tuple(paths), False
        for glob, pattern in zip(self.globs, self._patterns, strict=True):
            ours = [path for path in paths if pattern.fullmatch(path)]
            if ours:
                failed = True
                more = f" and {len(ours) - 1} more" if len(ours) > 1 else ""
                message = f"`keep` has `{glob}`, which covers a file that is generated: `{ours[0]}`{more}"
                hint = "make the glob narrower, or change what is generated with a template"
                diagnostics.error("keep-covers-output", message, at, hint)
        if failed:
            raise Failed


def _pattern(glob: str) -> re.Pattern[str]:
    parts = _PARTS.split(glob.removesuffix("/"))
    return re.compile("".join(_MEANINGS.get(part) or re.escape(part) for part in parts) + "(?:/.*)?", re.DOTALL)


NO_OWNED_GLOBS: Final = OwnedGlobs()
