"""Load a document from a path."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics.model import Diagnostics, Failed
from generator.document.file_cache import Fetch, FileCache
from generator.document.openapi_version import root_version
from generator.document.parse_file import read_file
from generator.document.positions.source import WholeFile
from generator.document.resolver import Document


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
) -> Document:
    """The OpenAPI document of a file, in YAML or JSON, of version 2.0, 3.0, 3.1 or 3.2.

    References may lead to files below `root`, by default the file's own folder; with `allow_remote` to the network too,
    read by `fetch`.
    `overlays` are OpenAPI Overlay documents, applied in order before anything else.
    With `lenient` a reference that leads nowhere, or out of that folder, is a warning.
    `name` replaces the file's path in messages.
    Raises `Failed` where the document cannot be read at all; whatever is wrong is in the diagnostics.
    """
    shown = Path(name).parent if name else path.parent
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
    shown = shown / os.path.relpath(folder, real.parent)
    network = (fetch or _network()) if allow_remote else None
    cache = FileCache(folder, Path(os.path.normpath(shown)), diagnostics, network)
    main = cache.add(data, name, real)
    cache.lenient = lenient
    cache.overlay(overlays)
    cache.version = root_version(main.raw, main.source, diagnostics)
    diagnostics.locator = cache.locate
    return Document(main, cache, cache.version)


def _network() -> Fetch:
    # Imported on demand: urllib.request takes longer to import than most documents take to read.
    from generator.document.remote.fetch import Network

    return Network().fetch
