"""The last release of an SDK, and what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.compare.changes import Change, changes, worst
from generator.compare.member_changes import Level
from generator.compare.surface import Surface
from generator.compare.versions import order, raised

_FILES: Final = "files"
_FIRST: Final = "0.1.0"
"""The first version of an SDK whose document has none."""


@dataclass(frozen=True, slots=True)
class Release:
    """A released SDK."""

    api: Mapping[str, Any]
    """Its surface as JSON, with the version (see `Surface.data`)."""
    files: str
    """A digest of its files (see `files_digest`)."""

    @property
    def version(self) -> str:
        return str(self.api["version"])

    def data(self, now: Mapping[str, Any]) -> dict[str, Any]:
        """The release as JSON, for a manifest with the surface `now`: only the members that differ from it.

        A member that the release lacks is null. So a manifest that was just released has two lines for this.
        """
        differing = [key for key in sorted({*self.api, *now}) if self.api.get(key) != now.get(key)]
        rest = {key: self.api.get(key) for key in differing if key != "version"}
        return {"version": self.version, _FILES: self.files, **rest}

    @classmethod
    def of(cls, data: Mapping[str, Any], now: Mapping[str, Any]) -> Release | None:
        """The inverse of `data`; None if there was no release."""
        if not data.get("version"):
            return None
        members = {**now, **{key: value for key, value in data.items() if key != _FILES}}
        return cls({key: value for key, value in members.items() if value is not None}, str(data.get(_FILES, "")))


NO_RELEASE: Mapping[str, Any] = {"version": ""}
"""In a manifest, in place of a release's data: there was none yet."""


@dataclass(frozen=True, slots=True)
class Unreleased:
    """What changed since the last release. `version` is the one that the changes ask for."""

    release: Release | None
    """None before the first release."""
    changes: tuple[Change, ...]
    """What changed for callers."""
    others: bool
    """Whether files changed."""
    version: str

    @property
    def empty(self) -> bool:
        return self.release is not None and not self.changes and not self.others

    @property
    def level(self) -> Level | None:
        """The level of the changes; that of documentation if nothing changed for callers but files did."""
        return worst(self.changes) or ("documentation" if self.others else None)


def unreleased(release: Release | None, now: Surface, files: str) -> Unreleased:
    """What changed between a release and an SDK with this surface and this digest of its files."""
    if release is None:
        known = order(now.version)
        return Unreleased(None, (), others=True, version=now.version if known and known[0] else _FIRST)
    before = Surface.of(release.api)
    found = Unreleased(release, changes(before, now) if before else (), release.files != files, release.version)
    return Unreleased(release, found.changes, found.others, raised(release.version, found.level))


def files_digest(files: Mapping[str, str]) -> str:
    """The SHA-256 of the digests of files, by their paths."""
    return hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()
