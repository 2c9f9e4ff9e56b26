"""The files of a document, each read and upgraded once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.json_types import Json
from generator.document.node import Node
from generator.document.openapi_version import Version, own_version
from generator.document.parse_file import parse_file, read_file
from generator.document.pointer import join
from generator.document.positions.source import Pointed, Source
from generator.document.reference import Reference, parse
from generator.document.upgrade.upgrade import Defaults, Found, Lookup, upgrade
from generator.file_bytes import text_digest
from generator.ir.types import Place

Fetch: TypeAlias = Callable[[str], bytes]
"""Reads a file of the network by its address. Raises OSError where it cannot."""


class File:
    """One file: its source, its value as written, and its root once upgraded."""

    def __init__(self, source: Source, raw: Json, cache: FileCache) -> None:
        self.source = source
        self.raw = raw
        self._cache = cache

    @cached_property
    def root(self) -> Node:
        """The root of the file in the shape of OpenAPI 3.1 or later."""
        version = own_version(self.raw) or self._cache.version
        value = upgrade(self.raw, version, self.source, self._cache.lookup)
        return Node(value, self.source, self._cache.diagnostics)

    def release(self) -> None:
        """Free the values. The root is empty from now on."""
        self.raw = {}
        self.__dict__.pop("root", None)


class OutsideFolder(Exception):
    """A path that leads out of the document's folder."""


