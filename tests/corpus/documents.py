"""The corpus: what documents there are, and what each has in it, read without the generator's help."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml

CORPUS: Final = Path(
    os.environ.get("SDKWRIGHT_CORPUS") or Path(__file__).resolve().parents[3] / "shared" / "corpus"
).resolve()
"""Where the corpus is looked for: in the folder of `SDKWRIGHT_CORPUS`, else beside the project."""

VARIED: Final = {
    "openrouter": "openrouter.yaml",  # every feature of the committed SDK
    "mistral": "mistral.yaml",  # multipart, streams with and without a switch
    "docker": "docker-engine.yaml",  # Swagger 2.0
    "argo": "argo-workflows.json",  # the names and cycles of Kubernetes
    "cafe": "redocly-cafe-3.2.yaml",  # OpenAPI 3.2
    "room": "matrix-client-server/client-server/room_send.yaml",  # several files
    "petstore": "swagger-petstore-3.0.4.yaml",
}
"""A few real documents that differ much from one another, each by a short name."""

Kind = Literal["real", "fixture", "invalid"]

_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"})
_IGNORED: Final = ("x-speakeasy-ignore", "x-fern-ignore")


@dataclass(frozen=True)
class Entry:
    """A line of the corpus's index."""

    file: str
    kind: Kind
    version: str
    bytes: int

    @property
    def path(self) -> Path:
        return CORPUS / self.file


def entries(kind: Kind) -> list[Entry]:
    """The documents of a kind, in the index's order; none where the corpus is absent."""
    index = CORPUS / "index.csv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == kind]
    return [Entry(row["file"], kind, row["spec_version"], int(row["size_bytes"])) for row in rows]


def operations(path: Path) -> set[tuple[str, str]]:
    """The (method, path) of every operation under `paths` that the document does not mark to be ignored."""
    return {
        (method, template)
        for template, item, where in _items(path)
        for method, operation in _operations(item)
        if not _ignored(_referred(operation, where)[0]) and not _ignored(item)
    }


def sent(template: str) -> str:
    """What is sent of a key of `paths`: neither its query, which is constant, nor its fragment."""
    return template.partition("#")[0].partition("?")[0]


def all_operations(path: Path) -> set[tuple[str, str]]:
    """The (method, path) of every operation under `paths`, those that are marked to be ignored too."""
    return {(method, template) for template, item, _ in _items(path) for method, _ in _operations(item)}


def schemas(path: Path) -> set[str]:
    """The pointers of the named schemas of the file itself."""
    document = read(path)
    found = {"/components/schemas": (document.get("components") or {}).get("schemas")}
    if "swagger" in document:
        found = {"/definitions": document.get("definitions")}
    return {
        f"{where}/{str(name).replace('~', '~0').replace('/', '~1')}"
        for where, members in found.items()
        for name in members or ()
    }


def _items(path: Path) -> Iterator[tuple[str, dict[str, Any], Path]]:
    document = read(path)
    for template, item in (document.get("paths") or {}).items():
        if isinstance(template, str) and template.startswith("/"):
            found, where = _referred(item, path, document)
            yield template, found, where


def _operations(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, operation in item.items():
        if key in _METHODS:
            yield key.upper(), operation
    yield from (item.get("additionalOperations") or {}).items()


def _referred(value: Any, path: Path, root: Any = None) -> tuple[dict[str, Any], Path]:
    """What a `$ref` leads to, in its own file or another, with its siblings on top."""
    if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
        return (value if isinstance(value, dict) else {}), path
    file, _, pointer = value["$ref"].partition("#")
    where = (path.parent / file).resolve() if file else path
    found: Any = read(where) if file or root is None else root
    for part in pointer.split("/")[1:]:
        found = found[part.replace("~1", "/").replace("~0", "~")]
    target, where = _referred(found, where)
    return {**target, **{key: item for key, item in value.items() if key != "$ref"}}, where


def _ignored(value: dict[str, Any]) -> bool:
    return any(value.get(key) is True for key in _IGNORED)


def read(path: Path) -> Any:
    """A document as plain data."""
    text = path.read_text(encoding="utf-8-sig")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=yaml.CSafeLoader)
