"""Load a document from a path, a URL or standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.file_cache import Fetch, File, FileCache
from generator.document.openapi_version import root_version
from generator.document.parse_file import read_file, read_standard_input
from generator.document.positions.source import WholeFile
from generator.document.resolver import Document
from generator.document_address import STANDARD_INPUT, shown


def load_document(
    path: Path,
    diagnostics: Diagnostics,
    *,
    allow_remote: bool = False,
    fetch: Fetch | None = None,
    name: str = "",
    overlays: Iterable[Path] = (),
    lenient: bool = False,
    root: Path | None = None,
    address: str = "",
) -> Document:
    """The OpenAPI document of a file, in YAML or JSON, of version 2.0, 3.0, 3.1 or 3.2.

    With `address`, a URL or `-` for standard input, the document is read from there instead of from `path`.
    References may lead to files below `root`, by default the file's own folder; with `allow_remote` to the network too,
    read by `fetch`. References of a document from standard input lead to files only if `root` is given.
    `overlays` are OpenAPI Overlay documents, applied in order before anything else.
    With `lenient` a reference that leads nowhere, or out of that folder, is a warning.
    `name` replaces the file's path in messages.
    Raises `Failed` where the document cannot be read at all; whatever is wrong is in the diagnostics.
    """
    network = (fetch or _network(loopback=address.startswith("http:"))) if allow_remote else None
    if address:
        main, cache = _from_address(address, root, network, diagnostics)
    else:
        main, cache = _from_file(path, name, root, network, diagnostics)
    cache.lenient = lenient
    cache.overlay(overlays)
    cache.version = root_version(main.raw, main.source, diagnostics)
    diagnostics.locator = cache.locate
    return Document(main, cache, cache.version)


def _from_address(
    address: str, root: Path | None, network: Fetch | None, diagnostics: Diagnostics
) -> tuple[File, FileCache]:
    """The main file at a URL or on standard input, and the cache for its references."""
    folder = root.resolve() if root is not None else None
    cache = FileCache(folder, Path(root or ""), diagnostics, network)
    name = shown(address)
    if address == STANDARD_INPUT:
        data = read_standard_input(name, diagnostics)
        return cache.add(data, name, folder / STANDARD_INPUT if folder else None), cache
    # Imported on demand, as `_network` is.
    from generator.document.remote.fetch import fetch_document

    try:
        data, url = fetch_document(address)
    except OSError as error:
        diagnostics.error("unreadable", f"the document cannot be fetched: {error}", WholeFile(name))
        raise Failed from None
    return cache.add(data, name, None, url), cache


def _from_file(
    path: Path, name: str, root: Path | None, network: Fetch | None, diagnostics: Diagnostics
) -> tuple[File, FileCache]:
    """The main file at a path, and the cache for its references."""
    beside = Path(name).parent if name else path.parent
    name = name or os.fspath(path)
    data = read_file(path, name, diagnostics)
    try:
        real = path.resolve()
        folder = root.resolve() if root is not None else real.parent
    except (OSError, RuntimeError):
        diagnostics.error("unreadable", "the file cannot be found again by its real path", WholeFile(name))
        raise Failed from None
    if not real.is_relative_to(folder):
        message = f"the document does not lie in `{root}`, the folder that references may lead to"
        diagnostics.error("root", message, WholeFile(name), "name a folder above it")
        raise Failed
    beside = beside / os.path.relpath(folder, real.parent)
    cache = FileCache(folder, Path(os.path.normpath(beside)), diagnostics, network)
    return cache.add(data, name, real), cache


def _network(*, loopback: bool) -> Fetch:
    # Imported on demand: urllib.request takes longer to import than most documents take to read.
    from generator.document.remote.fetch import Network

    return Network(loopback=loopback).fetch