class FileCache:
    """The files of one document: the main one, and those that its references reach inside its folder."""

    def __init__(self, folder: Path | None, shown: Path, diagnostics: Diagnostics, fetch: Fetch | None = None) -> None:
        self.folder = folder
        """The folder that every file must be in, without symbolic links; None if no file may be read."""
        self.diagnostics = diagnostics
        self.fetch = fetch
        self.lenient = False
        """Whether a reference that leads nowhere is a warning rather than an error."""
        self.version = Version("3.1", "3.1.0")
        """The version of the main file, used for every file that declares none."""
        self._shown = shown
        self._files: dict[str, File | None] = {}
        self._unread: dict[str, OSError] = {}
        """Why a file of the network could not be read, by its address."""
        self._of: dict[int, File] = {}
        self._overlays: list[bytes] = []
        self.lookup = Lookup(self._written, Defaults())
        """Access to the other files during the upgrade of one."""
        self.sources: list[Source] = []
        """The sources of the files, in the order of reading."""

    def add(self, data: bytes, name: str, path: Path | None, url: str = "") -> File:
        """Read the main file. Raises `Failed` where it cannot be read."""
        key = str(path) if path else url or name
        file = self._files[key] = self._made(*parse_file(data, name, self.diagnostics, path=path, url=url))
        if isinstance(file.raw, dict):
            self.lookup = Lookup(self._written, Defaults.of(file.raw))
        return file

    def overlay(self, paths: Iterable[Path]) -> None:
        """Apply overlays to the main file. Raises `Failed` where one cannot be read."""
        from generator.document.overlay import Overlay

        main = self.files[0]
        for path in paths:
            overlay = Overlay(path, self.diagnostics)
            self._overlays.append(overlay.data)
            main.raw = overlay.apply(main.raw)
        if isinstance(main.raw, dict):
            self.lookup = Lookup(self._written, Defaults.of(main.raw))

    def of(self, source: Source) -> File:
        """The file of a source that this cache read."""
        return self._of[id(source)]

    def at_path(self, path: Path) -> File | None:
        """The file of a path, or None where it is broken, which has then been reported.

        Raises `OutsideFolder` where the resolved path is outside the folder, and FileNotFoundError.
        """
        try:
            real = path.resolve()
        except (OSError, ValueError, RuntimeError):
            raise FileNotFoundError from None
        if self.folder is None or not real.is_relative_to(self.folder):
            raise OutsideFolder
        key = str(real)
        if key not in self._files:
            if not os.path.lexists(real):
                raise FileNotFoundError
            name = str(self._shown / real.relative_to(self.folder))
            self._files[key] = self._read(lambda: read_file(real, name, self.diagnostics), name, real, "")
        return self._files[key]

    def beside(self, source: Source, path: str) -> File | None:
        """The file of a path that is relative to a source. Returns and raises what `at_path` does."""
        base = source.path or self.folder
        if base is None:
            raise OutsideFolder
        return self.at_path(base.parent / path)

    def at_url(self, url: str, fetch: Fetch) -> File | None:
        """The file of an address, or None where it is broken, which has then been reported. Raises OSError.

        A failure is remembered, and the file is not requested again.
        """
        if url in self._unread:
            raise self._unread[url]
        if url not in self._files:
            try:
                data = fetch(url)
            except OSError as error:
                self._unread[url] = error
                raise
            self._files[url] = self._read(lambda: data, url, None, url)
        return self._files[url]

    def _read(self, data: Callable[[], bytes], name: str, path: Path | None, url: str) -> File | None:
        try:
            return self._made(*parse_file(data(), name, self.diagnostics, path=path, url=url))
        except Failed:
            return None

    def _written(self, text: str, source: Source) -> Found | None:
        """The target of a reference in the files as written, before any upgrade, or None."""
        reference = parse(text)
        try:
            file = self.of(source) if not reference.location else self._beside(reference, source)
        except (OutsideFolder, FileNotFoundError):
            return None
        if file is None or not reference.is_pointer:
            return None
        value, keys = file.raw, reference.keys()[0]
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[key]
        return Found(value, join(keys), file.source)

    def _beside(self, reference: Reference, source: Source) -> File | None:
        if reference.absolute or source.path is None:
            return None
        return self.at_path(source.path.parent / reference.path)

    def _made(self, source: Source, raw: Json) -> File:
        file = self._of[id(source)] = File(source, raw, self)
        self.sources.append(source)
        return file

    def locate(self, place: Place) -> Pointed | None:
        """A place of the IR in the file that it came from."""
        return next((source.at(place.pointer) for source in self.sources if source.name == place.file), None)

    def neighbours(self, source: Source, path: str, most: int) -> list[str]:
        """The names in the folder where a file of that path would be, at most so many; none outside the folder."""
        if self.folder is None:
            return []
        try:
            folder = ((source.path or self.folder).parent / path).parent.resolve()
            if folder.is_relative_to(self.folder):
                with os.scandir(folder) as entries:
                    return sorted(entry.name for entry in islice(entries, most))
        except (OSError, ValueError, RuntimeError):
            pass
        return []

    @property
    def files(self) -> list[File]:
        """The files that were read, the main one first, the others by name."""
        main, *others = (file for file in self._files.values() if file is not None)
        return [main, *sorted(others, key=lambda file: file.source.name)]

    def release(self) -> None:
        """Free the values of the files. Their sources remain."""
        self.lookup = Lookup(self._written, Defaults())
        for file in self.files:
            file.release()

    @property
    def remote(self) -> dict[str, str]:
        """The SHA-256 of each file of the network that was read, by its name: its address, without secrets."""
        found = [file.source for file in self.files if file.source.url]
        return {source.name: hashlib.sha256(source.data).hexdigest() for source in found}

    @property
    def digest(self) -> str:
        """The SHA-256 of what was read, in hexadecimal.

        The file's own where there is one; of several, that of the list that `sha256sum` prints for them. CR LF counts
        as LF, as version control may convert it.
        """
        files = self.files
        if len(files) == 1 and not self._overlays:
            return text_digest(files[0].source.data)
        listing = "".join(f"{text_digest(file.source.data)}  {self._relative(file)}\n" for file in files)
        listing += "".join(f"{text_digest(data)}  overlay\n" for data in self._overlays)
        return hashlib.sha256(listing.encode("utf-8", "surrogateescape")).hexdigest()

    def mentions(self, word: str) -> bool:
        """Whether a word of ASCII occurs in one of the files read so far. True if there are overlays."""
        return bool(self._overlays) or any(source.mentions([word]) for source in self.sources)

    def _relative(self, file: File) -> str:
        path = file.source.path
        return path.relative_to(self.folder).as_posix() if path and self.folder else file.source.name
